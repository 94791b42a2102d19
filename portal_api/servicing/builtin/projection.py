"""When a loan ends if every instalment is paid on its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from portico_kernel.money import Money

from .accrual import periodic_interest
from .amortization import CannotAmortize
from .due_dates import due_after

# A hundred years of monthly payments: beyond it a projection says nothing to anybody.
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Projection:
    """The rest of a loan: payments left, the day of the last one, its amount, and the interest until then."""

    remaining_payments: int
    payoff_on: date | None
    last_payment: Money
    interest: Money


def project(
    *,
    balance: Money,
    annual_rate: Decimal,
    instalment: Money,
    next_due_on: date,
    day_of_month: int,
    rounding: str = ROUND_HALF_EVEN,
) -> Projection:
    """Pay ``instalment`` monthly from ``next_due_on`` until nothing is left, and tell how that goes.

    A cleared balance has no payments left and no payoff day. Raises CannotAmortize when the instalment does
    not cover the interest or the loan would outlast a hundred years.
    """
    nothing = Money.zero(balance.currency)
    interest_sum, payment = nothing, nothing
    payments = 0
    while balance:
        interest = periodic_interest(balance, annual_rate, rounding=rounding)
        if instalment <= interest or payments == LONGEST:
            raise CannotAmortize("At this installment the loan would never end.")
        payment = min(instalment, balance + interest)
        balance = balance + interest - payment
        interest_sum = interest_sum + interest
        payments += 1
    payoff_on = due_after(next_due_on, payments - 1, day_of_month) if payments else None
    return Projection(payments, payoff_on, payment, interest_sum)
