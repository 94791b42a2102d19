"""Finding due dates that agree with what a tape says.

A tape states standing, balance and totals paid, but seldom the day of the month. Of the days that make the
standing true on the as-of day, one is chosen, always the same for the same loan number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from portico_kernel.money import Money, total

from ..builtin.amortization import Instalment, schedule
from ..builtin.due_dates import due_after, in_month, month_index
from .agreeing_days import DueDay, Met, agreeing, due_days, instalments_met
from .mapping import TapeMapping
from .rows import TapeRow
from .standing import Standing


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a loan stands in the calendar on ``as_of``, after the tape's date shift.

    ``oldest_unmet_on`` is when the first instalment that is not met fell or falls due, ``next_due_on`` the
    first due date on or after ``as_of``: a closed loan has neither, one past its last date no next.
    ``past_due`` is what fell due before ``as_of`` and is not paid, in ``instalments_past_due`` instalments;
    ``extra_principal`` is principal paid beyond the instalments met. ``paid_through_on`` is the day up to
    which interest is paid: the due date of the last instalment met, or a month before the first.
    """

    as_of: date
    day_of_month: int
    issue_month: date
    first_due_on: date
    instalments_met: int
    oldest_unmet_on: date | None
    next_due_on: date | None
    days_past_due: int
    instalments_past_due: int
    past_due: Money
    extra_principal: Money
    paid_through_on: date


@dataclass(frozen=True, slots=True)
class CannotAgree:
    """A row whose facts no due date makes true together, and why."""

    line: int
    loan_number: str
    reason: str


def place(row: TapeRow, mapping: TapeMapping, *, shift_to: date | None = None) -> Placement | CannotAgree:
    """Choose the due dates of a row so that its standing is true on the as-of day.

    The choice is made in the tape's own calendar. With ``shift_to`` the due dates then move by whole days,
    so that the tape's as-of day becomes that day and every loan is as far from its due date as it was; the
    day of the month moves along, and the issue month by whole months.
    """
    contradiction = _contradiction(row)
    if contradiction:
        return CannotAgree(row.line, row.loan_number, contradiction)
    met = instalments_met(row, mapping)
    days = due_days(row, met, mapping)
    as_of = shift_to or mapping.as_of
    if row.standing.is_closed:
        return _place_closed(row, _always_the_same(days, row.loan_number), met, mapping, as_of)
    choices = agreeing(row, days, mapping)
    if not choices:
        return CannotAgree(row.line, row.loan_number, _why_not(row, days, mapping))
    return _place_open(row, _always_the_same(choices, row.loan_number), met, mapping, as_of)


def remaining_schedule(row: TapeRow, placement: Placement, mapping: TapeMapping) -> list[Instalment]:
    """Lay out the instalments not yet met, from the oldest; their principal adds up to the balance exactly.

    Numbered on from the instalments met. A closed loan has none.
    """
    if placement.oldest_unmet_on is None:
        return []
    return _remaining(row, placement.instalments_met, placement.oldest_unmet_on, placement.day_of_month, mapping)


def _remaining(row: TapeRow, met: int, oldest_unmet_on: date, day: int, mapping: TapeMapping) -> list[Instalment]:
    return schedule(
        principal=row.balance,
        annual_rate=row.annual_rate,
        term=row.term - met,
        first_due_on=oldest_unmet_on,
        day_of_month=day,
        instalment=row.instalment,
        rounding=mapping.interest_rounding,
        first_number=met + 1,
    )


def _contradiction(row: TapeRow) -> str:
    if row.standing is Standing.PAID_OFF and row.balance:
        return f"It says {row.standing.label}, but {row.balance} is still owed."
    if not row.standing.is_closed and not row.balance:
        return f"It says {row.standing.label}, but nothing is owed any more."
    return ""


def _why_not(row: TapeRow, days: list[DueDay], mapping: TapeMapping) -> str:
    latest = max(days, key=lambda day: day.oldest_unmet_on)
    return (
        f"It says {row.standing.label} on {mapping.as_of.isoformat()}, but the principal paid, "
        f"{row.paid_principal}, meets {latest.met} installments, and the next one falls due on "
        f"{latest.oldest_unmet_on.isoformat()} at the latest."
    )


def _always_the_same(days: list[DueDay], loan_number: str) -> DueDay:
    digest = sha256(f"due day\0{loan_number}".encode()).digest()
    return days[int.from_bytes(digest[:8], "big") % len(days)]


def _place_open(row: TapeRow, chosen: DueDay, met: Met, mapping: TapeMapping, as_of: date) -> Placement:
    moved = as_of - mapping.as_of
    oldest = chosen.oldest_unmet_on + moved
    day = oldest.day if moved else chosen.day
    first_due_on = due_after(oldest, -chosen.met, day)
    remaining = _remaining(row, chosen.met, oldest, day, mapping)
    fallen = [line for line in remaining if line.due_on < as_of]
    nothing = Money.zero(row.balance.currency)
    extra = max(nothing, row.paid_principal - met.principal_until[chosen.met])
    return Placement(
        as_of=as_of,
        day_of_month=day,
        issue_month=in_month(month_index(first_due_on) - mapping.first_due_after_months, 1),
        first_due_on=first_due_on,
        instalments_met=chosen.met,
        oldest_unmet_on=oldest,
        next_due_on=next((line.due_on for line in remaining if line.due_on >= as_of), None),
        days_past_due=max(0, (as_of - oldest).days),
        instalments_past_due=len(fallen),
        # Principal beyond the instalments met is part of the oldest instalment that is late.
        past_due=max(nothing, total((line.total for line in fallen), nothing.currency) - extra),
        extra_principal=extra,
        paid_through_on=due_after(oldest, -1, day),
    )


def _place_closed(row: TapeRow, chosen: DueDay, met: Met, mapping: TapeMapping, as_of: date) -> Placement:
    months = month_index(as_of) - month_index(mapping.as_of)
    issue_month = in_month(month_index(row.issue_month) + months, 1)
    nothing = Money.zero(row.balance.currency)
    return Placement(
        as_of=as_of,
        day_of_month=chosen.day,
        issue_month=issue_month,
        first_due_on=in_month(month_index(issue_month) + mapping.first_due_after_months, chosen.day),
        instalments_met=met.count,
        oldest_unmet_on=None,
        next_due_on=None,
        days_past_due=0,
        instalments_past_due=0,
        past_due=nothing,
        extra_principal=nothing,
        paid_through_on=as_of,
    )
