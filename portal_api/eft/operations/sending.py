"""What people (or the drop) say about a file: sent, accepted by the bank, rejected by the bank."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal_api.payments import operations as payments
from portal_api.payments.models import Payment
from portal_api.payments.states import ON_THE_LEDGER, TO_POST
from portal_api.servicing.days import lender_day
from portico_kernel.actor import Actor
from tenants.frozen import refuse_while_frozen

from ..errors import AlreadyPosted, FileNotFound, ReasonMissing
from ..models import EftFile
from ..schedule import settle_soon
from ..states import FILE_LIFE, FileStatus
from .writing import record_step

REASON_WIDTH = 300


def mark_sent(*, file: EftFile, actor: Actor, now: datetime) -> EftFile:
    """Write down that the bank has the file; its payments can be posted from their effective date on.

    Raises MoveNotAllowed for a file that is not ready or was said to be sent before.
    """
    with transaction.atomic():
        file = _move(file, FileStatus.SENT)
        file.sent_at, file.sent_by = now, actor.label
        file.save(update_fields=["status", "sent_at", "sent_by"])
        for payment in _locked_payments(file):
            payments.mark_sent(payment, file_number=file.number, actor=actor, now=now)
        record_step(file, "sent", f"Marked bank file {file.number} as sent.", actor=actor, now=now)
        if file.effective_on <= lender_day(now):
            settle_soon(now)
    return file


def accept_file(*, file: EftFile, actor: Actor, now: datetime) -> EftFile:
    """Write down that the bank accepted a sent file; raises MoveNotAllowed."""
    with transaction.atomic():
        file = _move(file, FileStatus.ACCEPTED)
        file.save(update_fields=["status"])
        record_step(file, "accepted", f"Bank file {file.number} was accepted by the bank.", actor=actor, now=now)
    return file


def reject_file(*, file: EftFile, reason: str, actor: Actor, now: datetime) -> EftFile:
    """Take back a file that the bank refused, or that was never sent: its payments wait for the next file.

    Raises AlreadyPosted once a payment of it stands on the ledger, MoveNotAllowed, and ReasonMissing.
    """
    reason = reason.strip()[:REASON_WIDTH]
    if not reason:
        raise ReasonMissing("Say why the bank refused the file.")
    with transaction.atomic():
        file = _move(file, FileStatus.REJECTED)
        in_file = _locked_payments(file)
        if any(payment.status in ON_THE_LEDGER for payment in in_file):
            raise AlreadyPosted
        file.rejected_reason = reason
        file.save(update_fields=["status", "rejected_reason"])
        waiting = [payment for payment in in_file if payment.status in TO_POST]
        file.entries.filter(payment__in=waiting).update(given_back_at=now)
        for payment in waiting:
            payments.give_back_payment(payment, actor=actor, now=now)
        record_step(file, "rejected", f"Bank file {file.number} was rejected.", actor=actor, now=now, reason=reason)
    return file


def _move(file: EftFile, to: FileStatus) -> EftFile:
    refuse_while_frozen()
    locked = EftFile.objects.select_for_update().filter(id=file.id).first()
    if locked is None:
        raise FileNotFound
    FILE_LIFE.apply(locked, to)
    return locked


def _locked_payments(file: EftFile) -> list[Payment]:
    """The payments of the file's live entries, locked in the order in which generation locks them."""
    live = file.entries.filter(given_back_at__isnull=True).values("payment_id")
    return list(Payment.objects.select_for_update(of=("self",)).filter(id__in=live).order_by("id"))
