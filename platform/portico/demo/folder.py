"""Where the demo keeps its things: all of it below ``var/demo``, so that a reset removes that and no more."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portico.devstack.places import forget_data

OURS = ("PORTICO_", "DATABASE_", "REDIS_", "DJANGO_")


class AlreadyRunning(Exception):
    """Another process holds this demo; ``pid`` is its number, where it is known."""

    def __init__(self, pid: int | None) -> None:
        self.pid = pid
        super().__init__(f"The demo runs already, as process {pid}.")


@dataclass(frozen=True)
class DemoFolder:
    """``var`` of a clone, as the demo sees it."""

    var: Path

    @property
    def root(self) -> Path:
        return self.var / "demo"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def postgres(self) -> Path:
        return self.root / "servers" / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "servers" / "valkey"

    @property
    def summary(self) -> Path:
        return self.var / "demo.json"

    def make(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.log, self.run, self.root / "secrets"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.root / "secrets").chmod(0o700)

    def secret(self, name: str) -> str:
        """Return a secret made once, kept in a file that only its owner may read."""
        file = self.root / "secrets" / name
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
                written.write(secrets.token_urlsafe(48))
            fresh.rename(file)
        return file.read_text(encoding="ascii")

    def keep_environment(self, environment: Mapping[str, str]) -> None:
        """Keep what ``portico`` needs to act in the running demo, for its owner's eyes only."""
        ours = {name: value for name, value in environment.items() if name.startswith(OURS)}
        file = self.root / "environment.json"
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            json.dump(ours, written, indent=1)

    def forget(self) -> None:
        """Remove the demo's data; nothing of it may be running."""
        forget_data(self.postgres)
        shutil.rmtree(self.root, ignore_errors=True)
        self.summary.unlink(missing_ok=True)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Be the only demo of this clone while the block runs. Raises AlreadyRunning."""
        self.var.mkdir(exist_ok=True)
        with (self.var / "demo.lock").open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                text = lock.read().strip()
                raise AlreadyRunning(int(text) if text.isdigit() else None) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield
            lock.truncate(0)

    def write_summary(self, summary: dict[str, Any]) -> None:
        """Put ``var/demo.json`` in place at once, so that a reader never sees half of it."""
        fresh = self.summary.with_suffix(".new")
        fresh.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        fresh.rename(self.summary)

    def read_summary(self) -> dict[str, Any]:
        """Return what ``var/demo.json`` says; nothing where there is none."""
        try:
            found: dict[str, Any] = json.loads(self.summary.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found
