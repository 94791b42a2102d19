"""Any payments and reversals, in any order: nothing is lost, nothing is negative, the last cent clears."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal_api.servicing.position import sum_of
from portico_kernel.money import total
from tests.servicing.loans import START, Loan, usd

loans = st.builds(
    Loan,
    principal=st.integers(100, 90_000_00).map(usd),
    term=st.integers(1, 84),
    rate=st.decimals(0, Decimal("0.36"), places=4),
    fees=st.integers(0, 200_00).map(usd),
)
# (days later, thousandths of what is owed to pay; or which earlier payment to take back)
steps = st.lists(st.tuples(st.integers(0, 45), st.one_of(st.integers(1, 1000), st.integers(-5, -1))), max_size=20)


def live(loan: Loan, story: list[tuple[int, int]]) -> None:
    """Pay and take back; afterwards nothing else has happened to the loan."""
    day = START
    for later, what in story:
        day += timedelta(days=later)
        payments = [p for p in loan.postings if p.reverses is None and not loan.is_taken_back(p.id)]
        owed = loan.position.owed_on(day).total
        if what < 0 and payments:
            loan.take_back(payments[what % len(payments)], day)
        elif what > 0 and owed:
            loan.pay(usd(max(1, owed.minor * what // 1000)), day)


@settings(max_examples=150, deadline=None)
@given(loans, steps)
def test_parts_add_up_and_nothing_is_ever_negative(loan: Loan, story: list[tuple[int, int]]) -> None:
    live(loan, story)

    position, posted = loan.position, sum_of((p.parts for p in loan.postings), "USD")
    assert loan.principal - posted.principal == position.principal
    assert loan.fees - posted.fees == position.fees_due
    assert posted.towards_instalments == position.towards_instalments
    assert min(position.principal, position.interest_due, position.fees_due) >= usd(0)


@settings(max_examples=150, deadline=None)
@given(loans, steps, st.integers(0, 400))
def test_the_payoff_clears_to_zero_on_whatever_day(loan: Loan, story: list[tuple[int, int]], later: int) -> None:
    live(loan, story)
    day = max([START, *(p.effective_on for p in loan.postings)]) + timedelta(days=later)
    closing = loan.position.owed_on(day).total

    if closing:
        loan.pay(closing, day)

    assert loan.position.owed_on(day + timedelta(days=365)).total == usd(0)


@settings(max_examples=150, deadline=None)
@given(loans, steps, st.integers(0, 400))
def test_paying_as_the_figures_say_ends_when_and_how_they_say(
    loan: Loan, story: list[tuple[int, int]], later: int
) -> None:
    live(loan, story)
    today = max([START, *(p.effective_on for p in loan.postings)]) + timedelta(days=later)
    promised = loan.figures(today)

    payments = 0
    while (figures := loan.figures(today)).remaining_payments:
        late = figures.past_due
        if not late:
            assert figures.next_due_on is not None
            today = max(today, figures.next_due_on)
        loan.pay(loan.figures(today).past_due or loan.figures(today).amount_due, today)
        payments += 1

    assert payments <= promised.remaining_payments
    assert promised.projected_payoff_on in (None, today)


@settings(max_examples=100, deadline=None)
@given(loans, steps, st.integers(0, 90))
def test_taking_back_the_latest_payment_restores_what_was_owed_to_a_cent_of_rounding(
    loan: Loan, story: list[tuple[int, int]], later: int
) -> None:
    live(loan, story)
    day = max([START, *(p.effective_on for p in loan.postings)])
    owed = loan.position.owed_on(day)
    if not owed.total:
        return
    after = day + timedelta(days=later)
    before = loan.position.owed_on(after)
    payment = loan.pay(usd((owed.total.minor + 1) // 2), day)

    loan.take_back(payment, after)

    restored = loan.position.owed_on(after)
    assert (restored.principal, restored.fees) == (before.principal, before.fees)
    assert abs(restored.interest.minor - before.interest.minor) <= 1


@settings(max_examples=100, deadline=None)
@given(loans)
def test_the_schedule_itself_pays_back_the_loan(loan: Loan) -> None:
    assert total(line.total for line in loan.lines) >= loan.principal
