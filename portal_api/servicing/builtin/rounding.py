"""Exact ratios of integers, rounded once by a stated mode.

Interest and instalments are rational numbers. Kept as integers they carry no error of their own, so rounding
up never turns an exact amount into one cent more.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

MODES = (ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN)


def round_ratio(numerator: int, denominator: int, rounding: str) -> int:
    """Round ``numerator / denominator``, both not negative, to a whole number by ``rounding``.

    Raises ValueError for a negative ratio, a zero denominator or a mode outside ``MODES``.
    """
    if numerator < 0 or denominator <= 0:
        raise ValueError("round_ratio takes a ratio that is not negative")
    whole, rest = divmod(numerator, denominator)
    if rounding == ROUND_DOWN:
        return whole
    if rounding == ROUND_UP:
        return whole + (rest > 0)
    if rounding == ROUND_HALF_UP:
        return whole + (2 * rest >= denominator)
    if rounding == ROUND_HALF_EVEN:
        return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))
    raise ValueError(f"unknown rounding mode {rounding!r}")


def rate_ratio(annual_rate: Decimal, periods_per_year: int) -> tuple[int, int]:
    """The exact rate of one period as a numerator and a denominator.

    Raises TypeError unless the rate is a Decimal, ValueError when it is negative, not finite, or when the
    year has no periods.
    """
    if not isinstance(annual_rate, Decimal):
        raise TypeError(f"a rate is a Decimal, not {type(annual_rate).__name__}")
    if not annual_rate.is_finite() or annual_rate < 0:
        raise ValueError("a rate is a finite number, zero or more")
    if periods_per_year < 1:
        raise ValueError("a year has at least one period")
    numerator, denominator = annual_rate.as_integer_ratio()
    return numerator, denominator * periods_per_year
