"""What switching payments off would strand, and what is done about it."""

from __future__ import annotations

from datetime import datetime

from feature_flags.stranded import Impact
from portal_api.wallet.models import BankAccount
from portico_kernel.actor import Actor
from portico_kernel.money import Money

from .models import Payment
from .operations import cancel_for_lender
from .queries import payments_in_flight
from .states import PaymentStatus
from .tell_drained import tell_drained

BECAUSE = "Online payments were switched off, so this payment was canceled."


def report() -> list[Impact]:
    """Payments under way and bank accounts on file, in the lender that is entered."""
    waiting, claimed = _amounts(PaymentStatus.SUBMITTED), _amounts(PaymentStatus.CLAIMED)
    return [
        Impact("Payments that can still be canceled", len(waiting), _total(waiting)),
        Impact("Payments on their way to the bank", len(claimed), _total(claimed)),
        Impact("Bank accounts on file", BankAccount.objects.filter(removed_at__isnull=True).count()),
    ]


def settle(*, choice: str, actor: Actor, now: datetime) -> dict[str, int]:
    """Cancel what no file has claimed, or let everything drain; returns counts by what was done.

    At a drain every borrower who can still cancel is told how: the pages on which they did so are gone.
    """
    found = payments_in_flight().select_for_update(of=("self",)).filter(status=PaymentStatus.SUBMITTED)
    waiting = list(found.order_by("id"))
    to_cancel = waiting if choice == "cancel" else []
    for payment in to_cancel:
        cancel_for_lender(payment, because=BECAUSE, actor=actor, now=now)
    if choice == "drain":
        tell_drained([payment for payment in waiting if payment.can_be_cancelled(now)], actor=actor, now=now)
    return {"canceled": len(to_cancel), "left to finish": payments_in_flight().count()}


def _amounts(status: PaymentStatus) -> list[Money]:
    rows = Payment.objects.filter(status=status).values_list("amount_minor", "currency")
    return [Money(*row) for row in rows]


def _total(amounts: list[Money]) -> str:
    """The totals of each currency, in words; nothing for nothing."""
    by_currency: dict[str, Money] = {}
    for amount in amounts:
        by_currency[amount.currency] = by_currency.get(amount.currency, Money.zero(amount.currency)) + amount
    return ", ".join(str(by_currency[currency]) for currency in sorted(by_currency))
