"""The wrong-lender hammer of tests/tenancy, on two lenders of a measured database."""

from __future__ import annotations

from typing import Any

import django

django.setup()

from portico_kernel.actor import Actor  # noqa: E402  # django.setup() comes first
from tenants.context import in_platform, in_tenant  # noqa: E402
from tenants.models import Lender  # noqa: E402
from tests.bench.worker import answer_questions  # noqa: E402
from tests.cast import borrower  # noqa: E402
from tests.database import TwoLenders  # noqa: E402
from tests.tenancy.test_hammer import hammer  # noqa: E402


def mark() -> None:
    """Put a user into each of two lenders that is named after it."""
    for lender in _two():
        with in_tenant(lender):
            borrower(f"marker@{lender.slug}.test", lender.slug)


def read(count: int) -> dict[str, Any]:
    """Read so often, in eight threads that go in and out of both; tell how many reads there were and what was wrong."""
    tally = hammer(TwoLenders(*_two()), count)
    return {"reads": tally.reads.total(), "wrong": tally.wrong.total()}


def _two() -> list[Lender]:
    with in_platform(Actor.system("make bench"), "look at two lenders"):
        return list(Lender.objects.order_by("slug")[:2])


if __name__ == "__main__":
    answer_questions({"mark": mark, "read": read})
