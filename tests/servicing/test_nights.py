"""A new day: what fell due is late, what is due today says so, and the books are checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal_api.accounts.models import Account, AccountSnapshot
from portal_api.servicing import tasks
from portal_api.servicing.models import LedgerTransaction
from portal_api.servicing.nightly import age_accounts
from portal_api.servicing.planning import NEW_DAY
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_tenant
from tests.database import TwoLenders
from tests.servicing.books import import_loans, noon, shown


@pytest.mark.parametrize(
    ("today", "standing", "past_due", "due", "next_due_on"),
    [
        (date(2026, 7, 14), "current", 0, 1_000_00, date(2026, 7, 15)),
        (date(2026, 7, 15), "due", 0, 1_000_00, date(2026, 7, 15)),
        (date(2026, 7, 16), "past_due", 1_000_00, 2_000_00, date(2026, 8, 15)),
        (date(2026, 8, 16), "past_due", 2_000_00, 3_000_00, date(2026, 9, 15)),
        (date(2026, 11, 13), "default", 4_000_00, 5_000_00, date(2026, 11, 15)),
    ],
)
def test_figures_move_on_with_the_calendar(
    db: TwoLenders,
    tmp_path: Path,
    today: date,
    standing: str,
    past_due: int,
    due: int,
    next_due_on: date,
) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})

        age_accounts(today=today, now=noon(today))

        snapshot = shown("T-1")
        assert (snapshot.standing, snapshot.past_due_minor, snapshot.amount_due_minor) == (
            standing,
            past_due,
            due,
        )
        assert (snapshot.next_due_on, snapshot.principal_minor) == (next_due_on, 7_000_00)


def test_a_day_on_which_nothing_changes_touches_nothing(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        before = shown("T-1").as_of

        assert age_accounts(today=date(2026, 7, 1), now=noon(date(2026, 7, 1))) == 0
        assert (shown("T-1").source, shown("T-1").as_of) == ("import", before)


def test_closed_accounts_and_those_without_a_ledger_keep_what_their_source_said(db: TwoLenders, tmp_path: Path) -> None:
    paid = {"status": "Paid", "balance": "0.00", "paid_principal": "12000.00", "paid_total": "12000.00"}
    gone = {"status": "Charged Off", "balance": "7000.00"}
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"} | paid, {"loan": "T-2"} | gone)

        assert age_accounts(today=date(2027, 7, 1), now=noon(date(2027, 7, 1))) == 0
        assert [shown(number).standing for number in ("T-1", "T-2")] == ["paid_off", "charged_off"]


def test_the_night_plans_the_next_one_and_runs_as_often_as_it_likes(db: TwoLenders, tmp_path: Path) -> None:
    now = noon(date(2026, 7, 16))
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})

        tasks.new_day(now=now, anything="else")
        tasks.new_day(now=now)

        planned = OutboxEntry.objects.filter(task=NEW_DAY).order_by("due_at")
        days = [entry.due_at.isoformat() for entry in planned]
        assert days == ["2026-06-26T04:20:00+00:00", "2026-07-17T04:20:00+00:00"]
        assert shown("T-1").standing == "past_due"


def test_the_night_says_which_books_do_not_add_up(
    db: TwoLenders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(tasks.log, "error", lambda event, **facts: said.append((event, facts)), raising=False)
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        AccountSnapshot.objects.update(principal_minor=1)
        loan = Account.objects.get()

        tasks.new_day(now=noon(date(2026, 6, 26)))

    facts = {"account_id": str(loan.id), "figure": "principal", "shown_minor": 1, "ledger_minor": 7_000_00}
    assert said == [("ledger_mismatch", facts)]


def test_another_lenders_night_touches_nothing_here(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.birch):
        import_loans(tmp_path, {"loan": "T-1"})
    with in_tenant(db.alder):
        assert age_accounts(today=date(2026, 9, 1), now=noon(date(2026, 9, 1))) == 0

    with in_tenant(db.birch):
        assert shown("T-1").standing == "current"
        assert LedgerTransaction.objects.count() == 1
