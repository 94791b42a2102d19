"""Paying a loan as agreed: what each instalment takes, from where the loan stands. Pure.

Instalments are met by money, in order: each takes its stored total, and what is paid ahead counts towards
the next ones. Only the last one differs: it is whatever clears the loan.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from portico_kernel.money import Money

from .builtin.waterfall import split_payment
from .position import Parts, Position


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """What one instalment asks for, and when."""

    due_on: date
    total: Money


@dataclass(frozen=True, slots=True)
class AgreedPayment:
    """The payment that meets the instalment at ``index`` (from 0) on a day, and where the loan then stands."""

    index: int
    on: date
    parts: Parts
    after: Position


def first_unmet(position: Position, lines: Sequence[ScheduleLine]) -> int:
    """The index of the first instalment that is not met; the last one is not while anything is owed."""
    until = list(accumulate(line.total.minor for line in lines))
    return min(bisect_right(until, position.towards_instalments.minor), len(lines) - 1)


def meeting(position: Position, lines: Sequence[ScheduleLine], index: int, *, on: date) -> Money:
    """What meets every instalment up to ``index`` on a day, with the open fees; never more than closes the loan."""
    owed = position.owed_on(on).total
    if index == len(lines) - 1:
        return owed
    until = Money(sum(line.total.minor for line in lines[: index + 1]), owed.currency)
    return min(until - position.towards_instalments + position.fees_due, owed)


def agreed_payments(
    position: Position, lines: Sequence[ScheduleLine], *, not_before: date = date.min
) -> Iterator[AgreedPayment]:
    """Pay each instalment not met on its due date, or on ``not_before`` if that is later, until nothing is owed."""
    for index in range(first_unmet(position, lines), len(lines)):
        on = max(lines[index].due_on, not_before)
        owed = position.owed_on(on)
        if not owed.total:
            return
        paid = split_payment(meeting(position, lines, index, on=on), owed)
        parts = Parts(paid.fees, paid.interest, paid.principal)
        position = position.after(parts, on=on)
        yield AgreedPayment(index, on, parts, position)
