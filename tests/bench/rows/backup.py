"""One lender's backup in a large fleet against the same in a small one."""

from __future__ import annotations

from ..bench import Bench, Row
from ..table import Outcome, Target, milliseconds, ratio_of_rounds

SMALL, EACH, PROFILED = 10, 2, 10


def at_a_thousand(bench: Bench) -> Outcome:
    """A backup of a lender in each of two databases in turn."""
    fleet, small = bench.product("fleet", bench.lenders), bench.product("ten", SMALL)
    ours, theirs = [], []
    for product in (fleet, small):
        product.worker.ask("time_backups", count=1)
    for _ in bench.each_round("Backups in the large and the small fleet"):
        ours.append(fleet.worker.ask("time_backups", count=EACH))
        theirs.append(small.worker.ask("time_backups", count=EACH))
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} at {len(fleet.hosts):,} lenders against {milliseconds(theirs)} at {SMALL}",
        spread=spread,
        how="tenants.backup.taking.back_up() of one lender: rows, keys and script into an encrypted file that is on "
        "the "
        f"disk when it ends. The lenders are of one size; {len(ours)} rounds of {EACH} each, each of another lender.",
        left=lambda: "\n".join(fleet.worker.ask("profile_backups", count=PROFILED)),
    )


ROWS = (Row("backup", "one-lender backup at 1,000 lenders against the same at 10", Target(2.0), at_a_thousand),)
