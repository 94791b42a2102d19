"""The accounts list of a signed-in borrower against a bare Django view with one query."""

from __future__ import annotations

from statistics import median

from ..bench import Bench, Row
from ..load import CONNECTIONS, requests_per_second
from ..product import COOKIE
from ..stage import THREADS, WORKERS
from ..table import Outcome, Target, milliseconds, ratio_of_rounds, show
from ..worlds import ACCOUNTS

WARM, OFTEN = 50, 200
SECONDS = 4
BARE_IS = (
    "The bare view is a Django project of its own (tests/bench/bare): no middleware, one ORM query of one row by "
    "its key, JsonResponse, a connection that stays open, the same PostgreSQL and the same Granian options."
)
LIST_IS = (
    "The accounts list is GET /api/v1/accounts of a borrower with three accounts, cookie and all: host to lender, "
    "section, token, query, serializer, headers and the request log."
)


def median_against_bare(bench: Bench) -> Outcome:
    """Both servers run with one thread; each round asks one, then the other, over one open connection."""
    product = bench.product("one", 1)
    ours, theirs = [], []
    with product.serving() as web, bench.bare.serving() as bare_web:
        list_page, thing = product.browser(web), bench.bare.browser(bare_web)
        list_page.ask_often(WARM)
        thing.ask_often(WARM)
        for _ in bench.each_round("Accounts list and bare view"):
            ours.append(list_page.ask_often(OFTEN))
            theirs.append(thing.ask_often(OFTEN))
        list_page.close()
        thing.close()
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} against {milliseconds(theirs)}",
        spread=spread,
        how=f"{LIST_IS} {BARE_IS} One process with one thread each. {len(ours)} rounds of {OFTEN} requests each way, "
        "one after the other over one open connection, warmed up; the figure is the median of the rounds' ratios.",
        left=product.profile,
    )


def throughput_against_bare(bench: Bench) -> Outcome:
    """Each round loads one server, then the other, with wrk."""
    product = bench.product("one", 1)
    ours, theirs = [], []
    with product.serving(under_load=True) as web, bench.bare.serving(under_load=True) as bare_web:
        requests_per_second(web, ACCOUNTS, seconds=1, headers={"Cookie": COOKIE})
        requests_per_second(bare_web, bench.bare.path, seconds=1)
        for _ in bench.each_round("Accounts list and bare view under load"):
            ours.append(requests_per_second(web, ACCOUNTS, seconds=SECONDS, headers={"Cookie": COOKIE}))
            theirs.append(requests_per_second(bare_web, bench.bare.path, seconds=SECONDS))
    shares = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Outcome(
        value=median(shares),
        absolute=f"{show(median(ours))} against {show(median(theirs))} requests a second",
        spread=(min(shares), max(shares)),
        how=f"The same two, each with the demo's {WORKERS} processes of {THREADS} threads, under wrk with "
        f"{CONNECTIONS} connections for {SECONDS} s each way in {len(ours)} rounds. wrk and PostgreSQL share the "
        "processors with them.",
        left=product.profile,
    )


ROWS = (
    Row("accounts_list", "accounts list, median against a bare view", Target(2.0), median_against_bare),
    Row(
        "accounts_list_load",
        "accounts list under load, share of the bare view's requests a second",
        Target(0.6, at_least=True, unit=""),
        throughput_against_bare,
    ),
)
