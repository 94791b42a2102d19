"""Making again what the register knows of files, so that no payment of them can be debited a second time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from django.db import transaction

from portal_api.payments.models import Payment
from portal_api.payments.operations import claim_payment
from portal_api.payments.states import PaymentStatus
from portico_kernel.actor import Actor
from portico_kernel.storage import lender_key

from ..debits import draft_entry
from ..lender import lender_at_hand
from ..models import EftFile, EftProfile
from ..profiles import ProfileFields
from ..queries import FILE_CURRENCY
from ..register.models import RegisteredFile
from ..register_check import Comparison, Finding, compared, findings, ids_of
from ..states import FILE_LIFE, FileStatus
from .generation import effective_day
from .writing import record_step

UNKNOWN_SENDER = "Not known: taken from the register after a restore"


def repair(*, registered: Sequence[RegisteredFile], actor: Actor, now: datetime) -> list[Finding]:
    """Claim every payment that a registered file debits in that file, and return what still differs.

    A file that may be with the bank counts as sent. Done twice, the second time finds nothing to do.
    """
    with transaction.atomic():
        profile = EftProfile.objects.select_for_update().first()
        comparison = compared(registered)
        last_file = comparison.last_missing_file()
        for entry in registered:
            file = comparison.files.get(entry.file_id)
            if file is not None:
                _catch_up(file, entry, actor, now)
            elif profile is not None and comparison.stands_in_the_way(entry) is None:
                _make_again(entry, comparison, last_file, profile, actor, now)
        if profile is not None and registered:
            profile.next_trace = max(profile.next_trace, *(int(entry.last_trace[8:]) + 1 for entry in registered))
            profile.save(update_fields=["next_trace"])
        return findings(compared(registered))


def _catch_up(file: EftFile, entry: RegisteredFile, actor: Actor, now: datetime) -> None:
    """Let a file that may be with the bank count as sent: nobody sends it again."""
    if not file.content_hash:
        file.content_hash = entry.content_hash
        FILE_LIFE.apply(file, FileStatus.GENERATED)
    if file.status == FileStatus.GENERATED and file.content_hash == entry.content_hash:
        _say_sent(file, entry, actor, now)


def _make_again(
    entry: RegisteredFile,
    comparison: Comparison,
    last_file: dict[uuid.UUID, uuid.UUID],
    profile: EftProfile,
    actor: Actor,
    now: datetime,
) -> None:
    known = [comparison.payments[each] for each in ids_of(entry) if each in comparison.payments]
    waiting = {payment.id: payment for payment in known if payment.status == PaymentStatus.SUBMITTED}
    file = _file(entry, profile, list(waiting.values()))
    file.save(force_insert=True)
    first_trace = int(entry.last_trace[8:]) - len(entry.payment_ids) + 1
    for place, payment_id in enumerate(ids_of(entry)):
        if payment_id not in waiting:
            continue
        line = draft_entry(waiting[payment_id])
        line.file, line.trace_number = file, f"{entry.last_trace[:8]}{first_trace + place:07}"
        is_last = last_file[payment_id] == entry.file_id
        line.given_back_at = None if is_last else entry.registered_at
        line.save(force_insert=True)
        if is_last:
            payment = Payment.objects.select_for_update(of=("self",)).get(id=payment_id)
            claim_payment(payment, file_number=file.number, effective_on=file.effective_on, actor=actor, now=now)
    FILE_LIFE.apply(file, FileStatus.GENERATED)
    _say_sent(file, entry, actor, now)


def _file(entry: RegisteredFile, profile: EftProfile, payments: Sequence[Payment]) -> EftFile:
    return EftFile(
        id=entry.file_id,
        number=entry.number,
        cutoff_at=entry.cutoff_at,
        generated_at=entry.registered_at,
        file_on=entry.file_on,
        id_modifier=entry.id_modifier,
        effective_on=effective_day(profile, payments, entry.file_on),
        sender={field.name: getattr(profile, field.name) for field in fields(ProfileFields)},
        entry_count=entry.entry_count,
        total_minor=entry.total_minor,
        currency=FILE_CURRENCY,
        content_hash=entry.content_hash,
        storage_key=lender_key(lender_at_hand(), "eft", f"file-{entry.number}-{entry.file_id}.sealed"),
    )


def _say_sent(file: EftFile, entry: RegisteredFile, actor: Actor, now: datetime) -> None:
    FILE_LIFE.apply(file, FileStatus.SENT)
    file.sent_at, file.sent_by = entry.registered_at, UNKNOWN_SENDER
    file.save()
    what = f"Took bank file {file.number} from the register; it counts as sent."
    record_step(file, "taken_from_register", what, actor=actor, now=now)
