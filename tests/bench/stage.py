"""What the measuring stands on: one PostgreSQL, a database per world, and web servers that come and go."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portico.devstack import ports
from portico.devstack.database import DatabaseLogins, prepare_database
from portico.devstack.places import CLONE
from portico.devstack.postgres import PostgresServer
from portico.devstack.steps import StepFailed, run_logged, tail

from .worker import Worker

BASE_HOST = "bench.test"
SUPPORT_HOST = f"console.{BASE_HOST}"
READY_SECONDS = 60
# What the demo serves with (portico.demo.stack): under load each side has these.
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Web:
    """A web server that answers. ``host`` is the name of the site that is asked for by default."""

    port: int
    host: str
    pid: int


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds that a command took: its work alone, and the whole process with Python's and Django's start.

    ``lines`` say where the time went, where that was asked.
    """

    work: float
    whole: float
    lines: tuple[str, ...] = ()


class Stage:
    """The server and what was opened on it; everything is closed in the end."""

    def __init__(
        self, folder: Path, postgres: PostgresServer, stop: contextlib.ExitStack, *, prefix: str = "bench"
    ) -> None:
        self.folder = folder
        self.postgres = postgres
        self._prefix = prefix
        self._stop = stop
        self._logins: dict[str, DatabaseLogins] = {}

    @property
    def steps(self) -> Path:
        """The folder of the migrations that are written while the run goes on."""
        return self.folder / "steps"

    def database(self, name: str) -> DatabaseLogins:
        """The logins of database ``name``, which is made, empty, when it is first asked for."""
        if name not in self._logins:
            full = self.name_of(name)
            self._logins[name] = prepare_database(self.postgres.superuser_dsn, full, "owner", "app", fresh=True)
        return self._logins[name]

    def name_of(self, name: str) -> str:
        """What a database is called on the server, where others may have theirs."""
        return f"{self._prefix}_{name}"

    def superuser_dsn(self, name: str) -> str:
        """The superuser's address of a database, for what only PostgreSQL itself can tell."""
        return self.postgres.superuser_dsn.rsplit("/", 1)[0] + f"/{name}"

    def environment(self, name: str, settings: str, **more: str) -> dict[str, str]:
        """The environment of a program that uses a database. ``owner="1"`` also gives it the owner's login."""
        logins = self.database(name)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PORTICO_", "DATABASE_"))}
        with_owner = {"DATABASE_OWNER_URL": logins.owner_url} if more.pop("owner", "") else {}
        return {
            **kept,
            **with_owner,
            "DATABASE_URL": logins.app_url,
            "DJANGO_SETTINGS_MODULE": settings,
            "PORTICO_BASE_HOST": BASE_HOST,
            "PORTICO_SECRET_KEY": "the benchmark's key, which signs nothing that matters",
            "PORTICO_TLS": "false",
            "PORTICO_VAR": str(self.folder / "var" / name),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(self.steps), os.environ.get("PYTHONPATH")])),
            **more,
        }

    def worker(self, module: str, environment: Mapping[str, str]) -> Worker:
        """Start a process that answers questions."""
        made = Worker(module, environment, self.log(module))
        self._stop.callback(made.close)
        return made

    def timed(self, environment: Mapping[str, str], *words: str, profiled: bool = False) -> Timed:
        """Run one of Django's commands in a process of its own. Raises StepFailed."""
        out = self.folder / "timed.json"
        command = [sys.executable, "-m", "tests.bench.timed", str(out), "profiled" if profiled else "plain", *words]
        began = time.perf_counter()
        run_logged(command, self.log(words[0]), cwd=CLONE, environment=environment)
        told = json.loads(out.read_text(encoding="utf-8"))
        return Timed(work=told["work"], whole=time.perf_counter() - began, lines=tuple(told["lines"]))

    def log(self, name: str) -> Path:
        """Where a program writes what it says."""
        folder = self.folder / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    @contextlib.contextmanager
    def serving(
        self, application: str, environment: Mapping[str, str], *, host: str, ready: str = "/", under_load: bool = False
    ) -> Iterator[Web]:
        """Run Granian before an application until the block ends: one thread, or as under load."""
        port = ports.free_port()
        workers, threads = (WORKERS, THREADS) if under_load else (1, 1)
        words = [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", ports.LOOPBACK,
            "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads), application,
        ]  # fmt: skip
        log = self.log(application.partition(":")[0])
        with log.open("ab") as said:
            process = subprocess.Popen(
                words, cwd=CLONE, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        try:
            _wait(process, port, host, ready, log)
            yield Web(port, host, process.pid)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, host: str, path: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    status = 0
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path, headers={"Host": host})
            status = connection.getresponse().status
        connection.close()
        if 0 < status < 500:
            return
        time.sleep(0.02)
    answer = f"answers with {status}" if status else "does not answer"
    raise StepFailed(f"The web server {answer}.\n{tail(log)}")
