"""The outbox: work is accepted with its transaction, run in its own lender, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from portico_kernel.errors import NotFound
from portico_kernel.outbox import registry
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.outbox.operations import enqueue
from portico_kernel.outbox.registry import register
from tenants.context import current_lender, in_platform, in_tenant
from tenants.outbox import GIVE_UP_AFTER, LEASE, Round, given_up, run_due, try_again
from tests.database import LONG_AGO, SYSTEM, TwoLenders

ran: list[tuple[str, str]] = []


def note_down(*, now: datetime, word: str, **_: Any) -> None:
    """A task that says where it ran."""
    ran.append((current_lender().slug, word))


def fall_over(*, now: datetime, **_: Any) -> None:
    """A task that never works."""
    raise RuntimeError("no bank today")


def be_hopeless(*, now: datetime, **_: Any) -> None:
    """A task that knows that it can never work."""
    raise NotFound("the thing is gone")


@contextmanager
def registered(name: str, run: Callable[..., None]) -> Iterator[None]:
    """A task of one test, known while it lasts."""
    register(name, run)
    try:
        yield
    finally:
        registry._tasks.pop(name)


register("tests.be_hopeless", be_hopeless)
register("tests.note_down", note_down)
register("tests.fall_over", fall_over)


@pytest.fixture
def outbox(db: TwoLenders) -> TwoLenders:
    ran.clear()
    return db


def test_work_runs_in_the_lender_that_accepted_it(outbox: TwoLenders) -> None:
    for lender, word in ((outbox.alder, "a"), (outbox.birch, "b")):
        with in_tenant(lender):
            enqueue(lender_id=lender.id, task="tests.note_down", arguments={"word": word}, now=LONG_AGO)

    assert run_due(now=LONG_AGO) == Round(done=2, failed=0)
    assert sorted(ran) == [("alder", "a"), ("birch", "b")]
    assert run_due(now=LONG_AGO) == Round(done=0, failed=0)


def test_a_lender_cannot_accept_work_for_another(outbox: TwoLenders) -> None:
    with in_tenant(outbox.alder), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        enqueue(lender_id=outbox.birch.id, task="tests.note_down", arguments={"word": "x"}, now=LONG_AGO)


def test_work_waits_until_it_is_due(outbox: TwoLenders) -> None:
    later = LONG_AGO + timedelta(hours=1)
    with in_tenant(outbox.alder):
        enqueue(
            lender_id=outbox.alder.id, task="tests.note_down", arguments={"word": "late"}, now=LONG_AGO, due_at=later
        )

    assert run_due(now=later - timedelta(seconds=1)).done == 0
    assert run_due(now=later).done == 1


def test_the_same_key_stands_once(outbox: TwoLenders) -> None:
    with in_tenant(outbox.alder):
        for _ in range(2):
            enqueue(
                lender_id=outbox.alder.id, task="tests.note_down", arguments={"word": "k"}, now=LONG_AGO, key="monday"
            )

    assert run_due(now=LONG_AGO).done == 1


def test_failing_work_keeps_its_reason_and_is_tried_for_a_week(outbox: TwoLenders) -> None:
    with in_tenant(outbox.alder):
        enqueue(lender_id=outbox.alder.id, task="tests.fall_over", arguments={}, now=LONG_AGO)

    for hours in range(0, 24 * 7, 2):
        assert run_due(now=LONG_AGO + timedelta(hours=hours)) == Round(done=0, failed=1)
    assert run_due(now=LONG_AGO + timedelta(days=7)) == Round(done=0, failed=1)

    assert run_due(now=LONG_AGO + timedelta(days=8)) == Round(done=0, failed=0)
    with in_platform(SYSTEM, "look"):
        entry = given_up()[0]
    assert entry.last_error == "RuntimeError: no bank today"


def test_work_that_says_it_is_hopeless_is_given_up_soon_and_can_be_put_back(outbox: TwoLenders) -> None:
    with in_tenant(outbox.birch):
        enqueue(lender_id=outbox.birch.id, task="tests.be_hopeless", arguments={}, now=LONG_AGO)
    now = LONG_AGO
    for _ in range(GIVE_UP_AFTER):
        assert run_due(now=now) == Round(done=0, failed=1)
        now += timedelta(hours=2)
    assert run_due(now=now) == Round(done=0, failed=0)
    with in_platform(SYSTEM, "look"):
        entry = given_up()[0]

    try_again(entry_id=entry.id, actor=SYSTEM, now=now)

    assert run_due(now=now) == Round(done=0, failed=1)


def test_work_of_a_worker_that_died_is_taken_up_after_its_lease(outbox: TwoLenders) -> None:
    with in_tenant(outbox.alder):
        enqueue(lender_id=outbox.alder.id, task="tests.note_down", arguments={"word": "again"}, now=LONG_AGO)
    with in_platform(SYSTEM, "play a worker that claimed and died"):
        OutboxEntry.objects.filter(task="tests.note_down").update(attempts=1, due_at=LONG_AGO + LEASE)

    assert run_due(now=LONG_AGO).done == 0
    assert run_due(now=LONG_AGO + LEASE).done == 1


class Clock:
    """A door's clock that moves only when a task takes its time."""

    def __init__(self) -> None:
        self.at = LONG_AGO

    def __call__(self) -> datetime:
        return self.at


def test_slow_work_lets_no_lease_of_what_waits_behind_it_run_out(outbox: TwoLenders) -> None:
    clock = Clock()
    rivals: list[Round] = []

    def take_four_minutes(*, now: datetime, word: str, **_: Any) -> None:
        note_down(now=now, word=word)
        clock.at += timedelta(minutes=4)
        if len(ran) == 2:
            rivals.append(run_due(now=clock.at, clock=clock))

    with registered("tests.take_four_minutes", take_four_minutes):
        for lender in (outbox.alder, outbox.birch):
            with in_tenant(lender):
                enqueue(lender_id=lender.id, task="tests.take_four_minutes", arguments={"word": "w"}, now=LONG_AGO)
        finished = run_due(now=LONG_AGO, clock=clock)

    assert (finished, rivals) == (Round(done=2, failed=0), [Round(done=0, failed=0)])
    assert sorted(ran) == [("alder", "w"), ("birch", "w")]


def test_work_that_fails_after_another_worker_took_it_over_leaves_it_to_that_one(outbox: TwoLenders) -> None:
    taken_until = LONG_AGO + 3 * LEASE

    def be_overtaken(*, now: datetime, **_: Any) -> None:
        with in_platform(SYSTEM, "play the worker that takes over"):
            OutboxEntry.objects.filter(task="tests.be_overtaken").update(attempts=2, due_at=taken_until)
        raise RuntimeError("too late")

    with registered("tests.be_overtaken", be_overtaken):
        with in_tenant(outbox.alder):
            enqueue(lender_id=outbox.alder.id, task="tests.be_overtaken", arguments={}, now=LONG_AGO)
        run_due(now=LONG_AGO)

    with in_platform(SYSTEM, "look"):
        entry = OutboxEntry.objects.get(task="tests.be_overtaken")
    assert (entry.attempts, entry.due_at, entry.last_error) == (2, taken_until, "")


def test_a_task_that_nobody_registered_is_refused(outbox: TwoLenders) -> None:
    with in_tenant(outbox.alder), pytest.raises(KeyError, match=r"tests\.unheard"):
        enqueue(lender_id=outbox.alder.id, task="tests.unheard", arguments={}, now=LONG_AGO)
