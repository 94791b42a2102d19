"""Runs one of Django's commands in a process of its own and writes how long the command itself took."""

from __future__ import annotations

import cProfile
import json
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench.inside import lines_of


def main(out: str, way: str, command: str, *words: str) -> None:
    """``python -m tests.bench.timed OUT plain|profiled COMMAND ...``; without what Python and Django need to start."""
    django.setup()
    profiler = cProfile.Profile() if way == "profiled" else None
    began = time.perf_counter()
    if profiler is None:
        call_command(command, *words)
    else:
        profiler.runcall(call_command, command, *words)
    seconds = time.perf_counter() - began
    lines = lines_of(profiler, 1) if profiler else []
    Path(out).write_text(json.dumps({"work": seconds, "lines": lines}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
