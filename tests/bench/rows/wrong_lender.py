"""Reads that gave another lender's row: none, whatever rolls back and whatever pooler stands between."""

from __future__ import annotations

import functools

from portico.devstack.pgbouncer import pgbouncer

from ..bench import Bench, Row
from ..table import Outcome, Target
from ..worker import Worker

READS, READS_WHOLE, AT_ONCE = 100_000, 1_000_000, 10_000
MODULE = "tests.bench.product.hammering"


def straight(bench: Bench) -> Outcome:
    """Without a pooler."""
    return _outcome(bench, _worker(bench, {}), "straight to PostgreSQL")


def behind_a_pooler(bench: Bench) -> Outcome:
    """Behind PgBouncer in transaction mode, with fewer servers than threads."""
    url = bench.stage.database(bench.product("pair", 2).name).app_url
    with pgbouncer(bench.stage.folder / "pgbouncer", [url], mode="transaction") as pooler:
        more = {"DATABASE_URL": pooler.before(url), "PORTICO_POOLER": "transaction"}
        worker = _worker(bench, more)
        try:
            return _outcome(bench, worker, "behind PgBouncer in transaction mode, whose two servers the threads share")
        finally:
            worker.close()


def _worker(bench: Bench, more: dict[str, str]) -> Worker:
    product = bench.product("pair", 2)
    return bench.stage.worker(MODULE, product.serving_environment | more)


def _outcome(bench: Bench, worker: Worker, way: str) -> Outcome:
    _mark(bench)
    wanted = READS_WHOLE if bench.is_whole else READS
    told = [worker.ask("read", count=AT_ONCE) for _ in bench.each_round(f"Reads {way[:20]}", wanted // AT_ONCE)]
    reads, wrong = sum(part["reads"] for part in told), sum(part["wrong"] for part in told)
    return Outcome(
        value=float(wrong),
        absolute=f"{wrong} of {reads:,} reads",
        how=f"Eight threads go in and out of two lenders and read in ways that lose a position: plain, after a "
        f"rollback, "
        f"after a savepoint's rollback (tests/tenancy/test_hammer.py), {way}. That the same hammer sees wrong rows "
        "where nothing prevents it is a test beside it.",
        left=lambda: 'Each wrong read is a leak: make test ARGS="-k hammer" says which way gave it.',
    )


@functools.cache
def _mark(bench: Bench) -> None:
    worker = _worker(bench, {})
    worker.ask("mark")
    worker.close()


ROWS = (
    Row("wrong_lender", "wrong-lender reads, 8 threads with rollbacks", Target(0, unit="wrong"), straight),
    Row(
        "wrong_lender_pooled", "the same behind PgBouncer in transaction mode", Target(0, unit="wrong"), behind_a_pooler
    ),
)
