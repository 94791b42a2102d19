"""One line for each long step: a spinner on a terminal, plain lines elsewhere, all output in a log."""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from .places import CLONE, LOG

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TAIL_LINES = 25


class StepFailed(Exception):
    """A step did not succeed; the message says what to do."""


def complain(sentence: str) -> None:
    """Write ``sentence`` where errors go."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def run(title: str, command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = CLONE) -> None:
    """Run one command as a step called ``title``. Raises StepFailed with the end of what it printed."""
    started = time.monotonic()
    lines: list[str] = []
    process = _start(command, env, cwd)
    with _log() as log, _line(title) as line:
        for text in _output(process):
            if text:
                log.write(f"{text}\n")
                lines.append(text)
            line.show(lines[-1] if lines else "")
        code = process.wait()
        line.end(code == 0, time.monotonic() - started)
    if code != 0:
        tail = "\n".join(f"    {text}" for text in lines[-TAIL_LINES:])
        raise StepFailed(f"{title} failed (exit code {code}). It said:\n{tail}\n  All of it: {LOG}")


def _start(command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(  # noqa: S603 - the installer's own commands
            [str(word) for word in command],
            cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise StepFailed(f"{command[0]} could not be started: {error.strerror}.") from error


def _output(process: subprocess.Popen[str]) -> Iterator[str]:
    """Each line that the process prints, and an empty one whenever it is silent for a moment."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for text in process.stdout or ():
            lines.put(text.rstrip())
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            text = lines.get(timeout=0.1)
        except queue.Empty:
            yield ""
            continue
        if text is None:
            return
        yield text


def _log() -> TextIO:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    return LOG.open("a", encoding="utf-8")


class _Line:
    """The one line of a step."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self.frames = itertools.cycle(SPINNER)
        self.ended = False
        if not self.is_terminal:
            self._write(f"… {title}\n")

    def show(self, detail: str) -> None:
        if self.is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\033[K{f'{next(self.frames)} {self.title}  {detail}'[:width]}")

    def end(self, is_good: bool, seconds: float) -> None:
        self.ended = True
        start = "\r\033[K" if self.is_terminal else ""
        self._write(f"{start}{'✓' if is_good else '✗'} {self.title} ({seconds:.0f} s)\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


@contextlib.contextmanager
def _line(title: str) -> Iterator[_Line]:
    line = _Line(title)
    try:
        yield line
    finally:
        if not line.ended and line.is_terminal:
            sys.stdout.write("\n")
