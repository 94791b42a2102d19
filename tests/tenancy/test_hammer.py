"""The wrong-lender hammer: threads, rollbacks and savepoints, and not one row of the other lender."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from portal_api.identity.models import User
from tenants.context import in_tenant
from tenants.models import Lender
from tests.cast import borrower
from tests.database import TwoLenders

THREADS = 8


@pytest.fixture
def marked(lenders: TwoLenders) -> Iterator[TwoLenders]:
    """One committed user per lender, named after it."""
    for lender in (lenders.alder, lenders.birch):
        with in_tenant(lender):
            borrower(f"marker@{lender.slug}.test", lender.slug)
    yield lenders
    for lender in (lenders.alder, lenders.birch):
        with in_tenant(lender):
            User.objects.filter(email__startswith="marker@").delete()


def names_seen() -> set[str]:
    return set(User.objects.filter(email__startswith="marker@").values_list("name", flat=True))


def one_visit(lender: Lender, dice: random.Random) -> set[str]:
    """Read in one of the ways that lose a position: plain, after a rollback, after a savepoint's rollback."""
    with in_tenant(lender):
        way = dice.randrange(4)
        if way == 0:
            return names_seen()
        if way == 1:
            try:
                with transaction.atomic():
                    names_seen()
                    raise ZeroDivisionError
            except ZeroDivisionError:
                return names_seen()
        if way == 2:
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        names_seen()
                        raise ZeroDivisionError
                except ZeroDivisionError:
                    return names_seen()
        with transaction.atomic():
            sid = transaction.savepoint()
            names_seen()
            transaction.savepoint_rollback(sid)
            return names_seen()


@pytest.mark.parametrize("rounds", [250, pytest.param(12_500, marks=[pytest.mark.nightly, pytest.mark.timeout(1800)])])
def test_threads_that_roll_back_never_see_another_lenders_rows(marked: TwoLenders, rounds: int) -> None:
    wrong: Counter[str] = Counter()
    reads: Counter[str] = Counter()

    def work(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _ in range(rounds):
                lender = dice.choice([marked.alder, marked.birch])
                seen = one_visit(lender, dice)
                reads[lender.slug] += 1
                if seen != {lender.slug}:
                    wrong[f"in {lender.slug} saw {sorted(seen)}"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert dict(wrong) == {}
    assert reads.total() == THREADS * rounds


def test_two_threads_inside_two_lenders_at_the_same_time_stay_apart(marked: TwoLenders) -> None:
    both_inside = threading.Barrier(2, timeout=10)
    seen: dict[str, set[str]] = {}

    def visit(lender: Lender) -> None:
        try:
            with in_tenant(lender):
                both_inside.wait()
                seen[lender.slug] = names_seen()
                both_inside.wait()
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=(lender,)) for lender in (marked.alder, marked.birch)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {"alder": {"alder"}, "birch": {"birch"}}
