"""``portico``: Django's commands and ours."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

DEMO = Path(__file__).resolve().parents[2] / "var" / "demo" / "environment.json"
NEEDS_NO_DEPLOYMENT = {"makemigrations", "check", "spectacular"}


def main() -> None:
    """Run one command; ``portico help`` lists them. Without a deployment's settings it acts in the demo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
    # A person reads a command's answer; what serving programs log of every step is not for a terminal.
    os.environ.setdefault("PORTICO_LOG_LEVEL", "WARNING")
    asked = sys.argv[1] if len(sys.argv) > 1 else "help"
    if "PORTICO_SECRET_KEY" not in os.environ and asked not in NEEDS_NO_DEPLOYMENT:
        _take_the_demos_settings()
    execute_from_command_line(sys.argv)


def _take_the_demos_settings() -> None:
    try:
        kept = json.loads(DEMO.read_text(encoding="utf-8"))
    except OSError:
        sys.exit(
            "Nothing to act on: set PORTICO_SECRET_KEY, DATABASE_URL and REDIS_URL, or start the demo (make demo)."
        )
    os.environ.update({name: value for name, value in kept.items() if name not in os.environ})
