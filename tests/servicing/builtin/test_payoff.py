"""The amount that closes a loan."""

from datetime import date
from decimal import Decimal

from portal_api.servicing.builtin.payoff import Payoff, payoff
from portico_kernel.money import Money


def test_adds_principal_interest_since_paid_through_and_fees() -> None:
    quote = payoff(
        principal=Money(1_000_000),
        annual_rate=Decimal("0.073"),
        fees=Money(1_500),
        paid_through=date(2026, 6, 1),
        as_of=date(2026, 6, 16),
    )

    assert quote == Payoff(
        as_of=date(2026, 6, 16),
        principal=Money(1_000_000),
        interest=Money(3_000),
        fees=Money(1_500),
        total=Money(1_004_500),
        per_diem=Money(200),
    )


def test_a_loan_paid_through_a_later_day_owes_no_interest() -> None:
    quote = payoff(
        principal=Money(500, "JPY"),
        annual_rate=Decimal("0.2"),
        fees=Money(0, "JPY"),
        paid_through=date(2026, 7, 1),
        as_of=date(2026, 6, 16),
    )

    assert quote.total == Money(500, "JPY")


def test_a_closed_loan_costs_nothing_to_close() -> None:
    quote = payoff(
        principal=Money(0),
        annual_rate=Decimal("0.2"),
        fees=Money(0),
        paid_through=date(2020, 7, 1),
        as_of=date(2026, 6, 16),
    )

    assert quote.total == Money(0)
