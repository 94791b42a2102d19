"""Interest by period and by day."""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.servicing.builtin.accrual import daily_interest, per_diem, periodic_interest
from portico_kernel.money import Money


@pytest.mark.parametrize(("rounding", "expected"), [(ROUND_DOWN, 12), (ROUND_HALF_UP, 13), (ROUND_UP, 13)])
def test_rounds_a_half_cent_of_monthly_interest_as_told(rounding: str, expected: int) -> None:
    assert periodic_interest(Money(1_500), Decimal("0.1"), rounding=rounding) == Money(expected)


def test_rounds_a_half_cent_to_the_even_cent_unless_told_otherwise() -> None:
    assert periodic_interest(Money(1_500), Decimal("0.1")) == Money(12)


def test_counts_the_first_day_and_not_the_last() -> None:
    interest = daily_interest(Money(3_650_000), Decimal("0.1"), starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 2))

    assert interest == Money(3_000)


def test_counts_the_leap_day_over_a_year_of_365() -> None:
    interest = daily_interest(Money(3_650_000), Decimal("0.1"), starts_on=date(2028, 1, 1), ends_on=date(2029, 1, 1))

    assert interest == Money(366_000)


def test_earns_nothing_on_the_day_it_starts() -> None:
    day = date(2026, 5, 4)

    assert daily_interest(Money(100_000), Decimal("0.2"), starts_on=day, ends_on=day) == Money(0)


def test_refuses_to_accrue_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        daily_interest(Money(1), Decimal(0), starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 3))


def test_refuses_a_rate_that_is_not_a_decimal() -> None:
    with pytest.raises(TypeError):
        periodic_interest(Money(1), 0.1)  # type: ignore[arg-type]


def test_refuses_a_rounding_mode_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="rounding"):
        periodic_interest(Money(1), Decimal(0), rounding="ROUND_CEILING")


def test_shows_what_one_more_day_adds_in_yen() -> None:
    assert per_diem(Money(1_000_000, "JPY"), Decimal("0.05")) == Money(137, "JPY")


@given(st.integers(0, 10**9), st.integers(0, 3_000), st.decimals(0, 1, places=4))
def test_a_days_interest_is_within_half_a_cent_of_the_exact_figure(balance: int, days: int, rate: Decimal) -> None:
    starts_on = date(2026, 1, 1)
    ends_on = date.fromordinal(starts_on.toordinal() + days)

    interest = daily_interest(Money(balance), rate, starts_on=starts_on, ends_on=ends_on)

    assert abs(interest.minor * 365 - balance * rate * days) * 2 <= 365
