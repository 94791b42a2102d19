"""Level instalments and the schedules that they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal

from portico_kernel.errors import InvalidInput
from portico_kernel.money import Money

from .accrual import periodic_interest
from .due_dates import due_after
from .rounding import rate_ratio, round_ratio


class CannotAmortize(InvalidInput):
    """A loan, a term or an instalment that no schedule can be made of."""

    code = "cannot_amortize"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a schedule; ``total`` is ``principal + interest``, ``number`` counts from 1."""

    number: int
    due_on: date
    principal: Money
    interest: Money
    total: Money
    balance_after: Money


def level_instalment(
    principal: Money,
    annual_rate: Decimal,
    periods: int,
    *,
    periods_per_year: int = 12,
    rounding: str = ROUND_UP,
) -> Money:
    """Compute the equal payment that clears ``principal`` in ``periods`` payments, interest in arrears.

    Exact until the one rounding to minor units; never less than one minor unit. ROUND_UP leaves the last
    payment a little smaller, ROUND_HALF_EVEN a little smaller or larger. Raises CannotAmortize.
    """
    _require_loan(principal, periods)
    rate, per = rate_ratio(annual_rate, periods_per_year)
    if rate == 0:
        return Money(max(1, round_ratio(principal.minor, periods, rounding)), principal.currency)
    grown, flat = (rate + per) ** periods, per**periods
    minor = round_ratio(principal.minor * rate * grown, per * (grown - flat), rounding)
    return Money(max(1, minor), principal.currency)


def schedule(
    *,
    principal: Money,
    annual_rate: Decimal,
    term: int,
    first_due_on: date,
    day_of_month: int,
    instalment: Money,
    rounding: str = ROUND_HALF_EVEN,
    first_number: int = 1,
) -> list[Instalment]:
    """Lay out the monthly payments of a loan; their principal parts add up to ``principal`` exactly.

    Each period's interest is rounded by ``rounding``. The last payment clears the balance, whatever that
    takes; when rounding or a large instalment clears it sooner, the schedule is shorter than ``term``.
    Raises CannotAmortize when the instalment does not even cover the first interest.
    """
    _require_loan(principal, term)
    if term > 1 and instalment < periodic_interest(principal, annual_rate, rounding=rounding):
        raise CannotAmortize("The installment does not cover the interest, so the loan would never end.")
    lines: list[Instalment] = []
    balance = principal
    for index in range(term):
        interest = periodic_interest(balance, annual_rate, rounding=rounding)
        part = balance if index == term - 1 else min(balance, instalment - interest)
        balance = balance - part
        due_on = due_after(first_due_on, index, day_of_month)
        lines.append(Instalment(first_number + index, due_on, part, interest, part + interest, balance))
        if not balance:
            break
    return lines


def _require_loan(principal: Money, periods: int) -> None:
    if principal.minor <= 0:
        raise CannotAmortize("A loan is for more than nothing.")
    if periods < 1:
        raise CannotAmortize("A loan has at least one payment.")
