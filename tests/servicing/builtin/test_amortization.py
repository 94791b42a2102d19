"""Level instalments and schedules: exact, cent by cent, in two currencies."""

from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import mortgagemath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.servicing.builtin.amortization import (
    CannotAmortize,
    Instalment,
    level_instalment,
    schedule,
)
from portico_kernel.money import Money, total

FIRST = date(2026, 1, 31)
rates = st.decimals(min_value=0, max_value=1, places=4)
terms = st.integers(min_value=1, max_value=120)
loans = st.builds(Money, st.integers(1, 50_000_000), st.sampled_from(["USD", "JPY"]))
modes = st.sampled_from([ROUND_UP, ROUND_HALF_EVEN])


def lay_out(principal: Money, rate: Decimal, term: int, rounding: str = ROUND_UP) -> list[Instalment]:
    return schedule(
        principal=principal,
        annual_rate=rate,
        term=term,
        first_due_on=FIRST,
        day_of_month=31,
        instalment=level_instalment(principal, rate, term, rounding=rounding),
    )


@pytest.mark.parametrize(
    ("principal", "rate", "term", "expected"),
    [
        (2_800_000, "0.1407", 60, 65_253),
        (200_000, "0.1709", 36, 7_140),
        (100_000, "0", 3, 33_334),
        (100_000, "0.12", 1, 101_000),
        (5, "0.12", 12, 1),
    ],
)
def test_rounds_the_level_instalment_up_to_the_cent(principal: int, rate: str, term: int, expected: int) -> None:
    assert level_instalment(Money(principal), Decimal(rate), term) == Money(expected)


def test_rounds_the_level_instalment_half_even_when_told_to() -> None:
    instalment = level_instalment(Money(100_000), Decimal(0), 3, rounding=ROUND_HALF_EVEN)

    assert instalment == Money(33_333)


def test_computes_weekly_instalments_from_the_same_yearly_rate() -> None:
    instalment = level_instalment(Money(100_000), Decimal("0.052"), 2, periods_per_year=52)

    assert instalment == Money(50_076)


@pytest.mark.parametrize(("principal", "term"), [(0, 12), (-1, 12), (100, 0)])
def test_refuses_a_loan_of_nothing_or_without_payments(principal: int, term: int) -> None:
    with pytest.raises(CannotAmortize):
        level_instalment(Money(principal), Decimal("0.1"), term)


@pytest.mark.parametrize("rate", ["-0.01", "NaN", "Infinity"])
def test_refuses_a_rate_that_is_no_rate(rate: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        level_instalment(Money(100), Decimal(rate), 12)


def test_refuses_an_instalment_below_the_first_interest() -> None:
    with pytest.raises(CannotAmortize, match="does not cover the interest"):
        schedule(
            principal=Money(1_000_000),
            annual_rate=Decimal("0.12"),
            term=12,
            first_due_on=FIRST,
            day_of_month=31,
            instalment=Money(9_999),
        )


def test_lays_out_a_small_loan_line_by_line_across_a_short_month() -> None:
    lines = lay_out(Money(10_000), Decimal("0.12"), 3)

    assert [(line.due_on, line.principal.minor, line.interest.minor) for line in lines] == [
        (date(2026, 1, 31), 3_301, 100),
        (date(2026, 2, 28), 3_334, 67),
        (date(2026, 3, 31), 3_365, 34),
    ]


def test_puts_the_due_date_on_the_leap_day_when_there_is_one() -> None:
    lines = schedule(
        principal=Money(300),
        annual_rate=Decimal(0),
        term=3,
        first_due_on=date(2028, 1, 30),
        day_of_month=30,
        instalment=Money(100),
    )

    assert [line.due_on for line in lines] == [date(2028, 1, 30), date(2028, 2, 29), date(2028, 3, 30)]


def test_numbers_on_from_the_number_it_is_given() -> None:
    lines = schedule(
        principal=Money(300),
        annual_rate=Decimal(0),
        term=3,
        first_due_on=FIRST,
        day_of_month=31,
        instalment=Money(100),
        first_number=7,
    )

    assert [line.number for line in lines] == [7, 8, 9]


def test_ends_early_when_rounding_up_clears_a_tiny_loan_sooner() -> None:
    lines = lay_out(Money(5), Decimal(0), 12)

    assert [line.balance_after.minor for line in lines] == [4, 3, 2, 1, 0]


@given(principal=loans, rate=rates, term=terms, rounding=modes)
def test_principal_parts_add_up_to_the_loan_and_the_last_payment_clears_it(
    principal: Money, rate: Decimal, term: int, rounding: str
) -> None:
    lines = lay_out(principal, rate, term, rounding)

    assert total((line.principal for line in lines), principal.currency) == principal
    assert lines[-1].balance_after == Money.zero(principal.currency)
    assert len(lines) <= term
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(principal=loans, rate=rates, term=terms, rounding=modes)
def test_every_line_adds_up_and_none_is_negative(principal: Money, rate: Decimal, term: int, rounding: str) -> None:
    balance = principal
    for line in lay_out(principal, rate, term, rounding):
        balance = balance - line.principal
        assert line.total == line.principal + line.interest
        assert line.balance_after == balance
        assert min(line.principal.minor, line.interest.minor, balance.minor) >= 0


@given(principal=loans, rate=rates, term=terms)
def test_rounding_up_never_makes_the_last_payment_the_largest_by_more_than_interest_rounding(
    principal: Money, rate: Decimal, term: int
) -> None:
    lines = lay_out(principal, rate, term)
    instalment = level_instalment(principal, rate, term)
    # Half a unit of interest rounding each period, grown by the rate until the end.
    drift = sum((1 + rate / 12) ** n for n in range(term))

    assert Decimal((lines[-1].total - instalment).minor) <= drift / 2


@given(
    principal=st.integers(100_000, 50_000_000),
    monthly=st.integers(1, 300),
    years=st.integers(1, 7),
)
def test_agrees_with_an_independent_library_line_by_line(principal: int, monthly: int, years: int) -> None:
    # The other library divides the rate by twelve in decimals, so only twelfths that end are exact in both.
    rate = Decimal(monthly).scaleb(-4) * 12
    theirs = mortgagemath.amortization_schedule(
        mortgagemath.LoanParams(Money(principal).major, rate * 100, years * 12)
    )[1:]

    ours = schedule(
        principal=Money(principal),
        annual_rate=rate,
        term=years * 12,
        first_due_on=FIRST,
        day_of_month=31,
        instalment=level_instalment(Money(principal), rate, years * 12),
        rounding=ROUND_HALF_UP,
    )

    assert [(o.principal.major, o.interest.major) for o in ours] == [(t.principal, t.interest) for t in theirs]
