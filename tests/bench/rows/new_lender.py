"""A new lender from the pool against a bare INSERT, and a schema made cold against stock's."""

from __future__ import annotations

from ..bench import Bench, Row
from ..table import Outcome, Target, milliseconds, ratio_of_rounds

OFTEN = 10


def from_the_pool(bench: Bench) -> Outcome:
    """Lenders and bare INSERTs, a handful of each in turn, over the same connection."""
    worker = bench.product("one", 1).worker
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
    )


ROWS = (Row("new_lender", "new lender from the pool against one bare INSERT", Target(10.0), from_the_pool),)
