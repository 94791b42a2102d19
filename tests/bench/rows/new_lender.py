"""A new lender from the pool against a bare INSERT, and a schema made cold against stock's."""

from __future__ import annotations

from ..bench import Bench, Row
from ..table import Outcome, Target, milliseconds, ratio_of_rounds

OFTEN, COLD, PROFILED = 10, 3, 20


def from_the_pool(bench: Bench) -> Outcome:
    """Lenders and bare INSERTs, a handful of each in turn, over the same connection."""
    worker = bench.product("pool", 1).worker
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    worker.ask("time_inserts", count=OFTEN)
    for _ in bench.each_round("New lender and bare INSERT"):
        ours.append(worker.ask("time_lenders", count=OFTEN))
        theirs.append(worker.ask("time_inserts", count=OFTEN))
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} against {milliseconds(theirs)}",
        spread=spread,
        how="provision_lender() with a spare schema at hand: lender, site, host, audit row, epoch and configuration, "
        "committed. Against it INSERT of one row into a table of two columns, in a transaction of its own, through "
        f"Django's cursor on the same connection. {len(ours)} rounds of {OFTEN} each; both wait for the disk.",
        left=lambda: "\n".join(worker.ask("profile_lenders", count=PROFILED)),
    )


def made_cold(bench: Bench) -> Outcome:
    """A schema of ours and one of stock's in turn."""
    worker = bench.product("pool", 1).worker
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    bench.stock.create(1)
    worker.ask("time_schemas", count=1)
    for _ in bench.each_round("A schema made by us and by stock"):
        ours.append(worker.ask("time_schemas", count=COLD))
        theirs.append(bench.stock.create(COLD))
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} against {milliseconds(theirs)}",
        spread=spread,
        how="tenants.fleet.scripts.make_schema(): role, memberships, schema, tables, rights and the row that notes it, "
        "committed. Against it TenantMixin.create_schema() of django-tenants with its own backend and router "
        "(tests/bench/stock) and the same apps on the same server, which makes no role and grants nothing. "
        f"{len(ours)} rounds of {COLD} each.",
        left=lambda: "\n".join(worker.ask("profile_schemas", count=PROFILED)),
    )


ROWS = (
    Row("new_lender", "new lender from the pool against one bare INSERT", Target(10.0), from_the_pool),
    Row("cold_schema", "a schema made cold, role and grants included, against stock's create", Target(0.25), made_cold),
)
