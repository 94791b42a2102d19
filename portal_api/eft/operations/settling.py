"""From the effective date to finality: post to the ledger, then wait for the window of returns to close."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from portal_api.accounts.queries import lock_account
from portal_api.payments.models import Payment
from portal_api.payments.operations import finish_payment, hold_payment, settle_payment
from portal_api.payments.states import TO_POST, PaymentStatus
from portal_api.servicing.builtin.amortization import CannotAmortize
from portal_api.servicing.builtin.waterfall import AbovePayoff
from portal_api.servicing.days import lender_day
from portal_api.servicing.errors import AccountClosed
from portal_api.servicing.operations import post_payment
from portal_api.wallet.operations import note_validation
from portal_api.wallet.states import Validation
from portico_kernel.actor import Actor
from portico_kernel.calendar import on_or_after_banking_day, returns_window_ends
from portico_kernel.errors import PorticoError
from tenants.frozen import MoneyFrozen, refuse_while_frozen

from ..errors import SomeNotSettled
from ..models import EftEntry, EftFile
from ..queries import entries_due_to_settle

# What the ledger says of a payment that it does not take, today or ever; the money is at the lender's bank.
REFUSALS = (AbovePayoff, AccountClosed, CannotAmortize)


def settle_due(*, today: date, actor: Actor, now: datetime) -> int:
    """Post the payments of sent files whose effective date has come; returns how many were posted.

    One transaction each, so that one that cannot be posted holds up no other; those are named in
    SomeNotSettled at the end. One that the ledger refuses is held and told once; the next run asks again.
    May run twice: what is settled is not looked at again.
    """
    settled, refused = 0, []
    for entry in list(entries_due_to_settle(today)):
        try:
            settled += _settle(entry, actor, now)
        except MoneyFrozen:
            raise
        except PorticoError as error:
            refused.append(f"{entry.payment.reference}: {error.message}")
    if refused:
        raise SomeNotSettled(refused)
    return settled


def _settle(entry: EftEntry, actor: Actor, now: datetime) -> bool:
    with transaction.atomic():
        refuse_while_frozen()
        payment = _locked(entry.payment_id, entry.payment.account_id)
        still_in_file = EftEntry.objects.filter(id=entry.id, given_back_at__isnull=True).exists()
        if payment.status not in TO_POST or not still_in_file:
            return False
        refusal = _refusal_of_posting(payment, entry.file.effective_on, actor, now)
        if refusal:
            if payment.status != PaymentStatus.HELD:
                hold_payment(payment, reason=refusal, actor=actor, now=now)
            return False
        settle_payment(payment, final_on=final_day(entry.file), actor=actor, now=now)
    return True


def _refusal_of_posting(payment: Payment, effective_on: date, actor: Actor, now: datetime) -> str:
    """Post the payment; instead the ledger's sentence where it takes no such payment, and nothing is posted."""
    try:
        post_payment(
            account_id=payment.account_id,
            payment_id=payment.id,
            amount=payment.amount,
            effective_on=effective_on,
            description=f"Payment {payment.reference}, bank debit",
            actor=actor,
            now=now,
        )
    except REFUSALS as refusal:
        return refusal.message
    return ""


def final_day(file: EftFile) -> date:
    """The last day on which an ordinary return can come: two banking days after the banks settle.

    A file that was sent after its effective date settles on the day it was sent at the earliest. A
    consumer's bank may still send an unauthorised entry back for sixty days; that return reverses a final
    payment.
    """
    sent_on = lender_day(file.sent_at) if file.sent_at else file.effective_on
    settles_on = on_or_after_banking_day(max(file.effective_on, sent_on))
    return returns_window_ends(settles_on, consumer=False)


def finish_due(*, today: date, actor: Actor, now: datetime) -> int:
    """Make settled payments final once the last day of their window is over; returns how many."""
    over = Payment.objects.filter(status=PaymentStatus.SETTLED, final_on__lt=today).order_by("final_on", "id")
    return sum(_finish(payment, actor, now) for payment in list(over))


def _finish(payment: Payment, actor: Actor, now: datetime) -> bool:
    with transaction.atomic():
        refuse_while_frozen()
        payment = _locked(payment.id, payment.account_id)
        if payment.status != PaymentStatus.SETTLED:
            return False
        finish_payment(payment, actor=actor, now=now)
        if payment.method.validation == Validation.PENDING:
            note_validation(
                method=payment.method,
                validation=Validation.VERIFIED,
                reason=f"Payment {payment.reference} was collected and not returned.",
                actor=actor,
                now=now,
            )
    return True


def _locked(payment_id: uuid.UUID, account_id: uuid.UUID) -> Payment:
    """The payment under its lock, taken after the account's: the order in which everybody takes them."""
    lock_account(account_id)
    locked = Payment.objects.select_for_update(of=("self",)).select_related("method", "account")
    return locked.get(id=payment_id)
