"""An ordinary DRF endpoint against the same without tenancy."""

from __future__ import annotations

from ..bench import Bench, Row
from ..http import Browser
from ..product import COOKIE
from ..table import Outcome, Target, milliseconds, ratio_of_rounds
from ..worlds import Untenanted

WARM, OFTEN = 50, 200


def against_untenanted(bench: Bench) -> Outcome:
    """Both servers run with one thread; each round asks one, then the other."""
    product = bench.product("one", 1)
    path = f"/api/v1/accounts/{product.first['account']}/transactions"
    ours, theirs = [], []
    with product.serving() as web, Untenanted(product).serving() as plain_web:
        with_tenancy, without = product.browser(web, path), Browser(plain_web, path, cookie=COOKIE)
        with_tenancy.ask_often(WARM)
        without.ask_often(WARM)
        for _ in bench.each_round("Plain endpoint with and without tenancy"):
            ours.append(with_tenancy.ask_often(OFTEN))
            theirs.append(without.ask_often(OFTEN))
        with_tenancy.close()
        without.close()
    ratio, spread = ratio_of_rounds(ours, theirs)
    return Outcome(
        value=ratio,
        absolute=f"{milliseconds(ours)} against {milliseconds(theirs)}",
        spread=spread,
        how="GET /api/v1/accounts/{id}/transactions with six lines: an ordinary APIView with an input and an output "
        "serializer and a handful of queries, none of them tuned for this table. Without tenancy: the same code, "
        "middleware and settings on Django's own PostgreSQL backend (tests/bench/untenanted), connected once for all "
        "in a lender's schema and role, so that tables, rows and rights are the same; no look-up of the host, no "
        f"epoch, no door, no router. {len(ours)} rounds of {OFTEN} requests each way, one thread each. "
        "Below 1, our backend's own cursor saves more against Django's than tenancy costs.",
        left=lambda: product.profile(path),
    )


ROWS = (
    Row("plain_endpoint", "an ordinary DRF endpoint against the same without tenancy", Target(1.1), against_untenanted),
)
