"""``portico``: Django's commands and ours."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; ``portico help`` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
    execute_from_command_line(sys.argv)
