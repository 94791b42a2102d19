"""The small edition of ``make bench``: bounds so wide that a busy machine keeps them and a tenfold loss does not."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from portico.devstack.postgres import PostgresServer
from tests.bench.bench import Bench
from tests.bench.growing import steps
from tests.bench.stage import Stage
from tests.bench.worlds import Product
from tests.database import superuser_dsn

PREFIX = f"portico_bench_{os.environ.get('PYTEST_XDIST_WORKER', 'main').lower()}"
LENDERS = 30


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A run of the benchmark on the suite's server, in databases of this module's own."""
    folder, dsn = tmp_path_factory.mktemp("bench"), superuser_dsn()
    steps.begin(folder / "steps")
    server = PostgresServer(dsn, urlsplit(dsn).port or 5432, pid=0, log_file=folder / "server.log")
    with contextlib.ExitStack() as stop:
        yield Bench(Stage(folder, server, stop, prefix=PREFIX), rounds=3, lenders=LENDERS)
    _forget_databases(dsn)


@pytest.fixture(scope="module")
def fleet(bench: Bench) -> Product:
    """Thirty lenders."""
    return bench.product("fleet", LENDERS)


def test_the_accounts_list_takes_no_tenfold_of_what_it_may_against_a_bare_view(bench: Bench, fleet: Product) -> None:
    with fleet.serving() as web, bench.bare.serving() as bare_web:
        accounts, thing = fleet.browser(web), bench.bare.browser(bare_web)
        accounts.ask_often(20)
        thing.ask_often(20)
        rounds = [(median(accounts.ask_often(25)), median(thing.ask_often(25))) for _ in range(2)]
        accounts.close()
        thing.close()

    assert min(ours / theirs for ours, theirs in rounds) < 20


def test_a_new_lender_takes_no_tenfold_of_what_it_may_against_a_bare_insert(fleet: Product) -> None:
    fleet.worker.ask("time_inserts", count=5)

    lenders, inserts = fleet.worker.ask("time_lenders", count=5), fleet.worker.ask("time_inserts", count=20)

    # The suite's server does not wait for its disk, so that an INSERT costs a third of what it costs in the table.
    assert min(lenders) / median(inserts) < 150


def test_add_field_is_replayed_in_every_schema_and_not_done_again(bench: Bench, fleet: Product, tmp_path: Path) -> None:
    cold = median(fleet.worker.ask("time_schemas", count=3))
    steps.add_field(bench.stage.steps)

    fleet.migrate()

    report = json.loads((bench.stage.folder / "migrate.json").read_text(encoding="utf-8"))
    (step,) = report["steps"]
    assert (step["by_django"], step["by_django"] + step["replayed"]) == (1, report["schemas"])
    # Each takes a fraction of what it takes to make a schema, its share of Django's one run included.
    assert step["seconds"] / report["schemas"] < cold


def _forget_databases(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        like = [PREFIX + "\\_%"]
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", like).fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        names = [name for (name,) in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", like)]
        # The owners last: the memberships that they granted depend on them.
        owners = [name for name in names if name.endswith("_owner")]
        for group in ([name for name in names if name not in owners], owners):
            if group:
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.SQL(", ").join(map(sql.Identifier, group))))
