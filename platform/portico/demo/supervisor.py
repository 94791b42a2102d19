"""Keeps the demo's programs running: started again with growing patience, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from portico.devstack import processes
from portico.devstack.errors import DevstackError

STOP_SECONDS = 15.0
LONGEST_WAIT = 30.0
STEADY_AFTER = 60.0
"""A program that ran this long has recovered: its next fall is a first one again."""


@dataclass(frozen=True)
class Program:
    """One program of the demo; ``words`` is its command line."""

    name: str
    words: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)


class Patience:
    """How long to wait before starting again: one second, two, four, up to half a minute."""

    def __init__(self) -> None:
        self._falls = 0
        self._began = 0.0

    def started(self, now: float) -> None:
        self._began = now

    def next_start(self, now: float) -> float:
        """Note a fall at ``now`` and return when to start again."""
        self._falls = 1 if now - self._began >= STEADY_AFTER else self._falls + 1
        return now + min(2.0 ** (self._falls - 1), LONGEST_WAIT)


class Child:
    """A program that is to be running."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._patience = Patience()
        self._start_at: float | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self, now: float) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches the supervisor alone."""
        self._start_at = None
        self._patience.started(now)
        with self.program.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self.program.words, env={**self.program.environment}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def tend(self, now: float) -> str | None:
        """Start it again where it fell and its time has come; return a sentence when something happened."""
        if self._process is None or self._process.poll() is None:
            return None
        if self._start_at is None:
            _signal_group(self._process.pid, signal.SIGKILL)
            self._start_at = self._patience.next_start(now)
            return (
                f"{self.program.name} ended with {self._process.returncode}; it starts again in "
                f"{self._start_at - now:.0f} s. Its log: {self.program.log}"
            )
        if now < self._start_at:
            return None
        self.start(now)
        return f"{self.program.name} was started again."

    def ask_to_stop(self) -> None:
        """Ask the leader only: a worker's own children must finish what they have in hand."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_until_stopped(self, deadline: float) -> None:
        """Wait until ``deadline`` on the monotonic clock, then end it and whatever it left behind."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.1, deadline - time.monotonic()))
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()


class HasProcess(Protocol):
    """A server that somebody started."""

    @property
    def pid(self) -> int: ...

    @property
    def port(self) -> int: ...


S = TypeVar("S", bound=HasProcess)


class KeptServer(Generic[S]):
    """PostgreSQL or Valkey: opened as a block, opened again on the same port when its process is gone."""

    def __init__(self, name: str, opener: Callable[[int | None], AbstractContextManager[S]]) -> None:
        self.name = name
        self._opener = opener
        self._patience = Patience()
        self._start_at: float | None = None
        self._block = opener(None)
        self.server = self._block.__enter__()
        self._patience.started(time.monotonic())

    @property
    def pid(self) -> int:
        return self.server.pid

    def tend(self, now: float) -> str | None:
        """Open it again where its process is gone; return a sentence when something happened."""
        if processes.command_of(self.server.pid):
            return None
        if self._start_at is None:
            self.close()
            self._start_at = self._patience.next_start(now)
            return f"{self.name} is gone; it starts again in {self._start_at - now:.0f} s."
        if now < self._start_at:
            return None
        try:
            self._block = self._opener(self.server.port)
            self.server = self._block.__enter__()
        except DevstackError as error:
            self._start_at = self._patience.next_start(now)
            return f"{self.name} did not start: {error}"
        self._start_at = None
        self._patience.started(now)
        return f"{self.name} was started again."

    def close(self) -> None:
        """Stop it."""
        self._block.__exit__(None, None, None)


def stop_all(children: Iterable[Child], *, seconds: float = STOP_SECONDS) -> None:
    """Stop all of them at once, by force after ``seconds``."""
    stopping = list(children)
    for child in stopping:
        child.ask_to_stop()
    deadline = time.monotonic() + seconds
    for child in stopping:
        child.wait_until_stopped(deadline)


def end_leftovers(pids: Mapping[str, int], words: str) -> None:
    """End the programs of a demo that was killed, where ``words`` are still in their command line."""
    for pid in pids.values():
        if words in processes.command_of(pid):
            _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, wanted: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, wanted)
