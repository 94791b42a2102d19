"""Any payments and reversals, in any order: nothing is lost, nothing is negative, the last cent clears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal_api.servicing.position import Posting, sum_of
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
def test_taking_back_the_latest_payment_restores_what_was_owed(
    loan: Loan, story: list[tuple[int, int]], later: int
) -> None:
    live(loan, story)
    day = max([START, *(p.effective_on for p in loan.postings)])
    owed = loan.position.owed_on(day)
    if not owed.total:
        return
    after = day + timedelta(days=later)
    before = loan.position
    payment = loan.pay(usd((owed.total.minor + 1) // 2), day)

    loan.take_back(payment, after)

    assert loan.position == before


@settings(max_examples=100, deadline=None)
@given(loans)
def test_the_schedule_itself_pays_back_the_loan(loan: Loan) -> None:
    assert total(line.total for line in loan.lines) >= loan.principal


# (day after START, thousandths of the principal), together never all of it
in_any_order = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 120)), min_size=1, max_size=8)


def paying(loan: Loan, payments: list[tuple[int, int]]) -> list[Posting]:
    return [
        loan.pay(usd(max(1, loan.principal.minor * share // 1000)), START + timedelta(days=day))
        for day, share in payments
    ]


@settings(max_examples=150, deadline=None)
@given(st.data(), loans.filter(lambda loan: loan.principal >= usd(100_00)), in_any_order)
def test_payments_of_the_same_days_leave_the_same_debt_in_whatever_order_they_are_posted(
    data: st.DataObject, loan: Loan, payments: list[tuple[int, int]]
) -> None:
    other = replace(loan, postings=[])
    paying(loan, payments)
    paying(other, data.draw(st.permutations(payments)))

    assert loan.position == other.position
    assert sum_of((p.parts for p in loan.postings), "USD") == sum_of((p.parts for p in other.postings), "USD")


@settings(max_examples=150, deadline=None)
@given(loans.filter(lambda loan: loan.principal >= usd(100_00)), in_any_order, st.integers(0, 7))
def test_taking_back_any_payment_leaves_what_the_others_alone_would_have_whatever_the_order_of_posting(
    loan: Loan, payments: list[tuple[int, int]], which: int
) -> None:
    which %= len(payments)
    alone = replace(loan, postings=[])
    posted = paying(loan, payments)
    paying(alone, payments[:which] + payments[which + 1 :])

    loan.take_back(posted[which], START + timedelta(days=301))

    assert loan.position == alone.position
    assert sum_of((p.parts for p in loan.postings), "USD") == sum_of((p.parts for p in alone.postings), "USD")


def test_a_payment_whose_file_was_sent_late_bears_no_interest_for_the_delay_nor_twice_once_it_is_returned() -> None:
    loan, on = Loan(rate=Decimal("0.24")), date(2026, 3, 20)
    loan.pay(usd(1000_00), date(2026, 2, 20))
    never = loan.position.owed_on(on).total
    in_order = Loan(rate=Decimal("0.24"))
    in_order.pay(usd(5000_00), date(2026, 2, 1))
    in_order.pay(usd(1000_00), date(2026, 2, 20))

    late = loan.pay(usd(5000_00), date(2026, 2, 1))
    assert (late.parts.total, loan.position) == (usd(5000_00), in_order.position)

    loan.take_back(late, date(2026, 2, 25))
    assert loan.position.owed_on(on).total == never


def test_a_late_payment_after_the_loan_was_closed_all_but_a_little_keeps_the_interest_that_was_paid() -> None:
    loan = Loan(rate=Decimal("0.24"))
    closing = loan.position.owed_on(date(2026, 3, 20)).total
    loan.pay(closing - usd(1000_00), date(2026, 3, 20))

    loan.pay(usd(1000_00), date(2026, 2, 1))

    assert loan.position.owed_on(date(2026, 4, 20)).total == usd(0)
    assert sum_of((p.parts for p in loan.postings), "USD").total == closing
