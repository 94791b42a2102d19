"""When a loan ends if every instalment is paid on its day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.servicing.builtin.amortization import CannotAmortize, level_instalment, schedule
from portal_api.servicing.builtin.projection import Projection, project
from portico_kernel.money import Money, total

NEXT = date(2026, 8, 31)


def test_counts_the_payments_left_and_names_the_last_day() -> None:
    projection = project(
        balance=Money(10_000),
        annual_rate=Decimal("0.12"),
        instalment=Money(4_000),
        next_due_on=NEXT,
        day_of_month=31,
    )

    assert projection == Projection(
        remaining_payments=3, payoff_on=date(2026, 10, 31), last_payment=Money(2_183), interest=Money(183)
    )


def test_a_cleared_loan_has_no_payments_left_and_no_payoff_day() -> None:
    projection = project(
        balance=Money(0),
        annual_rate=Decimal("0.12"),
        instalment=Money(4_000),
        next_due_on=NEXT,
        day_of_month=31,
    )

    assert projection == Projection(0, None, Money(0), Money(0))


@pytest.mark.parametrize("instalment", [100, 101])
def test_refuses_to_project_a_loan_that_would_never_end(instalment: int) -> None:
    with pytest.raises(CannotAmortize, match="never end"):
        project(
            balance=Money(10_000_000 if instalment == 101 else 10_000),
            annual_rate=Decimal("0.12") if instalment == 100 else Decimal(0),
            instalment=Money(instalment),
            next_due_on=NEXT,
            day_of_month=31,
        )


@given(
    balance=st.integers(1, 10**8),
    rate=st.decimals(0, "0.5", places=4),
    term=st.integers(1, 120),
    currency=st.sampled_from(["USD", "JPY"]),
)
def test_agrees_with_the_schedule_whenever_that_one_ends_with_a_smaller_payment(
    balance: int, rate: Decimal, term: int, currency: str
) -> None:
    loan = Money(balance, currency)
    instalment = level_instalment(loan, rate, term) + Money(1, currency)
    lines = schedule(
        principal=loan,
        annual_rate=rate,
        term=term,
        first_due_on=NEXT,
        day_of_month=31,
        instalment=instalment,
    )

    projection = project(balance=loan, annual_rate=rate, instalment=instalment, next_due_on=NEXT, day_of_month=31)

    if lines[-1].total <= instalment:
        assert projection == Projection(
            len(lines),
            lines[-1].due_on,
            lines[-1].total,
            total((line.interest for line in lines), currency),
        )
