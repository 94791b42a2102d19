"""What may be asked about a ledger. The account comes from ``accounts.queries``, asked with the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Subquery, Sum

from portal_api.accounts.models import Account
from portal_api.accounts.states import PAYABLE
from portico_kernel.money import Money

from .builtin.payoff import payoff
from .errors import DayOutOfReach
from .models import Instalment, LedgerTransaction, ScheduleVersion
from .states import Bucket

# How far ahead a payoff is promised: lenders' payoff letters are commonly good for ten to thirty days.
FURTHEST_PAYOFF = timedelta(days=60)
PAGE = 25


@dataclass(frozen=True, slots=True)
class Payoff:
    """What closes an account ``on`` that day; ``per_diem`` is what each day later adds, for showing."""

    amount: Money
    principal: Money
    interest: Money
    fees: Money
    per_diem: Money
    on: date


@dataclass(frozen=True, slots=True)
class AmountsPayable:
    """The amounts that a borrower is offered; None where there is none of that kind.

    ``next_due`` brings the account up to date through its next due date, ``past_due`` what is late.
    """

    next_due: Money | None
    past_due: Money | None


def payoff_of(account: Account, on: date) -> Payoff:
    """What closes an account, which came with snapshot and loan terms, on a day. Asks no query.

    Charged-off and paid-off accounts owe nothing here that could be paid.
    """
    snapshot, currency = account.snapshot, account.currency
    nothing = Money.zero(currency)
    if snapshot.standing not in PAYABLE:
        return Payoff(nothing, nothing, nothing, nothing, nothing, on)
    figures = payoff(
        principal=Money(snapshot.principal_minor, currency),
        annual_rate=account.loan_terms.annual_rate / 100,
        fees=Money(snapshot.fees_due_minor, currency),
        paid_through=snapshot.interest_paid_through_on,
        as_of=on,
    )
    carried = Money(snapshot.interest_due_minor, currency)
    return Payoff(
        amount=figures.total + carried,
        principal=figures.principal,
        interest=figures.interest + carried,
        fees=figures.fees,
        per_diem=figures.per_diem,
        on=on,
    )


def payoff_quote(account: Account, on: date, *, today: date) -> Payoff:
    """A payoff as a borrower may ask for it; raises DayOutOfReach for a day over or too far ahead."""
    if on < today:
        raise DayOutOfReach("Choose today or a later day.")
    if on > today + FURTHEST_PAYOFF:
        raise DayOutOfReach(f"Choose a day within the next {FURTHEST_PAYOFF.days} days.")
    return payoff_of(account, on)


def amounts_payable(account: Account, *, on: date | None = None) -> AmountsPayable:
    """The amounts offered for an account, which came with its snapshot. Asks no query.

    With ``on``, the day that the money would count, neither is more than closes the account on that day,
    and a last payment is exactly that.
    """
    snapshot = account.snapshot
    if snapshot.standing not in PAYABLE:
        return AmountsPayable(None, None)
    next_due = Money(snapshot.amount_due_minor, account.currency)
    past_due = Money(snapshot.past_due_minor, account.currency)
    if on is not None:
        closing = payoff_of(account, on).amount
        next_due = closing if snapshot.remaining_payments == 1 else min(next_due, closing)
        past_due = min(past_due, closing)
    return AmountsPayable(next_due or None, past_due or None)


def schedule_of(account: Account) -> list[Instalment]:
    """The schedule in force, in order. One query."""
    in_force = ScheduleVersion.objects.filter(account=account.id).order_by("-version")
    return list(Instalment.objects.filter(schedule=Subquery(in_force.values("id")[:1])).order_by("number"))


@dataclass(frozen=True, slots=True)
class TransactionPage:
    """Transactions, newest first, and the sequence number to go on below, or None at the end."""

    items: list[LedgerTransaction]
    next_below: int | None


def transactions_of(account: Account, *, below: int | None = None, size: int = PAGE) -> TransactionPage:
    """One page of transactions, each with ``fees``, ``interest`` and ``principal`` in minor units.

    The parts are as ledger lines are: what reduces the debt is negative. One query.
    """
    found = with_parts(LedgerTransaction.objects.filter(account=account.id)).order_by("-sequence")
    if below is not None:
        found = found.filter(sequence__lt=below)
    items = list(found[: size + 1])
    more = len(items) > size
    return TransactionPage(items[:size], items[size - 1].sequence if more else None)


def with_parts(transactions: QuerySet[LedgerTransaction]) -> QuerySet[LedgerTransaction]:
    """The same transactions with the sum of each bucket."""
    return transactions.annotate(
        **{
            name: Sum("lines__amount_minor", filter=Q(lines__bucket=bucket), default=0)
            for name, bucket in (
                ("fees", Bucket.FEE),
                ("interest", Bucket.INTEREST),
                ("principal", Bucket.PRINCIPAL),
            )
        }
    )
