"""What a thousand lenders do to a warm request, and to the first ten seconds after a start."""

from __future__ import annotations

import random
from statistics import median

from ..bench import Bench, Row
from ..load import CONNECTIONS, requests_per_second_of_many
from ..product import COOKIE
from ..stage import THREADS, WORKERS
from ..table import Outcome, Target, milliseconds, ratio_of_rounds, show
from ..worlds import ACCOUNTS, Product

LAPS, OFTEN = 2, 500
FIRST_SECONDS = 10
STARTS = 3


def warm_median(bench: Bench) -> Outcome:
    """One server before a fleet and one before a single lender, asked in turn."""
    fleet, alone = bench.product("fleet", bench.lenders), bench.product("one", 1)
    hosts = _shuffled(fleet)
    ours, theirs = [], []
    with fleet.serving() as web, alone.serving() as single_web:
        many, one = fleet.browser(web, hosts=hosts), alone.browser(single_web)
        for _ in bench.each_round(f"Warming {len(hosts):,} lenders", LAPS):
            many.ask_often(len(hosts))
        one.ask_often(OFTEN)
        for _ in bench.each_round(f"Warm requests at {len(hosts):,} lenders and at one"):
            ours.append(many.ask_often(OFTEN))
            theirs.append(one.ask_often(OFTEN))
        many.close()
        one.close()
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} at {len(hosts):,} lenders against {milliseconds(theirs)} at one",
        spread=spread,
        how=f"The accounts list of {len(hosts):,} lenders in turn, after {LAPS} rounds through all of them, against "
        f"that "
        "of the only lender of another database on the same server; a server of one thread before each. "
        f"{len(ours)} rounds of {OFTEN} requests each way.",
        left=fleet.profile,
    )


def first_seconds(bench: Bench) -> Outcome:
    """Both servers are started anew each time."""
    fleet, alone = bench.product("fleet", bench.lenders), bench.product("one", 1)
    ours, theirs = [], []
    for _ in bench.each_round("The first ten seconds after a start", min(STARTS, bench.rounds)):
        ours.append(_after_start(bench, fleet, _shuffled(fleet)))
        theirs.append(_after_start(bench, alone, alone.hosts[:1]))
    shares = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Outcome(
        value=median(shares),
        absolute=f"{show(median(ours))} requests a second at {len(fleet.hosts):,} lenders against "
        f"{show(median(theirs))} at one",
        spread=(min(shares), max(shares)),
        how=f"A new server each time, with the demo's {WORKERS} processes of {THREADS} threads, from the moment that "
        f"the "
        f"support console's page answers; no lender has been asked for by then. wrk with {CONNECTIONS} connections "
        f"asks "
        f"for the accounts list of {len(fleet.hosts):,} lenders in a shuffled order for {FIRST_SECONDS} s, then the "
        f"same "
        f"at one lender; {len(ours)} starts each.",
        left=fleet.profile_first,
    )


def _after_start(bench: Bench, product: Product, hosts: list[str]) -> float:
    script = bench.stage.folder / "hosts.lua"
    with product.serving(under_load=True) as web:
        return requests_per_second_of_many(
            web, ACCOUNTS, hosts=hosts, cookie=COOKIE, seconds=FIRST_SECONDS, script=script
        )


def _shuffled(product: Product) -> list[str]:
    hosts = list(product.hosts)
    random.Random(3).shuffle(hosts)
    return hosts


ROWS = (
    Row("warm_median", "warm median at 1,000 lenders against one", Target(1.2), warm_median),
    Row(
        "first_seconds",
        "requests a second in the first 10 s after a start, 1,000 lenders against one",
        Target(0.6, at_least=True, unit=""),
        first_seconds,
    ),
)
