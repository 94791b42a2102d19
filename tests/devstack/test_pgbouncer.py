"""PgBouncer before a PostgreSQL of ours."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from portico.devstack import ports
from portico.devstack.errors import DevstackError
from portico.devstack.pgbouncer import pgbouncer
from tests.database import superuser_dsn


def test_clients_share_few_servers_while_the_block_lasts(folder: Path) -> None:
    url = superuser_dsn()
    servers = set()
    with (
        pgbouncer(folder, [url], mode="transaction", servers=1) as pooler,
        psycopg.connect(pooler.before(url)) as one,
        psycopg.connect(pooler.before(url)) as other,
    ):
        for client in (one, other):
            servers.update(client.execute("SELECT pg_backend_pid()").fetchall())
            client.commit()

    assert len(servers) == 1
    assert not ports.answers(pooler.port)


def test_says_what_is_wrong_when_it_does_not_start(folder: Path) -> None:
    with (
        pytest.raises(DevstackError, match="PgBouncer did not start"),
        pgbouncer(folder, [superuser_dsn()], mode="sharing"),  # type: ignore[arg-type]
    ):
        pytest.fail("it started in a mode that there is not")


def test_two_of_them_do_not_meet(folder: Path) -> None:
    url = superuser_dsn()
    with (
        pgbouncer(folder / "one", [url], mode="session") as one,
        pgbouncer(folder / "two", [url], mode="transaction") as two,
    ):
        assert [ports.answers(one.port), ports.answers(two.port)] == [True, True]
