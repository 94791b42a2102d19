"""The days of the month on which a loan can fall due if what the tape says is true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portico_kernel.money import Money

from ..builtin.accrual import periodic_interest
from ..builtin.due_dates import due_after, in_month, month_index
from .mapping import TapeMapping
from .rows import TapeRow
from .standing import Standing, agrees


@dataclass(frozen=True, slots=True)
class Met:
    """How many instalments the principal paid covers; the first n asked for ``principal_until[n]``."""

    count: int
    principal_until: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day of the month: with it, so many instalments are met and the next fell or falls due then."""

    day: int
    met: int
    oldest_unmet_on: date


def instalments_met(row: TapeRow, mapping: TapeMapping) -> Met:
    """Count along the original schedule how far the principal paid reaches, within the mapping's tolerance.

    An open loan has at least one instalment left, a paid-off one none.
    """
    reached, balance = Money.zero(row.principal.currency), row.principal
    until = [reached]
    for number in range(1, row.term + 1):
        interest = periodic_interest(balance, row.annual_rate, rounding=mapping.interest_rounding)
        part = balance if number == row.term else min(balance, row.instalment - interest)
        missing = reached + part - row.paid_principal
        if missing.minor > part.minor * mapping.met_tolerance:
            break
        reached, balance = reached + part, balance - part
        until.append(reached)
    if row.standing is Standing.PAID_OFF:
        return Met(row.term, tuple(until))
    return Met(min(len(until) - 1, row.term - 1), tuple(until))


def due_days(row: TapeRow, met: Met, mapping: TapeMapping) -> list[DueDay]:
    """Every day of the month that the row leaves open: the tape's own, or the 1st to the 31st."""
    days = range(row.due_day, row.due_day + 1) if row.due_day else range(1, 32)
    return [_due_day(row, met.count, day, mapping) for day in days]


def agreeing(row: TapeRow, days: list[DueDay], mapping: TapeMapping) -> list[DueDay]:
    """Those of the days on which the row's standing is true, with the most instalments met."""
    true = [day for day in days if agrees(row.standing, (mapping.as_of - day.oldest_unmet_on).days)]
    most = max((day.met for day in true), default=0)
    return [day for day in true if day.met == most]


def _due_day(row: TapeRow, met_by_principal: int, day: int, mapping: TapeMapping) -> DueDay:
    first_due_on = in_month(month_index(row.issue_month) + mapping.first_due_after_months, day)
    met = met_by_principal
    if mapping.extra_principal == "shortens":
        met = min(met, _fallen_due(first_due_on, day, mapping.as_of))
    return DueDay(day, met, due_after(first_due_on, met, day))


def _fallen_due(first_due_on: date, day: int, as_of: date) -> int:
    """How many due dates lie on or before ``as_of``."""
    months = month_index(as_of) - month_index(first_due_on)
    return max(0, months + (in_month(month_index(as_of), day) <= as_of))
