"""Where a loan stands: an opening position, and what has been posted since, added up in order.

Pure. Interest is actual/365 simple interest on the principal, the same as in a payoff, so that what a payoff
promises is what a payment finds owed. It is rounded once for each stretch between postings, half to even.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portico_kernel.money import Money

from .builtin.accrual import daily_interest
from .builtin.waterfall import Buckets


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
            interest_due=self.interest_on(on) - parts.interest,
            fees_due=self.fees_due - parts.fees,
            paid_through=max(self.paid_through, on),
            towards_instalments=self.towards_instalments + parts.towards_instalments,
        )

    def without(self, posting: Posting) -> Position:
        """The position once a payment is taken back: as if it had never been paid.

        Its principal has gone on bearing interest since it was paid, so that interest is owed too.
        """
        parts = posting.parts
        missed = Money.zero(self.principal.currency)
        if parts.principal.minor > 0 and posting.effective_on < self.paid_through:
            missed = daily_interest(
                parts.principal, self.annual_rate, starts_on=posting.effective_on, ends_on=self.paid_through
            )
        return replace(
            self,
            principal=self.principal + parts.principal,
            interest_due=self.interest_due + parts.interest + missed,
            fees_due=self.fees_due + parts.fees,
            towards_instalments=self.towards_instalments - parts.towards_instalments,
        )


def position_after(opening: Position, postings: Iterable[Posting]) -> Position:
    """Add up postings in the order in which they were posted.

    Raises KeyError when a reversal points at a posting that is not among those before it.
    """
    position = opening
    known: dict[uuid.UUID, Posting] = {}
    for posting in postings:
        known[posting.id] = posting
        if posting.reverses is None:
            position = position.after(posting.parts, on=posting.effective_on)
        else:
            position = position.without(known[posting.reverses])
    return position
