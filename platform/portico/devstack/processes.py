"""Processes of this machine, looked at by number: a number alone may have been given to another program."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path


def command_of(pid: int) -> str:
    """Return the command line of process ``pid``, empty when there is none (or it has ended)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    except OSError:
        return ""
    shown = subprocess.run(  # noqa: S603 - a number, not a shell word
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - macOS has no /proc
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return shown.stdout.strip()


def read_pid(file: Path) -> int | None:
    """Return the number in ``file``, or None where there is no such file or number."""
    try:
        text = file.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return int(text) if text.isdigit() else None


def end(pid: int, words: str, *, seconds: float = 10) -> bool:
    """Ask process ``pid`` to end, then make it; only while its command line contains ``words``.

    Tells whether there was such a process.
    """
    if words not in command_of(pid):
        return False
    for wanted, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, wanted)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if words not in command_of(pid):
                return True
            time.sleep(0.05)
    return True


def end_child(process: subprocess.Popen[bytes], *, seconds: float) -> None:
    """Ask a process of our own to end, and after ``seconds`` make it; returns when it has."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
