"""Long steps shown to a person: one line each, turning while it lasts, with its seconds when it is done.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TAIL_LINES = 25


class StepFailed(Exception):
    """A step did not work; the text says what happened and what to do."""


@contextlib.contextmanager
def step(title: str, *, turning: bool = True) -> Iterator[None]:
    """Show ``title`` on standard error while the block runs, then its seconds.

    ``turning=False`` is for blocks that write to the terminal themselves.
    """
    started = time.monotonic()
    ended = threading.Event()
    turner: threading.Thread | None = None
    if turning and sys.stderr.isatty():
        turner = threading.Thread(target=_turn, args=(title, started, ended), daemon=True)
        turner.start()
    mark = "✗"
    try:
        yield
        mark = "✓"
    finally:
        ended.set()
        if turner is not None:
            turner.join()
        say(f"{mark} {title}  {time.monotonic() - started:.1f} s")


def say(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program with its words in ``log``. Raises StepFailed with the end of them."""
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    with log.open("w", encoding="utf-8") as output:
        output.write(f"$ {' '.join(words)}\n")
        output.flush()
        try:
            ended = subprocess.run(  # noqa: S603 - the callers name our own tools
                words,
                cwd=cwd,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        except FileNotFoundError as error:
            raise StepFailed(f"{words[0]} is missing.") from error
    if ended.returncode != 0:
        raise StepFailed(f"{' '.join(words[:3])} … ended with {ended.returncode}.\n{tail(log)}")


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """Return the end of a log, under its name; a sentence where there is none."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return f"({log} was not written)"
    return "\n".join([f"The end of {log}:", *(f"  {line}" for line in text[-lines:])])


def _turn(title: str, started: float, ended: threading.Event) -> None:
    turn = 0
    while not ended.wait(0.1):
        turn = (turn + 1) % len(TURNS)
        sys.stderr.write(f"\r{TURNS[turn]} {title}  {time.monotonic() - started:.0f} s ")
        sys.stderr.flush()
    sys.stderr.write("\r\x1b[2K")
