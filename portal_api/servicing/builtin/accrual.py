"""Interest that a balance earns: by period for schedules, by day for payoffs."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from portico_kernel.money import Money

from .rounding import rate_ratio, round_ratio

DAYS_IN_YEAR = 365


def periodic_interest(
    balance: Money, annual_rate: Decimal, *, periods_per_year: int = 12, rounding: str = ROUND_HALF_EVEN
) -> Money:
    """Compute the simple interest of one period, rounded once to minor units."""
    rate, per = rate_ratio(annual_rate, periods_per_year)
    return Money(round_ratio(balance.minor * rate, per, rounding), balance.currency)


def daily_interest(
    balance: Money,
    annual_rate: Decimal,
    *,
    starts_on: date,
    ends_on: date,
    rounding: str = ROUND_HALF_EVEN,
) -> Money:
    """Compute actual/365 simple interest from ``starts_on`` (in) to ``ends_on`` (out), rounded once.

    29 February is a day like any other and the year stays 365. Raises ValueError for a period that ends
    before it starts.
    """
    days = (ends_on - starts_on).days
    if days < 0:
        raise ValueError("interest accrues forward in time")
    rate, per = rate_ratio(annual_rate, DAYS_IN_YEAR)
    return Money(round_ratio(balance.minor * rate * days, per, rounding), balance.currency)


def per_diem(balance: Money, annual_rate: Decimal, *, rounding: str = ROUND_HALF_EVEN) -> Money:
    """Compute what one further day adds, for showing; sums of it drift, so never add it up."""
    rate, per = rate_ratio(annual_rate, DAYS_IN_YEAR)
    return Money(round_ratio(balance.minor * rate, per, rounding), balance.currency)
