"""A paid-off loan's schedule ends where it was last met, and never claims interest that nobody paid."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

from portal_api.servicing.operations import post_payment
from portal_api.servicing.paid_off import lines_made, paid_off_on
from portal_api.servicing.queries import payoff_of, schedule_of
from portal_api.servicing.rolling import roll_forward
from tenants.context import in_tenant
from tests.database import SYSTEM, TwoLenders
from tests.servicing.books import account, import_loans, noon

WITH_INTEREST = {"rate": "12", "payment": "1066.19"}
PAID = {"status": "Paid", "balance": "0.00", "paid_principal": "12000.00"}


def made(number: str) -> list[int]:
    loan = account(number)
    return [line.number for line in lines_made(loan, schedule_of(loan))]


def test_a_loan_that_came_to_us_paid_off_early_ends_where_its_interest_does(db: TwoLenders, tmp_path: Path) -> None:
    # 120.00 + 110.54 + 100.98 of interest: three payments, then the rest at once.
    row = {"loan": "T-1", "paid_interest": "331.52", "paid_total": "12331.52"}
    with in_tenant(db.alder):
        import_loans(tmp_path, WITH_INTEREST | PAID | row)

        assert (made("T-1"), paid_off_on(account("T-1"))) == ([1, 2, 3], None)


def test_a_loan_paid_off_at_once_made_no_scheduled_payment(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, WITH_INTEREST | PAID | {"loan": "T-1", "paid_total": "12000.00"})

        assert made("T-1") == []


def test_without_interest_no_payment_counts_that_was_not_yet_due(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        import_loans(tmp_path, PAID | {"loan": "T-1", "paid_total": "12000.00"})

        assert made("T-1") == [1, 2, 3, 4, 5]


def test_a_loan_paid_as_agreed_to_its_end_made_every_payment(db: TwoLenders, tmp_path: Path) -> None:
    # Interest by the day is not to the cent the schedule's; five payments of it had been paid by 15 June.
    paid = {"balance": "7174.54", "paid_principal": "4825.46", "paid_interest": "505.49", "paid_total": "5330.95"}
    with in_tenant(db.alder):
        import_loans(tmp_path, WITH_INTEREST | paid | {"loan": "T-1"})
        roll_forward(today=date(2027, 8, 1), actor=SYSTEM, now=noon(date(2027, 8, 1)))

        assert account("T-1").snapshot.standing == "paid_off"
        assert (made("T-1"), paid_off_on(account("T-1"))) == (list(range(1, 13)), date(2027, 1, 15))


def test_a_payoff_here_ends_the_schedule_on_its_day_and_at_this_lender_alone(db: TwoLenders, tmp_path: Path) -> None:
    for lender in (db.birch, db.alder):
        with in_tenant(lender):
            import_loans(tmp_path, {"loan": "T-1"})
    with in_tenant(db.alder):
        day = date(2026, 7, 20)
        post_payment(
            account_id=account("T-1").id,
            payment_id=uuid4(),
            amount=payoff_of(account("T-1"), day).amount,
            effective_on=day,
            description="Payment by bank account",
            actor=SYSTEM,
            now=noon(day),
        )

        assert (made("T-1"), paid_off_on(account("T-1"))) == ([1, 2, 3, 4, 5, 6], day)
    with in_tenant(db.birch):
        assert (made("T-1"), paid_off_on(account("T-1"))) == (list(range(1, 13)), None)
