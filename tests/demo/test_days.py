"""The demo's calendar: each night what fell due is paid as agreed, at one lender, and the next night is planned."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from portico.demo.days import NEW_DAY, move_on, new_day
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.outbox.registry import register
from tenants.context import in_platform, in_tenant
from tests.database import SYSTEM, TwoLenders
from tests.servicing.books import import_loans, noon, shown
from tests.servicing.test_rolling import WEEKS_LATER


@pytest.fixture(autouse=True)
def demo() -> None:
    """The task as the demo registers it."""
    register(NEW_DAY, new_day)


def test_a_demo_left_alone_for_weeks_does_not_turn_late(db: TwoLenders, tmp_path: Path) -> None:
    for lender in (db.alder, db.birch):
        with in_tenant(lender):
            import_loans(tmp_path, {"loan": "T-1"})

    with in_tenant(db.alder):
        new_day(now=noon(WEEKS_LATER))
        moved = shown("T-1")
    with in_tenant(db.birch):
        untouched = shown("T-1")

    assert (moved.standing, moved.principal_minor) == ("current", 5_000_00)
    assert untouched.principal_minor == 7_000_00


def test_each_night_plans_the_next_one_once(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        for _ in range(2):
            move_on(now=noon(WEEKS_LATER), actor=SYSTEM)

    with in_platform(SYSTEM, "look"):
        planned = list(OutboxEntry.objects.filter(task=NEW_DAY).values_list("lender_id", "key"))
    assert planned == [(db.alder.id, f"{NEW_DAY} {(WEEKS_LATER + timedelta(days=1)).isoformat()}")]
