"""The demo's calendar: what fell due while nobody looked was paid as agreed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from portal_api.servicing.models import LedgerTransaction
from portal_api.servicing.nightly import age_accounts, verify_ledger
from portal_api.servicing.operations import post_payment, reverse_payment
from portal_api.servicing.rolling import RolledForward, roll_forward
from portico_kernel.audit.models import AuditEntry
from portico_kernel.money import Money
from tenants.context import in_tenant
from tests.database import SYSTEM, TwoLenders
from tests.servicing.books import LATE, account, import_loans, noon, shown

WEEKS_LATER = date(2026, 9, 1)


def roll(today: date, *numbers_left_alone: str) -> RolledForward:
    left_alone = [account(number).id for number in numbers_left_alone]
    return roll_forward(today=today, actor=SYSTEM, now=noon(today), leave_alone=left_alone)


def test_instalments_that_fell_due_are_posted_on_their_due_dates(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"}, {"loan": "T-2"})

        rolled = roll(WEEKS_LATER)

        posted = LedgerTransaction.objects.filter(account__number="T-1", kind="payment").order_by("sequence")
        assert rolled == RolledForward(posted=4, accounts=2)
        assert [(row.effective_on, row.description, row.principal_after_minor) for row in posted] == [
            (date(2026, 7, 15), "Paid as agreed", 6_000_00),
            (date(2026, 8, 15), "Paid as agreed", 5_000_00),
        ]
        assert (shown("T-1").standing, shown("T-1").next_due_on) == ("current", date(2026, 9, 15))
        assert (shown("T-1").instalments_met, shown("T-1").principal_minor) == (7, 5_000_00)
        assert verify_ledger() == []


def test_rolling_twice_posts_once_and_day_by_day_posts_the_same(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        roll(WEEKS_LATER)

        assert roll(WEEKS_LATER) == RolledForward(0, 0)
    with in_tenant(db.birch):
        import_loans(tmp_path, {"loan": "T-1"})
        for days in range((WEEKS_LATER - date(2026, 6, 25)).days + 1):
            roll(date(2026, 6, 25) + timedelta(days=days))
        slowly = shown("T-1").principal_minor

    assert slowly == 5_000_00


def test_what_is_due_today_is_left_for_the_person_to_pay(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})

        assert roll(date(2026, 7, 15)) == RolledForward(0, 0)
        assert shown("T-1").standing == "due"


def test_an_account_that_the_night_has_made_late_is_caught_up_all_the_same(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        age_accounts(today=WEEKS_LATER, now=noon(WEEKS_LATER))

        assert roll(WEEKS_LATER) == RolledForward(2, 1)
        assert shown("T-1").standing == "current"


def test_who_was_late_stays_late_and_grows_later(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"} | LATE)
        before = shown("T-1").past_due_minor

        assert roll(WEEKS_LATER) == RolledForward(0, 0)
        assert shown("T-1").standing in {"past_due", "default"}
        assert shown("T-1").past_due_minor == before + 2_000_00


def test_an_account_with_a_returned_payment_is_left_as_it_is(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        payment_id, on = uuid4(), date(2026, 7, 10)
        post_payment(
            account_id=account("T-1").id,
            payment_id=payment_id,
            amount=Money(1_000_00),
            effective_on=on,
            description="Payment P-1, bank debit",
            actor=SYSTEM,
            now=noon(on),
        )
        reverse_payment(
            payment_id=payment_id, effective_on=on, description="Returned (R01)", actor=SYSTEM, now=noon(on)
        )

        assert roll(WEEKS_LATER) == RolledForward(0, 0)
        assert shown("T-1").past_due_minor == 2_000_00


def test_accounts_with_a_payment_in_flight_can_be_left_alone(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"}, {"loan": "T-2"})

        assert roll(WEEKS_LATER, "T-2") == RolledForward(2, 1)
        assert shown("T-2").standing == "past_due"


def test_a_year_later_the_loan_is_paid_off_to_the_cent(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})

        assert roll(date(2027, 8, 1)) == RolledForward(7, 1)
        assert (shown("T-1").standing, shown("T-1").principal_minor) == ("paid_off", 0)


def test_the_calendar_says_that_it_moved_and_touches_no_other_lender(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.birch):
        import_loans(tmp_path, {"loan": "T-1"})
    with in_tenant(db.alder):
        import_loans(tmp_path, {"loan": "T-1"})
        roll(WEEKS_LATER)

        entry = AuditEntry.objects.get(action="ledger.rolled_forward")
        assert entry.summary == "The demo's calendar moved to 2026-09-01: 2 payments as agreed"
    with in_tenant(db.birch):
        assert shown("T-1").principal_minor == 7_000_00
