"""The figures of a loan on one day, from its position and its stored schedule. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal_api.accounts.states import Standing
from portico_kernel.money import Money

from .agreed import ScheduleLine, agreed_payments, first_unmet, meeting
from .position import Position
from .tape.standing import Standing as LateWords
from .tape.standing import agrees

_LATE = (LateWords.IN_GRACE, LateWords.LATE_16_30, LateWords.LATE_31_120)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a borrower reads. ``amount_due`` brings the account up to date through its next due date.

    ``past_due_since_on`` is the due date of the oldest instalment that is late; ``standing_note`` says for
    staff how late in the words of loan tapes.
    """

    standing: Standing
    standing_note: str
    past_due: Money
    past_due_since_on: date | None
    amount_due: Money
    next_due_on: date | None
    instalments_met: int
    credit_to_next: Money
    remaining_payments: int
    projected_payoff_on: date | None


def figures_on(today: date, *, position: Position, lines: Sequence[ScheduleLine], is_charged_off: bool) -> Figures:
    """Say where a loan stands at the beginning of ``today``; ``lines`` is its schedule, in order, not empty.

    An instalment is past due from the day after its due date. Fees are due at once: they are part of the
    amount due, and of the amount past due where an instalment is.
    """
    return _Day(today, position, lines).figures(is_charged_off=is_charged_off)


class _Day:
    """One loan on one day. Indexes count the schedule's lines from 0."""

    def __init__(self, today: date, position: Position, lines: Sequence[ScheduleLine]) -> None:
        self.today = today
        self.position = position
        self.lines = lines
        self.last = len(lines) - 1
        self.met = first_unmet(position, lines)
        self.nothing = Money.zero(position.principal.currency)

    def figures(self, *, is_charged_off: bool) -> Figures:
        if not self.position.owed_on(self.today).total:
            return self._closed(Standing.PAID_OFF, met=len(self.lines))
        if is_charged_off:
            return self._closed(Standing.CHARGED_OFF, met=self.met)
        fallen = [i for i in range(self.met, self.last + 1) if self.lines[i].due_on < self.today]
        coming = self.met + len(fallen)
        past_due = self._due_through(fallen[-1]) if fallen else self.nothing
        standing, note = self._standing(bool(past_due), coming)
        rest = list(agreed_payments(self.position, self.lines, not_before=self.today))
        return Figures(
            standing=standing,
            standing_note=note,
            past_due=past_due,
            past_due_since_on=self.lines[self.met].due_on if past_due else None,
            amount_due=self._due_through(coming) if coming <= self.last else past_due,
            next_due_on=self.lines[coming].due_on if coming <= self.last else None,
            instalments_met=self.met,
            credit_to_next=self._credit(),
            remaining_payments=len(rest),
            projected_payoff_on=rest[-1].on,
        )

    def _closed(self, standing: Standing, *, met: int) -> Figures:
        return Figures(standing, "", self.nothing, None, self.nothing, None, met, self.nothing, 0, None)

    def _due_through(self, index: int) -> Money:
        on = max(self.lines[index].due_on, self.today)
        return meeting(self.position, self.lines, index, on=on)

    def _credit(self) -> Money:
        before = sum(line.total.minor for line in self.lines[: self.met])
        credit = self.position.towards_instalments.minor - before
        # Beyond the last instalment: interest for late days left some of the loan after all of the schedule.
        return min(Money(credit, self.nothing.currency), self.lines[self.met].total)

    def _standing(self, is_late: bool, coming: int) -> tuple[Standing, str]:
        if is_late:
            days = (self.today - self.lines[self.met].due_on).days
            words = next((word for word in _LATE if agrees(word, days)), None)
            return (Standing.PAST_DUE, words.label) if words else (Standing.DEFAULT, "")
        if coming <= self.last and self.lines[coming].due_on == self.today:
            return Standing.DUE, ""
        return Standing.CURRENT, ""
