"""What a borrower reads on a day: due, past due, ahead, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal_api.accounts.states import Standing
from portal_api.servicing.builtin.waterfall import AbovePayoff
from portal_api.servicing.figures import figures_on
from tests.servicing.loans import START, Loan, usd

FIRST_DUE = date(2026, 2, 20)


def test_before_the_first_due_date_the_first_instalment_is_due_and_nothing_late() -> None:
    loan = Loan()

    figures = loan.figures(date(2026, 2, 1))

    assert (figures.standing, figures.past_due, figures.amount_due) == (
        Standing.CURRENT,
        usd(0),
        loan.instalment,
    )
    assert (figures.next_due_on, figures.instalments_met, figures.remaining_payments) == (FIRST_DUE, 0, 12)
    assert figures.projected_payoff_on == date(2027, 1, 20)


def test_on_the_due_date_the_payment_is_due_and_not_late() -> None:
    figures = Loan().figures(FIRST_DUE)

    assert (figures.standing, figures.past_due, figures.past_due_since_on) == (Standing.DUE, usd(0), None)


def test_the_day_after_it_is_late_and_the_amount_due_holds_the_next_instalment_too() -> None:
    loan = Loan()

    figures = loan.figures(FIRST_DUE + timedelta(days=1))

    assert (figures.standing, figures.standing_note) == (Standing.PAST_DUE, "In grace period")
    assert figures.past_due_since_on == FIRST_DUE
    assert (figures.past_due, figures.amount_due) == (loan.instalment, loan.instalment * 2)
    assert figures.next_due_on == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("days", "standing", "note"),
    [
        (15, Standing.PAST_DUE, "In grace period"),
        (16, Standing.PAST_DUE, "Late (16–30 days)"),
        (31, Standing.PAST_DUE, "Late (31–120 days)"),
        (120, Standing.PAST_DUE, "Late (31–120 days)"),
        (121, Standing.DEFAULT, ""),
    ],
)
def test_lateness_is_told_in_the_words_of_the_trade(days: int, standing: Standing, note: str) -> None:
    figures = Loan().figures(FIRST_DUE + timedelta(days=days))

    assert (figures.standing, figures.standing_note) == (standing, note)


def test_paying_what_is_past_due_leaves_nothing_late_and_the_next_instalment_due() -> None:
    loan, today = Loan(fees=usd(25_00)), date(2026, 3, 1)
    late = loan.figures(today).past_due

    loan.pay(late, today)

    figures = loan.figures(today)
    assert late == loan.instalment + usd(25_00)
    assert (figures.standing, figures.past_due, figures.amount_due) == (
        Standing.CURRENT,
        usd(0),
        loan.instalment,
    )


def test_a_part_of_the_next_instalment_is_kept_as_credit_to_it() -> None:
    loan, today = Loan(), date(2026, 2, 1)
    loan.pay(usd(100_00), today)

    figures = loan.figures(today)

    assert (figures.instalments_met, figures.credit_to_next) == (0, usd(100_00))
    assert (figures.amount_due, figures.next_due_on) == (loan.instalment - usd(100_00), FIRST_DUE)


def test_paid_beyond_the_next_instalment_the_next_due_date_moves_on() -> None:
    loan, today = Loan(), date(2026, 2, 1)
    loan.pay(loan.instalment * 2 + usd(100_00), today)

    figures = loan.figures(today)

    assert (figures.instalments_met, figures.credit_to_next) == (2, usd(100_00))
    assert (figures.amount_due, figures.next_due_on) == (loan.instalment - usd(100_00), date(2026, 4, 20))
    assert (figures.standing, figures.past_due) == (Standing.CURRENT, usd(0))
    assert figures.remaining_payments == 10


def test_what_is_paid_ahead_saves_interest_and_may_end_the_loan_sooner() -> None:
    loan, today = Loan(), date(2026, 2, 1)
    loan.pay(usd(11_900_00), today)

    figures = loan.figures(today)

    left = loan.position.owed_on(figures.next_due_on or today).total
    assert (figures.instalments_met, figures.remaining_payments) == (11, 1)
    assert figures.amount_due == left
    assert left < usd(200_00)


def test_every_instalment_on_its_day_ends_with_a_last_payment_that_clears_all() -> None:
    loan = Loan()
    for line in loan.lines[:-1]:
        loan.pay(line.total, line.due_on)
    last = loan.lines[-1].due_on

    before = loan.figures(last)
    loan.pay(before.amount_due, last)

    assert (before.remaining_payments, before.instalments_met) == (1, 11)
    assert loan.position.owed_on(last + timedelta(days=400)).total == usd(0)
    after = loan.figures(last)
    assert (after.standing, after.instalments_met, after.remaining_payments) == (Standing.PAID_OFF, 12, 0)
    assert (after.amount_due, after.next_due_on, after.projected_payoff_on) == (usd(0), None, None)


def test_a_loan_past_its_last_due_date_owes_all_of_its_payoff_as_past_due() -> None:
    loan, today = Loan(), date(2027, 2, 1)

    figures = loan.figures(today)

    assert figures.past_due == figures.amount_due == loan.position.owed_on(today).total
    assert (figures.next_due_on, figures.remaining_payments, figures.projected_payoff_on) == (None, 12, today)


def test_interest_for_late_days_is_left_for_the_last_payment() -> None:
    loan = Loan()
    for line in loan.lines[:-1]:
        loan.pay(line.total, line.due_on + timedelta(days=10))
    loan.pay(loan.lines[-1].total, loan.lines[-1].due_on)

    figures = loan.figures(loan.lines[-1].due_on)

    assert figures.standing == Standing.DUE
    assert (figures.instalments_met, figures.remaining_payments) == (11, 1)
    assert figures.amount_due == loan.position.owed_on(loan.lines[-1].due_on).total
    assert figures.credit_to_next == loan.lines[-1].total


def test_more_than_the_payoff_is_refused_and_the_payoff_itself_is_not() -> None:
    loan, on = Loan(fees=usd(25_00)), START + timedelta(days=40)
    closing = loan.position.owed_on(on).total

    with pytest.raises(AbovePayoff, match=r"is more than the \$12,110\.35 that closes this account"):
        loan.pay(closing + usd(1), on)
    loan.pay(closing, on)

    assert loan.figures(on).standing == Standing.PAID_OFF


def test_a_charged_off_loan_has_nothing_due() -> None:
    loan = Loan()

    figures = figures_on(date(2026, 9, 1), position=loan.position, lines=loan.lines, is_charged_off=True)

    assert (figures.standing, figures.amount_due, figures.past_due) == (
        Standing.CHARGED_OFF,
        usd(0),
        usd(0),
    )


def test_a_payment_taken_back_leaves_the_figures_as_if_it_had_never_been_paid() -> None:
    loan, today = Loan(), date(2026, 3, 1)
    before = loan.figures(today)
    payment = loan.pay(usd(3_000_00), date(2026, 2, 10))

    loan.take_back(payment, today)

    assert loan.figures(today) == before
    assert loan.position.principal == usd(12_000_00)


def test_the_principal_of_a_payment_taken_back_has_gone_on_bearing_interest() -> None:
    paid, untouched = Loan(), Loan()
    first = paid.pay(usd(3_000_00), date(2026, 2, 10))
    for loan in (paid, untouched):
        loan.pay(usd(100_00), date(2026, 5, 10))

    paid.take_back(first, date(2026, 5, 12))

    assert paid.position == untouched.position
