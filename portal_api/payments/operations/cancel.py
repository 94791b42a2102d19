"""Cancelling: it races the bank file for one row, and exactly one of them wins."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from portal_api.identity.viewer import Viewer
from portal_api.servicing.days import lender_zone
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import NotFound
from tenants.frozen import refuse_while_frozen

from ..errors import TooLateToCancel
from ..models import Payment
from ..queries import lock_payment
from ..states import PaymentStatus
from ..tell import tell_cancelled
from ..timeline import move
from ..wording import moment_text


def cancel_payment(*, viewer: Viewer, payment_id: uuid.UUID, actor: Actor, now: datetime) -> Payment:
    """Stop a payment before its cut-off. One that is cancelled already is returned as it stands.

    Raises NotFound, MoneyFrozen, or TooLateToCancel with the cut-off in words.
    """
    with transaction.atomic():
        payment = lock_payment(viewer, payment_id)
        if payment.status == PaymentStatus.CANCELLED:
            return payment
        if not payment.can_be_cancelled(now):
            raise TooLateToCancel(_too_late(payment))
        _end(payment, "You canceled this payment.", f"{viewer.name} canceled this payment.", actor=actor, now=now)
        tell_cancelled(payment, because=f"You canceled the payment of {payment.amount}.", actor=actor, now=now)
    return payment


def cancel_for_caller(*, payment_id: uuid.UUID, actor: Actor, now: datetime) -> Payment:
    """Stop a borrower's payment for staff who have the borrower on the phone, under the same cut-off.

    Works while payments are off, too: money that already moves can still be called back. Raises NotFound
    or TooLateToCancel; one that is cancelled already is returned as it stands.
    """
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(id=payment_id).first()
        if payment is None:
            raise NotFound
        if payment.status == PaymentStatus.CANCELLED:
            return payment
        if not payment.can_be_cancelled(now):
            raise TooLateToCancel(_too_late(payment))
        because, for_staff = "We canceled this payment as you asked.", f"Canceled as {payment.user.name} asked."
        cancel_for_lender(payment, because=because, for_staff=for_staff, actor=actor, now=now)
        record(
            actor=actor,
            now=now,
            action="payment.cancelled_by_staff",
            object_kind="payment",
            object_id=payment.id,
            summary=f"Canceled payment {payment.reference} for the borrower.",
        )
    return payment


def cancel_for_lender(payment: Payment, *, because: str, for_staff: str = "", actor: Actor, now: datetime) -> Payment:
    """Stop a payment that no file has claimed, in the caller's transaction, the row locked.

    For the lender's and support's decisions; ``because`` is a sentence that the borrower reads, and staff
    too unless ``for_staff`` says it otherwise.
    """
    _end(payment, because, for_staff or because, actor=actor, now=now)
    tell_cancelled(payment, because=because, actor=actor, now=now)
    return payment


def _end(payment: Payment, because: str, for_staff: str, *, actor: Actor, now: datetime) -> None:
    # These rows may not know that a bank file has the payment: "nothing was debited" could be untrue.
    refuse_while_frozen()
    text, staff_text = (f"{said} Nothing was debited." for said in (because, for_staff))
    move(payment, PaymentStatus.CANCELLED, "cancelled", text, staff_text=staff_text, actor=actor, now=now)


def _too_late(payment: Payment) -> str:
    if payment.status not in {PaymentStatus.SUBMITTED, PaymentStatus.CLAIMED}:
        status = PaymentStatus(payment.status).label.lower()
        return f"Payment {payment.reference} can no longer be canceled: it is {status}."
    until = moment_text(payment.cancellable_until, lender_zone())
    return f"Payment {payment.reference} could be canceled until {until}. It is on its way to the bank."
