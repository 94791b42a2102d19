"""The wrong-lender hammer: threads, rollbacks and savepoints, and not one row of the other lender."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from django.db import DatabaseError, connection, transaction

from portal_api.identity.models import User
from portico.databases import Pooler
from tenants.backend import base
from tenants.context import in_tenant
from tenants.models import Lender
from tests.cast import borrower
from tests.database import TwoLenders
from tests.tenancy.routes import pooled, routed, url_of

THREADS = 8
NIGHTLY = [pytest.mark.nightly, pytest.mark.timeout(7200)]


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


def names_seen() -> str:
    """The marker that one read finds; by the ORM, whose every statement takes the same way, it would take longer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(name, ' and ') FROM identity_user WHERE email LIKE 'marker@%'")
        (names,) = cursor.fetchone()
    return str(names)


def one_visit(lender: Lender, dice: random.Random) -> list[str]:
    """Read in one of the ways that lose a position: plain, after a rollback, after a savepoint's rollback."""
    with in_tenant(lender):
        return WAYS[dice.randrange(len(WAYS))]()


def plain() -> list[str]:
    return [names_seen(), names_seen()]


def after_a_rollback() -> list[str]:
    seen = []
    try:
        with transaction.atomic():
            seen.append(names_seen())
            raise ZeroDivisionError
    except ZeroDivisionError:
        return [*seen, names_seen()]


def after_a_savepoints_rollback() -> list[str]:
    seen = []
    with transaction.atomic():
        try:
            with transaction.atomic():
                seen.append(names_seen())
                raise ZeroDivisionError
        except ZeroDivisionError:
            return [*seen, names_seen()]


def after_a_rollback_by_hand() -> list[str]:
    with transaction.atomic():
        sid = transaction.savepoint()
        before = names_seen()
        transaction.savepoint_rollback(sid)
        return [before, names_seen()]


WAYS = (plain, after_a_rollback, after_a_savepoints_rollback, after_a_rollback_by_hand)


@dataclass
class Tally:
    """What a hammering saw: reads in each lender, and what was wrong about them."""

    reads: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def hammer(lenders: TwoLenders, reads: int) -> Tally:
    """Read ``reads`` times, in eight threads that go in and out of both lenders."""
    told = [Tally() for _ in range(THREADS)]

    def work(seed: int, tally: Tally) -> None:
        dice = random.Random(seed)
        try:
            while tally.reads.total() * THREADS < reads:
                lender = dice.choice([lenders.alder, lenders.birch])
                try:
                    answers = one_visit(lender, dice)
                except DatabaseError as error:
                    answers = [f"an error: {error}"] * 2
                for seen in answers:
                    tally.reads[lender.slug] += 1
                    if seen != lender.slug:
                        tally.wrong[f"in {lender.slug} saw {seen}"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(seed, tally)) for seed, tally in enumerate(told)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Tally(sum((t.reads for t in told), Counter()), sum((t.wrong for t in told), Counter()))


@pytest.mark.parametrize("way", ["straight", "set local", "behind a transaction pooler"])
@pytest.mark.parametrize("reads", [4_000, pytest.param(1_000_000, marks=NIGHTLY)])
def test_threads_that_roll_back_never_see_another_lenders_rows(
    marked: TwoLenders, transaction_pooler: str, way: str, reads: int
) -> None:
    straight = url_of("default")
    url, pooler = {
        "straight": (straight, "none"),
        "set local": (straight, "transaction"),
        "behind a transaction pooler": (transaction_pooler, "transaction"),
    }[way]

    with routed(url, pooler=cast(Pooler, pooler)):
        tally = hammer(marked, reads)

    assert dict(tally.wrong) == {}
    assert tally.reads.total() == reads


def test_the_hammer_notices_a_pooler_that_mixes_lenders(
    marked: TwoLenders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without our refusal, and with settings that stay on whatever server happens to be there: on none but its own.
    monkeypatch.setattr(base, "refuse_unsafe_pooler", lambda *_, **__: None)

    with pooled(tmp_path / "pooler", mode="transaction") as url, routed(url, pooler="none"):
        tally = hammer(marked, 2_000)

    mixed = tally.wrong["in alder saw birch"] + tally.wrong["in birch saw alder"]
    assert mixed > tally.reads.total() / 10


def test_two_threads_inside_two_lenders_at_the_same_time_stay_apart(marked: TwoLenders) -> None:
    both_inside = threading.Barrier(2, timeout=10)
    seen: dict[str, str] = {}

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

    assert seen == {"alder": "alder", "birch": "birch"}
