"""Where a loan stands: an opening position, and what has been paid since, by the days it was paid for.

Pure. Interest is actual/365 simple interest on the principal, the same as in a payoff, so that what a payoff
promises is what a payment finds owed. It is rounded once for each stretch between payments, half to even.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portico_kernel.money import Money

from .builtin.accrual import daily_interest
from .builtin.waterfall import Buckets, split_payment


@dataclass(frozen=True, slots=True)
class Parts:
    """A transaction by bucket: what it took off the debt is positive, what it added to it negative."""

    fees: Money
    interest: Money
    principal: Money

    @property
    def total(self) -> Money:
        """All three together."""
        return self.fees + self.interest + self.principal

    @property
    def towards_instalments(self) -> Money:
        """What counts for the schedule: fees do not."""
        return self.interest + self.principal


def sum_of(many: Iterable[Parts], currency: str) -> Parts:
    """Add parts up bucket by bucket."""
    nothing = Money.zero(currency)
    result = Parts(nothing, nothing, nothing)
    for parts in many:
        result = Parts(result.fees + parts.fees, result.interest + parts.interest, result.principal + parts.principal)
    return result


@dataclass(frozen=True, slots=True)
class Posting:
    """One posted transaction; ``reverses`` names the posting that it takes back."""

    id: uuid.UUID
    effective_on: date
    parts: Parts
    reverses: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What is owed, with interest up to ``paid_through``, and what has gone towards instalments in all.

    ``annual_rate`` is a fraction of one. ``towards_instalments`` counts the interest and principal paid in
    the schedule's own totals, from the first instalment on.
    """

    annual_rate: Decimal
    principal: Money
    interest_due: Money
    fees_due: Money
    paid_through: date
    towards_instalments: Money

    def interest_on(self, day: date) -> Money:
        """All interest owed if it is paid on ``day``."""
        if day <= self.paid_through:
            return self.interest_due
        return self.interest_due + daily_interest(
            self.principal, self.annual_rate, starts_on=self.paid_through, ends_on=day
        )

    def owed_on(self, day: date) -> Buckets:
        """What closes the loan on ``day``, by bucket."""
        return Buckets(fees=self.fees_due, interest=self.interest_on(day), principal=self.principal)

    def after(self, parts: Parts, *, on: date) -> Position:
        """The position once a payment or a fee is posted, effective ``on`` that day."""
        return replace(
            self,
            principal=self.principal - parts.principal,
            interest_due=max(self.interest_on(on) - parts.interest, Money.zero(self.principal.currency)),
            fees_due=self.fees_due - parts.fees,
            paid_through=max(self.paid_through, on),
            towards_instalments=self.towards_instalments + parts.towards_instalments,
        )


def position_after(opening: Position, postings: Iterable[Posting]) -> Position:
    """Where a loan stands: every payment that was not taken back, paid on the day on which it is effective.

    The order of posting does not matter, so a payment that is posted late costs no interest for the delay,
    and one that is taken back leaves nothing behind. Raises KeyError when a reversal points at a posting
    that is not among those before it.
    """
    standing: dict[uuid.UUID, Posting] = {}
    for posting in postings:
        if posting.reverses is None:
            standing[posting.id] = posting
        else:
            del standing[posting.reverses]
    position = opening
    for posting in sorted(standing.values(), key=lambda each: each.effective_on):
        position = position.after(_split(position, posting), on=posting.effective_on)
    return position


def parts_of(posting: Posting, opening: Position, before: Sequence[Posting]) -> Parts:
    """The parts with which to store a posting that comes after those ``before``; its own give the total.

    They are the difference that it makes to the loan. Posted in the order of days that is the payment's
    split, and a reversal is the payment's own parts turned round. Out of order they hold as well what the
    later payments would have been split into: posted lines never change, so the new line puts them right.
    """
    old, new = position_after(opening, before), position_after(opening, (*before, posting))
    fees, principal = old.fees_due - new.fees_due, old.principal - new.principal
    return Parts(fees, posting.parts.total - fees - principal, principal)


def _split(position: Position, posting: Posting) -> Parts:
    """A payment by bucket on its day.

    What is more than all that is owed stays interest: an earlier payment came in late after this one had
    closed the loan with the interest that was owed then.
    """
    total, owed = posting.parts.total, position.owed_on(posting.effective_on)
    if total.minor <= 0:
        return posting.parts
    taken = min(total, owed.total)
    if not taken:
        return Parts(taken, total, taken)
    paid = split_payment(taken, owed)
    return Parts(paid.fees, paid.interest + (total - taken), paid.principal)
