"""Making the file of one cut-off: claim and number in one transaction, then write what was claimed.

A worker may die at any line. Before the claim commits, nothing happened. After it the file's row and its
entries say all that the bytes follow from, and the same call, or the next run, finishes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from feature_flags.queries import lock_switch
from portal_api.payments.models import Payment
from portal_api.payments.operations import claim_payment, fail_payment
from portal_api.payments.queries import payments_to_claim
from portal_api.payments.states import Rail
from portal_api.servicing.days import lender_day, lender_zone
from portal_api.wallet.sealed import opening_many
from portico_kernel.actor import Actor
from portico_kernel.calendar import effective_entry_date, on_or_after_banking_day
from portico_kernel.storage import lender_key
from tenants.frozen import refuse_while_frozen

from ..debits import DebitCheck, draft_entry, sec_code_of
from ..errors import CutoffAhead
from ..lender import lender_at_hand
from ..models import EftEntry, EftFile, EftProfile
from ..nacha import SecCode
from ..numbering import next_numbers
from ..profiles import ProfileFields
from ..queries import FILE_CURRENCY, ready_profile
from .writing import finish_file, record_step, what_is_in

BATCH_ORDER = (SecCode.WEB, SecCode.CCD)


def generate_file(*, cutoff_at: datetime, actor: Actor, now: datetime) -> EftFile | None:
    """Put every payment that can no longer be cancelled at ``cutoff_at`` into one file and store it sealed.

    None where there is nothing to collect. Run again, or by two workers at once, for the same cut-off: the
    same file. Payments whose bank account cannot be debited fail with a reason and the others go on.
    Raises CutoffAhead, EftNotReady and MoneyFrozen.
    """
    if cutoff_at > now:
        raise CutoffAhead(cutoff_at.astimezone(lender_zone()))
    ready_profile()
    check = DebitCheck()
    with opening_many():
        for payment in _waiting(cutoff_at):
            check.reason_against(payment)
        file = _claim(cutoff_at, check, actor, now)
        return None if file is None else finish_file(file=file, actor=actor, now=now)


def _waiting(cutoff_at: datetime) -> QuerySet[Payment]:
    of_rail = payments_to_claim(cutoff_at).filter(rail=Rail.EFT)
    return of_rail.select_related("method", "instruction").order_by("id")


def _claim(cutoff_at: datetime, check: DebitCheck, actor: Actor, now: datetime) -> EftFile | None:
    with transaction.atomic():
        # Confirmations hold the switch until they commit: those before the cut-off are waited for, and who
        # comes after reads the clock after it (confirm_review).
        lock_switch("payments", shared=False)
        refuse_while_frozen()
        # The profile's lock lets one generator at a time number files; payments are locked after it.
        profile = EftProfile.objects.select_for_update().get()
        known = EftFile.objects.filter(cutoff_at=cutoff_at).first()
        if known is not None:
            return known
        payments = _without_the_undebitable(_waiting(cutoff_at).select_for_update(of=("self",)), check, actor, now)
        if not payments:
            return None
        payments.sort(key=lambda payment: (BATCH_ORDER.index(sec_code_of(payment)), payment.created_at, payment.id))
        file, traces = _new_file(profile, payments, cutoff_at, now)
        _add_entries(file, payments, traces)
        for payment in payments:
            claim_payment(payment, file_number=file.number, effective_on=file.effective_on, actor=actor, now=now)
        record_step(file, "begun", f"Began bank file {file.number}: {what_is_in(file)}.", actor=actor, now=now)
    return file


def _without_the_undebitable(
    waiting: QuerySet[Payment], check: DebitCheck, actor: Actor, now: datetime
) -> list[Payment]:
    payments = []
    for payment in waiting:
        reason = check.reason_against(payment)
        if reason is None:
            payments.append(payment)
        else:
            fail_payment(payment, reason_text=reason, actor=actor, now=now)
    return payments


def _new_file(
    profile: EftProfile, payments: Sequence[Payment], cutoff_at: datetime, now: datetime
) -> tuple[EftFile, tuple[str, ...]]:
    file_on = lender_day(now)
    numbers = next_numbers(profile, file_on=file_on, entry_count=len(payments))
    profile.next_trace = numbers.next_trace
    profile.save(update_fields=["next_trace"])
    file = EftFile(
        number=numbers.number,
        cutoff_at=cutoff_at,
        generated_at=now,
        file_on=file_on,
        id_modifier=numbers.id_modifier,
        effective_on=effective_day(profile, payments, file_on),
        sender={field.name: getattr(profile, field.name) for field in fields(ProfileFields)},
        entry_count=len(payments),
        total_minor=sum(payment.amount_minor for payment in payments),
        currency=FILE_CURRENCY,
    )
    file.storage_key = lender_key(lender_at_hand(), "eft", f"file-{file.number}-{file.id}.sealed")
    file.save(force_insert=True)
    return file, numbers.traces


def effective_day(profile: EftProfile, payments: Sequence[Payment], file_on: date) -> date:
    """The day that the file asks for: by the rule, and never before a day that a borrower agreed to."""
    by_rule = effective_entry_date(on_or_after_banking_day(file_on), profile.effective_days or 1)
    return on_or_after_banking_day(max((by_rule, *(payment.debit_on for payment in payments))))


def _add_entries(file: EftFile, payments: Sequence[Payment], traces: Sequence[str]) -> None:
    entries = []
    for payment, trace in zip(payments, traces, strict=True):
        entry = draft_entry(payment)
        entry.file, entry.trace_number = file, trace
        entries.append(entry)
    EftEntry.objects.bulk_create(entries, batch_size=1000)
