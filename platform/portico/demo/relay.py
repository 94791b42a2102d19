"""Run a command that shows its own progress bars: the bars to the terminal, its log lines to the log only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

LOG_LINE = re.compile(rb'\{"[^\r\n]*\}\r?\n')
LOG_LINE_BEGINS = b'{"'


def run_with_bars(command: Sequence[str | Path], log: Path, *, cwd: Path, environment: Mapping[str, str]) -> int:
    """Return the command's exit status. All that it says is in ``log``; we show it without its log lines.

    It gets a terminal of its own where we have one, so that it draws its bars.
    """
    ours, theirs = _terminal() if sys.stderr.isatty() else os.pipe()
    process = subprocess.Popen(  # noqa: S603 - the caller names our own command
        command, cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    waiting = b""
    with log.open("wb") as written, os.fdopen(ours, "rb", buffering=0) as said:
        for chunk in _chunks(said.fileno()):
            written.write(chunk)
            shown, waiting = without_log_lines(waiting + chunk)
            _show(shown)
    _show(waiting)
    return process.wait()


def without_log_lines(text: bytes) -> tuple[bytes, bytes]:
    """Return what of ``text`` is to be shown, and the beginning of a log line whose end is still to come."""
    left = LOG_LINE.sub(b"", text)
    begins = left.find(LOG_LINE_BEGINS)
    return (left, b"") if begins < 0 else (left[:begins], left[begins:])


def _terminal() -> tuple[int, int]:
    """A terminal as wide as ours."""
    ours, theirs = pty.openpty()
    with contextlib.suppress(OSError):
        size = fcntl.ioctl(sys.stderr.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
    return ours, theirs


def _chunks(source: int) -> Iterator[bytes]:
    # A terminal whose other side is closed is an error on Linux, and the end elsewhere.
    with contextlib.suppress(OSError):
        while chunk := os.read(source, 65_536):
            yield chunk


def _show(shown: bytes) -> None:
    sys.stderr.write(shown.decode(errors="replace"))
    sys.stderr.flush()
