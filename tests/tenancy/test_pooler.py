"""Poolers: what would mix lenders does not come up, and says what to set; what is safe does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from portico.databases import Pooler
from portico.devstack.pgbouncer import Mode
from tenants.backend import poolers
from tenants.backend.poolers import check_route_to_database
from tenants.context import in_tenant
from tenants.errors import UnsafePooler
from tests.database import TwoLenders
from tests.tenancy.routes import pooled, routed, url_of

CELERY = "from portico.celery import app; app.worker_main(['worker', '--pool', 'solo', '--loglevel', 'ERROR'])"
COMMAND = "import sys; sys.argv = ['portico', 'outbox']; from portico.cli import main; main()"


@pytest.fixture(autouse=True)
def forgets_what_was_probed(lenders: TwoLenders) -> Iterator[None]:
    """Each test stands for a new process."""
    poolers._probed.clear()
    yield
    poolers._probed.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test runs a pooler of its own."""
    return tmp_path / "pooler"


@contextmanager
def refused(url: str, *, pooler: Pooler, words: str) -> Iterator[None]:
    """Going there is refused in these words, twice: a second try finds no way round."""
    with routed(url, pooler=pooler):
        for _ in range(2):
            with pytest.raises(UnsafePooler, match=words):
                check_route_to_database()
        yield


def start(code: str, url: str, pooler: Pooler) -> tuple[int, str]:
    """Start a process of ours at this database; its exit status and the last line that it wrote of what is wrong."""
    told = {"DATABASE_URL": url, "PORTICO_POOLER": pooler, "DJANGO_SETTINGS_MODULE": "portico.settings_test"}
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, **told, "REDIS_URL": "memory://", "PORTICO_LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return ended.returncode, (ended.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    ("code", "before"),
    [("import portico.wsgi", "tenants.errors.UnsafePooler: "), (CELERY, ""), (COMMAND, "")],
    ids=["web", "worker", "command"],
)
def test_no_process_comes_up_behind_a_pooler_that_nobody_named(transaction_pooler: str, code: str, before: str) -> None:
    assert start(code, transaction_pooler, "none") == (1, before + poolers.BEHIND_ONE)


def test_no_process_comes_up_where_servers_are_shared_and_sessions_were_promised(transaction_pooler: str) -> None:
    status, said = start("import portico.wsgi", transaction_pooler, "session")

    assert (status, said) == (1, f"tenants.errors.UnsafePooler: {poolers.SHARED}")


@pytest.mark.parametrize("code", ["import portico.wsgi", COMMAND], ids=["web", "command"])
def test_a_process_comes_up_behind_a_pooler_whose_mode_is_named(transaction_pooler: str, code: str) -> None:
    assert start(code, transaction_pooler, "transaction") == (0, "")


def test_a_process_comes_up_while_the_database_is_away() -> None:
    assert start("import portico.wsgi", "postgresql://nobody:x@127.0.0.1:1/nowhere", "none") == (0, "")


def test_a_pooler_in_session_mode_is_taken_by_its_name_only(folder: Path, lenders: TwoLenders) -> None:
    with pooled(folder, mode="session", servers=3) as url:
        with refused(url, pooler="none", words="PORTICO_POOLER does not say so"):
            pass
        with routed(url, pooler="session"), in_tenant(lenders.alder), connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (lenders.alder.db_role,)


@pytest.mark.parametrize("servers", [1, 2, 5])
@pytest.mark.parametrize("in_turns", [False, True])
def test_shared_servers_are_found_however_the_pooler_hands_them_out(folder: Path, servers: int, in_turns: bool) -> None:
    with pooled(folder, mode="transaction", servers=servers, in_turns=in_turns) as url:
        warm_up(url, servers)
        with refused(url, pooler="session", words="hands one server to several clients"):
            pass


def warm_up(url: str, servers: int) -> None:
    """Have the pooler open all of its servers, so that a choice of them lies idle."""
    holding = [psycopg.connect(url) for _ in range(servers)]
    for one in holding:
        one.execute("SELECT 1")
    for one in holding:
        one.close()


@pytest.mark.parametrize(
    ("pooler", "words"), [("none", "does not say so"), ("session", "a server each"), ("transaction", "one server")]
)
def test_a_pooler_that_tears_transactions_apart_is_refused_in_every_mode(
    folder: Path, pooler: Pooler, words: str
) -> None:
    mode: Mode = "statement"
    with pooled(folder, mode=mode) as url, refused(url, pooler=pooler, words=words):
        pass


def test_nothing_is_read_through_a_refused_pooler_without_the_check_at_the_start_either(
    transaction_pooler: str, lenders: TwoLenders
) -> None:
    with (
        routed(transaction_pooler, pooler="none"),
        in_tenant(lenders.alder),
        pytest.raises(UnsafePooler, match="does not say so"),
    ):
        connections["default"].cursor()


def test_the_owner_refuses_every_pooler(folder: Path) -> None:
    owners = url_of("owner")
    with pooled(folder, mode="session") as url:
        by_pooler = owners.replace(owners.rpartition("@")[2], url.rpartition("@")[2])
        with (
            routed(by_pooler, pooler="none", alias="owner"),
            pytest.raises(UnsafePooler, match="DATABASE_OWNER_URL name PostgreSQL itself"),
        ):
            connections["owner"].cursor()
