"""AddField and nothing at all over a fleet, against stock; and whether each further schema costs the same."""

from __future__ import annotations

import json
from statistics import median

from portico_kernel.progress import progress_bar

from ..bench import Bench, MigrationTimes, Row
from ..growing.steps import add_field
from ..table import Outcome, Target, show

SMALL, MIDDLE, LARGE = 10, 500, 3_000
STOCK_SMALL, STOCK, STOCK_WHOLE = 50, 200, 500
TIMES = 3
OURS_IS = "ours: “portico migrate” with one AddField pending on a small table of every lender's schema"
STOCK_IS = (
    "Stock: “migrate_schemas --tenant --executor standard” of django-tenants with its own backend and router, the same "
    "apps, tables and pending migration on the same server (tests/bench/stock); its schemas were made by our script, "
    "which stock takes no part in. No figure counts the start of Python and Django"
)


def add_field_against_stock(bench: Bench) -> Outcome:
    """AddField over a fleet as it grows, then over stock's schemas."""
    found = bench.migrated
    small, middle = _sizes(bench)
    for count in (small, middle):
        _measure_ours(bench, found, count)
    _measure_stock(bench, found)
    stock = max(found.stock_adds)
    ours_each, stock_each = found.work(middle) / middle, found.stock_adds[stock].work / stock
    growth = "; ".join(f"{show(t.work / n * 1000)} ms each at {n}" for n, t in sorted(found.stock_adds.items()))
    return Outcome(
        value=stock_each / ours_each,
        absolute=f"{show(ours_each * 1000)} ms a lender at {middle} ({show(found.work(middle))} s in all) against "
        f"{show(stock_each * 1000)} ms at {stock}",
        how=f"{OURS_IS[0].upper()}{OURS_IS[1:]}: the median of {TIMES} runs, all work divided by the number of "
        f"lenders. "
        f"{STOCK_IS}. Stock costs more for each the more there are ({growth}), so its figure at {stock} is the least "
        f"that it takes at {middle}.",
        left=lambda: _left(bench, adds=True),
    )


def no_op_against_stock(bench: Bench) -> Outcome:
    """Nothing to do, over the whole fleet."""
    found = bench.migrated
    if not found.stock_nothing:
        _measure_stock(bench, found)
    product = bench.product("fleet", bench.lenders)
    count = len(product.hosts)
    product.migrate()
    ours = [product.migrate() for _ in bench.each_round(f"Nothing to migrate in {count:,} schemas")]
    work, whole = median(timed.work for timed in ours), median(timed.whole for timed in ours)
    stock = max(found.stock_nothing)
    stock_each = found.stock_nothing[stock].work / stock
    return Outcome(
        value=stock_each * count / work,
        absolute=f"{show(work)} s ({show(whole)} s with the process's start) over {count:,} lenders against "
        f"{show(found.stock_nothing[stock].work)} s over {stock}, at least {show(stock_each * count)} s over {count:,}",
        how=f"“portico migrate” with nothing pending, the median of {len(ours)} runs. {STOCK_IS}. Stock's figure is "
        f"reckoned: what it took over {stock} schemas times {show(count / stock)}, though it grows faster than that.",
        left=lambda: _left(bench, adds=False),
    )


def flatness(bench: Bench) -> Outcome:
    """What each further schema costs in the large fleet, against the same in a middling one."""
    found = bench.migrated
    large = LARGE if bench.is_whole else bench.lenders
    small, middle = _sizes(bench)
    for count in (small, middle, large):
        _measure_ours(bench, found, count)
    early = (found.quickest(middle) - found.quickest(small)) / (middle - small)
    late = (found.quickest(large) - found.quickest(middle)) / (large - middle)
    totals = ", ".join(f"{show(found.quickest(n))} s at {n:,}" for n in sorted(found.ours))
    return Outcome(
        value=late / early,
        absolute=f"{show(late * 1000)} ms for each further lender from {middle:,} to {large:,}, "
        f"{show(early * 1000)} ms from {small} to {middle:,} ({totals})",
        how=f"The same AddField over the fleet as it grows: the quickest of {TIMES} runs at each size. What is "
        f"compared "
        f"is "
        "the slope, so that the work that is done once for all schemas makes no difference.",
        left=lambda: _left(bench, adds=True),
    )


def _sizes(bench: Bench) -> tuple[int, int]:
    """A small fleet, and one that is half of the large one or five hundred."""
    middle = min(MIDDLE, bench.lenders // 2)
    return min(SMALL, middle // 2), middle


def _measure_ours(bench: Bench, found: MigrationTimes, count: int) -> None:
    if count in found.ours:
        return
    product = bench.product("fleet", count)
    product.migrate()
    runs = []
    for _ in progress_bar(range(TIMES), f"AddField in {count:,} schemas"):
        add_field(bench.stage.steps)
        runs.append(product.migrate())
    found.ours[count] = runs


def _measure_stock(bench: Bench, found: MigrationTimes) -> None:
    for count in (STOCK_SMALL, STOCK_WHOLE if bench.is_whole else STOCK):
        # Both at the newest migration, so that the script and what stock has noted tell of the same tables.
        bench.fleet.migrate()
        bench.stock.migrate()
        bench.stock.grow_to(count, bench.fleet.worker.ask("script"))
        bench.stock.migrate()
        add_field(bench.stage.steps)
        for _ in progress_bar(range(1), f"AddField in {count} of stock's schemas"):
            found.stock_adds[count] = bench.stock.migrate()
        for _ in progress_bar(range(1), f"Nothing to migrate in {count} of stock's schemas"):
            found.stock_nothing[count] = bench.stock.migrate()


def _left(bench: Bench, *, adds: bool) -> str:
    """Where the time of one more run goes: each step as its report has it, and the profile of the main thread."""
    if adds:
        add_field(bench.stage.steps)
    done = bench.fleet.migrate(profiled=True)
    report = json.loads((bench.stage.folder / "migrate.json").read_text(encoding="utf-8"))
    steps = [
        f"  {show(step['seconds'])} s  {', '.join(step['migrations']) or 'rights'}: {step['by_django']} schemas by "
        f"Django, "
        f"{step['replayed']} replayed, {step['statements']} statements each"
        for step in report["steps"]
    ]
    sizes = [f"  {show(bench.migrated.work(n))} s over {n:,} schemas" for n in sorted(bench.migrated.ours)]
    return "\n".join(
        [
            "AddField by the size of the fleet:",
            *sizes,
            f"One more run, {show(done.work)} s, under the profiler "
            "(its threads, which replay, are not in the profile):",
            *steps,
            *done.lines,
        ]
    )


ROWS = (
    Row(
        "add_field",
        "AddField over 500 lenders, each, times faster than stock",
        Target(150, at_least=True),
        add_field_against_stock,
    ),
    Row(
        "no_op_migrate",
        "no-op migrate over 1,000 lenders, times faster than stock",
        Target(500, at_least=True),
        no_op_against_stock,
    ),
)
FLAT = Row(
    "add_field_flat", "AddField, each further lender in a large fleet against a small one", Target(1.5), flatness
)
