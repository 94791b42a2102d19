"""PgBouncer on the loopback address, before a PostgreSQL of ours: for tests and benchmarks behind a pooler."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from portico.devstack import ports, processes
from portico.devstack.debian import program
from portico.devstack.errors import DevstackError
from portico.devstack.places import data_home, runner

START_SECONDS = 15
STOP_SECONDS = 10
Mode = Literal["session", "transaction", "statement"]
SETTINGS = """[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = {loopback}
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
logfile = {log}
pool_mode = {mode}
default_pool_size = {servers}
max_client_conn = 200
query_wait_timeout = 30
server_round_robin = {turns}
"""


@dataclass(frozen=True)
class PgBouncer:
    """A running pooler."""

    port: int
    pid: int
    log_file: Path

    def before(self, url: str) -> str:
        """The same database and login as in ``url``, by way of the pooler."""
        parts = urlsplit(url)
        login = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{login}@{ports.LOOPBACK}:{self.port}").geturl()


@contextlib.contextmanager
def pgbouncer(
    folder: Path, urls: Iterable[str], *, mode: Mode, servers: int = 2, in_turns: bool = False
) -> Iterator[PgBouncer]:
    """Run PgBouncer before the server of ``urls``, for the logins in them, until the block ends.

    There are few ``servers`` for each login, so that clients share them; ``in_turns`` hands them out round
    robin. A pooler that an earlier run left behind is stopped first. Raises DevstackError.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _stop(folder)
    user = runner()
    home = data_home(folder, user)  # it refuses to run as root, as PostgreSQL does
    user.give(home)
    number = ports.claim(None)
    log_file = home / "pgbouncer.log"
    config = _write_config(home, list(urls), number, mode, servers, in_turns)
    process = subprocess.Popen(  # noqa: S603 - a program that was found or installed
        [program("pgbouncer"), "-q", config],
        cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, **user.popen_arguments(),
    )  # fmt: skip
    _pid_file(folder).write_text(str(process.pid), encoding="ascii")
    try:
        _wait_until_it_answers(process, number, log_file)
        yield PgBouncer(number, process.pid, log_file)
    finally:
        processes.end_child(process, seconds=STOP_SECONDS)
        _pid_file(folder).unlink(missing_ok=True)


def _write_config(home: Path, urls: list[str], listen: int, mode: Mode, servers: int, in_turns: bool) -> Path:
    user = runner()
    users, config = home / "users.txt", home / "pgbouncer.ini"
    logins = {(unquote(p.username or ""), unquote(p.password or "")) for p in map(urlsplit, urls)}
    # In plain words: PgBouncer has to sign in to PostgreSQL with them as well.
    for file in (users, config):
        file.touch(mode=0o600)
        user.give(file)
    users.write_text("".join(f'"{name}" "{password}"\n' for name, password in sorted(logins)), encoding="utf-8")
    server = urlsplit(urls[0])
    config.write_text(
        SETTINGS.format(
            host=server.hostname,
            port=server.port,
            loopback=ports.LOOPBACK,
            listen=listen,
            users=users,
            log=home / "pgbouncer.log",
            mode=mode,
            servers=servers,
            turns=int(in_turns),
        ),
        encoding="utf-8",
    )
    return config


def _pid_file(folder: Path) -> Path:
    return folder / "pgbouncer.pid"


def _stop(folder: Path) -> None:
    pid = processes.read_pid(_pid_file(folder))
    if pid is not None:
        processes.end(pid, "pgbouncer", seconds=STOP_SECONDS)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log_file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ports.answers(port):
            return
        time.sleep(0.05)
    said = log_file.read_text(errors="replace").splitlines()[-10:] if log_file.exists() else ["(it wrote none)"]
    raise DevstackError("\n".join([f"PgBouncer did not start. Its log ({log_file}):", *said]))
