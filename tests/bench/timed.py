"""Runs one of Django's commands in a process of its own and writes how long the command itself took."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django
from django.core.management import call_command


def main(out: str, command: str, *words: str) -> None:
    """``python -m tests.bench.timed OUT COMMAND ...``; without what Python and Django need to start."""
    django.setup()
    began = time.perf_counter()
    call_command(command, *words)
    Path(out).write_text(str(time.perf_counter() - began), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
