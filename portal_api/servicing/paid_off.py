"""How a paid-off loan ended: on which day, and which of its scheduled payments were ever made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal_api.accounts.models import Account
from portal_api.accounts.states import Standing

from .days import lender_zone
from .models import Instalment, LedgerTransaction
from .states import TransactionKind

# Interest by the day and interest by the month differ by the lengths of months: by less than this share.
_INTEREST_PERCENT = 105


def paid_off_on(account: Account) -> date | None:
    """The day of the payment that closed an account; None while it is open or where only its lender knows.

    The account came with its snapshot. One query for a paid-off account, none for another.
    """
    if account.snapshot.standing != Standing.PAID_OFF:
        return None
    standing = LedgerTransaction.objects.filter(account=account.id, reversed_by__isnull=True)
    paid = standing.filter(kind=TransactionKind.PAYMENT).order_by("-effective_on")
    return paid.values_list("effective_on", flat=True).first()


def lines_made(account: Account, lines: Sequence[Instalment]) -> list[Instalment]:
    """A schedule without the payments that a payoff made needless; that of an open account is whole.

    A payment was made if it fell due until the payoff (or until the figures of a loan that came to us paid
    off) and the interest that was ever paid covers it: who pays early never pays the interest of later on.
    """
    snapshot = account.snapshot
    if snapshot.standing != Standing.PAID_OFF:
        return list(lines)
    until = paid_off_on(account) or snapshot.as_of.astimezone(lender_zone()).date()
    made: list[Instalment] = []
    interest = 0
    for line in lines:
        interest += line.interest_minor
        covered = interest * 100 <= snapshot.paid_interest_minor * _INTEREST_PERCENT + line.interest_minor * 50
        if line.due_on > until or not covered:
            break
        made.append(line)
    return made
