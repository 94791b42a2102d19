"""What it takes to close a loan on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from portico_kernel.money import Money

from .accrual import daily_interest, per_diem


@dataclass(frozen=True, slots=True)
class Payoff:
    """The amount that closes a loan on ``as_of``; ``per_diem`` is what each day later adds, for showing."""

    as_of: date
    principal: Money
    interest: Money
    fees: Money
    total: Money
    per_diem: Money


def payoff(
    *,
    principal: Money,
    annual_rate: Decimal,
    fees: Money,
    paid_through: date,
    as_of: date,
    rounding: str = ROUND_HALF_EVEN,
) -> Payoff:
    """Compute the payoff: principal, actual/365 interest since ``paid_through``, and open fees.

    Interest is owed from ``paid_through`` (in) to ``as_of`` (out) and rounded once. A loan paid through a
    later day owes no interest, and gets none back.
    """
    starts_on = min(paid_through, as_of)
    interest = daily_interest(principal, annual_rate, starts_on=starts_on, ends_on=as_of, rounding=rounding)
    return Payoff(
        as_of=as_of,
        principal=principal,
        interest=interest,
        fees=fees,
        total=principal + interest + fees,
        per_diem=per_diem(principal, annual_rate, rounding=rounding),
    )
