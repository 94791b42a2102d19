"""A deployment of its own for the tests that break things: servers, a filled database, and its processes."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg

from portico.devstack import ports
from portico.devstack.database import DatabaseLogins
from portico.devstack.postgres import PostgresServer, postgres_server

ROOT = Path(__file__).resolve().parents[2]
ALDER = "alder.testserver"
DATABASE = "faults"
START_SECONDS = 60


class RestartablePostgres:
    """PostgreSQL in a folder of its own, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = contextlib.ExitStack()
        self.server = self._start(None)

    def restart(self) -> None:
        """Stop the server, which ends every connection, and start it again."""
        self.stop()
        self.server = self._start(self.server.port)

    def stop(self) -> None:
        """Stop the server."""
        self._running.close()

    def _start(self, port: int | None) -> PostgresServer:
        return self._running.enter_context(postgres_server(self._folder, port, fsync=False))


@dataclass(frozen=True)
class Answer:
    """What a web process answered, and how long it took."""

    status: int
    body: Any
    headers: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class Web:
    """A running web process; ``token`` is Ada's."""

    port: int
    token: str
    log: Path

    def ask(
        self, method: str, path: str, body: Any = None, *, host: str = ALDER, key: str = "", origin: str = ""
    ) -> Answer:
        """One request, as Ada's browser makes it at a lender's host."""
        headers = {"Host": host, "Content-Type": "application/json", "X-Portico": "1"}
        headers |= {"Cookie": f"portico_portal={self.token}"} if host == ALDER else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"Origin": origin} if origin else {}
        began = time.monotonic()
        connection = http.client.HTTPConnection(ports.LOOPBACK, self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            content = response.read()
        told = json.loads(content) if "json" in response.headers.get("Content-Type", "") else content.decode()
        return Answer(response.status, told, dict(response.headers), time.monotonic() - began)


@dataclass(frozen=True)
class Rounds:
    """A running worker without Celery."""

    process: subprocess.Popen[str]

    def begin(self, now: datetime) -> None:
        """Start a round and do not wait for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{now.isoformat()}\n")
        self.process.stdin.flush()

    def run(self, now: datetime) -> dict[str, int]:
        """One round of the outbox."""
        self.begin(now)
        assert self.process.stdout is not None
        told: dict[str, int] = json.loads(self.process.stdout.readline())
        return told


@dataclass(frozen=True)
class Deployment:
    """What its processes are started with, and what they leave behind."""

    postgres: RestartablePostgres
    logins: DatabaseLogins
    folder: Path
    facts: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a serving process: without the owner's login, and no Redis unless given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
        return kept | {
            "DATABASE_URL": self.logins.app_url,
            "DJANGO_SETTINGS_MODULE": "portico.settings",
            "PORTICO_BASE_HOST": "testserver",
            "PORTICO_TLS": "false",
            "PORTICO_SECRET_KEY": "the key of a deployment that is broken on purpose",
            "PORTICO_VAR": str(self.folder / "var"),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            **more,
        }

    def fill(self) -> None:
        """Migrate and put the cast on stage."""
        done = subprocess.run(
            program("stage"),
            cwd=ROOT,
            env=self.environment(DATABASE_OWNER_URL=self.logins.owner_url),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.facts.update(json.loads(done.stdout.splitlines()[-1]))

    def look(self, question: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Ask alder's tables and the public ones, past every role, as only the server's superuser can."""
        dsn = self.postgres.server.superuser_dsn.rsplit("/", 1)[0] + f"/{DATABASE}"
        with psycopg.connect(dsn) as connection:
            connection.execute(
                "SELECT set_config('search_path', schema_name || ', public', false) FROM tenants_lender"
                " WHERE slug = 'alder'"
            )
            return connection.execute(question, values).fetchall()

    @contextlib.contextmanager
    def web(self, name: str, **more: str) -> Iterator[Web]:
        """A web process for the length of the block; its log is ``name``.log."""
        port, log = ports.free_port(), self.folder / f"{name}.log"
        with self._running(program("web", str(port)), log, more):
            wait_until(lambda: ports.answers(port), log)
            yield Web(port, self.facts["token"], log)

    @contextlib.contextmanager
    def worker(self, name: str, **more: str) -> Iterator[Path]:
        """A Celery worker with its beat, for the length of the block; yields its log once it is ready."""
        log = self.folder / f"{name}.log"
        with self._running(program("worker", str(self.folder / f"{name}-schedule")), log, more):
            wait_until(lambda: "celery@" in log.read_text() and " ready." in log.read_text(), log)
            yield log

    @contextlib.contextmanager
    def rounds(self, name: str, **more: str) -> Iterator[Rounds]:
        """A worker that is told when to look, for the length of the block."""
        with self._running(program("rounds"), self.folder / f"{name}.log", more, stdout=subprocess.PIPE) as process:
            yield Rounds(process)

    @contextlib.contextmanager
    def _running(
        self, words: list[str], log: Path, more: Mapping[str, str], stdout: int | None = None
    ) -> Iterator[subprocess.Popen[str]]:
        errors: IO[str]
        with log.open("w") as errors:
            process = subprocess.Popen(
                words, cwd=ROOT, env=self.environment(**more), text=True,
                stdin=subprocess.PIPE, stdout=errors if stdout is None else stdout, stderr=errors,
            )  # fmt: skip
            try:
                yield process
            finally:
                end(process)


def program(name: str, *arguments: str) -> list[str]:
    """The command line of one of our programs."""
    return [sys.executable, "-m", f"tests.faults.programs.{name}", *arguments]


def end(process: subprocess.Popen[str]) -> None:
    """End a process, politely first; one that is gone already is fine."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def wait_until(happened: Callable[[], bool], log: Path, seconds: float = START_SECONDS) -> None:
    """Wait for something to happen; fails with what the log says."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} s:\n{log.read_text()[-4000:]}"
        time.sleep(0.05)
