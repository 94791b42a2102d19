"""PostgreSQL from its wheel: started, found again, recovered."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portico.devstack import ports
from portico.devstack.errors import PortBusy
from portico.devstack.postgres import postgres_server, stop_postgres


def _ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_keeps_its_data_between_two_starts(folder: Path) -> None:
    with postgres_server(folder) as first, psycopg.connect(first.superuser_dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    with postgres_server(folder) as second:
        assert _ask(second.superuser_dsn, "SELECT answer FROM kept") == 42

    assert not ports.answers(second.port)


def test_writes_safely_unless_told_that_the_data_is_a_tests(folder: Path) -> None:
    with postgres_server(folder) as safe:
        assert _ask(safe.superuser_dsn, "SHOW fsync") == "on"

    with postgres_server(folder, fsync=False) as fast:
        assert _ask(fast.superuser_dsn, "SHOW fsync") == "off"


def test_recovers_what_was_committed_before_it_was_killed(folder: Path) -> None:
    with postgres_server(folder) as killed:
        with psycopg.connect(killed.superuser_dsn) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS answer")
        os.kill(killed.pid, signal.SIGKILL)

        with postgres_server(folder) as recovered:
            assert _ask(recovered.superuser_dsn, "SELECT answer FROM kept") == 7


def test_starts_though_a_stale_file_names_a_process_of_somebody_else(folder: Path) -> None:
    with postgres_server(folder) as first:
        data = Path(str(_ask(first.superuser_dsn, "SHOW data_directory")))
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n", encoding="ascii")

    with postgres_server(folder) as second:
        assert _ask(second.superuser_dsn, "SELECT 1") == 1


def test_takes_over_from_a_server_that_nobody_stopped(folder: Path) -> None:
    leave_behind = (
        "import os, sys; from pathlib import Path; from portico.devstack.postgres import postgres_server\n"
        "left = postgres_server(Path(sys.argv[1])); print(left.__enter__().port, flush=True); os._exit(9)"
    )
    left = subprocess.run([sys.executable, "-c", leave_behind, folder], capture_output=True, text=True, check=False)

    assert ports.answers(int(left.stdout))
    with postgres_server(folder) as server:
        assert not ports.answers(int(left.stdout))
        assert _ask(server.superuser_dsn, "SELECT 1") == 1
    assert not stop_postgres(folder)


def test_says_that_a_port_is_busy_and_leaves_its_owner_alone(folder: Path) -> None:
    with postgres_server(folder / "one") as first:
        with pytest.raises(PortBusy, match=str(first.port)), postgres_server(folder / "two", first.port):
            pytest.fail("it started on a port that was taken")

        assert _ask(first.superuser_dsn, "SELECT 1") == 1


def test_listens_on_the_loopback_address_only_and_has_no_unix_socket(folder: Path) -> None:
    with postgres_server(folder) as server:
        assert _ask(server.superuser_dsn, "SHOW listen_addresses") == "127.0.0.1"
        assert _ask(server.superuser_dsn, "SHOW unix_socket_directories") == ""


def test_two_processes_share_one_test_server_and_the_last_stops_it(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from portico.devstack.postgres import ensure_test_postgres\n"
        "print(ensure_test_postgres(Path(sys.argv[1])), flush=True); sys.stdin.read()"
    )
    with _waiting_program(program, folder) as (first, address), _waiting_program(program, folder) as (_, again):
        first.communicate()

        assert again == address
        assert _ask(again, "SHOW max_connections") == "200"
    assert not stop_postgres(folder)


@contextlib.contextmanager
def _waiting_program(program: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A Python program that has printed its first line and waits until its input ends."""
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
