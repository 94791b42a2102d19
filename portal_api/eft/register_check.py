"""Holding a restored lender's files and payments against the register of files that banks were given.

Where the two differ the register is believed: a file that it knows may be with the bank, so its payments are
never debited again. Run inside the lender; what the register says was read on the platform.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count

from portal_api.payments.models import Payment
from portal_api.payments.states import PaymentStatus
from portico_kernel.money import Money

from .models import EftEntry, EftFile
from .register.models import RegisteredFile
from .states import FileStatus


class Kind(StrEnum):
    """What differs."""

    FILE_MISSING = "file missing"
    FILE_UNFINISHED = "file not finished"
    FILE_UNSURE = "file perhaps sent"
    FILE_DIFFERS = "file differs"
    FILE_UNKNOWN = "file not in the register"
    PAYMENT_WAITS = "payment would be debited again"
    PAYMENT_MISSING = "payment missing"
    PAYMENT_ELSEWHERE = "payment stands otherwise"


REPAIRABLE = frozenset({Kind.FILE_MISSING, Kind.FILE_UNFINISHED, Kind.FILE_UNSURE, Kind.PAYMENT_WAITS})


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, in a sentence for the operator."""

    kind: Kind
    sentence: str

    @property
    def can_be_repaired(self) -> bool:
        """Whether ``repair`` puts it right."""
        return self.kind in REPAIRABLE


@dataclass(frozen=True)
class Comparison:
    """The register beside the lender's own rows. ``entries``: the payments of files that lack some of theirs."""

    registered: Sequence[RegisteredFile]
    files: dict[uuid.UUID, EftFile]
    entries: dict[uuid.UUID, set[uuid.UUID]]
    payments: dict[uuid.UUID, Payment]

    def is_missing(self, entry: RegisteredFile) -> bool:
        """Whether the lender lacks a file that the register knows."""
        return entry.file_id not in self.files

    def stands_in_the_way(self, entry: RegisteredFile) -> EftFile | None:
        """Another file that has the number, the cut-off or the letter of a missing one."""
        for file in self.files.values():
            if (
                file.number == entry.number
                or file.cutoff_at == entry.cutoff_at
                or (file.file_on, file.id_modifier) == (entry.file_on, entry.id_modifier)
            ):
                return file
        return None

    def last_missing_file(self) -> dict[uuid.UUID, uuid.UUID]:
        """For each payment the last of the missing files that debits it: those before were taken back."""
        return {
            payment_id: entry.file_id
            for entry in self.registered
            if self.is_missing(entry)
            for payment_id in ids_of(entry)
        }


def ids_of(entry: RegisteredFile) -> list[uuid.UUID]:
    """The payments of a registered file, in the order of its entries."""
    return [uuid.UUID(text) for text in entry.payment_ids]


def compared(registered: Sequence[RegisteredFile]) -> Comparison:
    """Read the lender's side: its files, and the payments of those that it lacks in whole or in part. Four queries."""
    files = {file.id: file for file in EftFile.objects.all()}
    counts = dict(EftEntry.objects.values_list("file_id").annotate(count=Count("id")))
    short = {entry.file_id for entry in registered if counts.get(entry.file_id, 0) < entry.entry_count}
    entries: dict[uuid.UUID, set[uuid.UUID]] = {file_id: set() for file_id in short}
    for file_id, payment_id in EftEntry.objects.filter(file_id__in=short).values_list("file_id", "payment_id"):
        entries[file_id].add(payment_id)
    wanted = {each for entry in registered if entry.file_id in short for each in ids_of(entry)}
    payments = Payment.objects.filter(id__in=wanted).select_related("method", "instruction", "account", "user")
    return Comparison(registered, files, entries, {payment.id: payment for payment in payments})


def findings(comparison: Comparison) -> list[Finding]:
    """Every difference, in the order of the register, then what only the lender knows."""
    known = {entry.file_id for entry in comparison.registered}
    found = [each for entry in comparison.registered for each in _about(entry, comparison)]
    for file in sorted(comparison.files.values(), key=lambda file: file.number):
        if file.id not in known and file.content_hash:
            found.append(Finding(Kind.FILE_UNKNOWN, f"File {file.number} stands here, but the register lacks it."))
    return found


def _about(entry: RegisteredFile, comparison: Comparison) -> Iterator[Finding]:
    file = comparison.files.get(entry.file_id)
    if file is None:
        yield from _about_missing(entry, comparison)
    elif not file.content_hash:
        yield Finding(Kind.FILE_UNFINISHED, f"File {file.number} is being written here; the bank may have it.")
    elif file.content_hash != entry.content_hash:
        yield Finding(Kind.FILE_DIFFERS, f"File {file.number} has other bytes here than in the register.")
    elif file.status == FileStatus.GENERATED:
        yield Finding(Kind.FILE_UNSURE, f"File {file.number} is ready to be sent here; the bank may have it already.")
    if file is not None and file.id in comparison.entries:
        yield from _about_payments(entry, comparison)


def _about_missing(entry: RegisteredFile, comparison: Comparison) -> Iterator[Finding]:
    what = f"file {entry.number} of {entry.file_on} ({entry.entry_count} entries, {Money(entry.total_minor)})"
    if comparison.stands_in_the_way(entry):
        yield Finding(Kind.FILE_DIFFERS, f"The register knows {what}; another file stands in its place here.")
        return
    yield Finding(Kind.FILE_MISSING, f"The register knows {what}; it is missing here.")
    yield from _about_payments(entry, comparison)


def _about_payments(entry: RegisteredFile, comparison: Comparison) -> Iterator[Finding]:
    """The payments that a registered file debits and that have no entry in it here."""
    for payment_id in ids_of(entry):
        if payment_id in comparison.entries[entry.file_id]:
            continue
        payment = comparison.payments.get(payment_id)
        if payment is None:
            text = f"Payment {payment_id} of file {entry.number} is missing here: it was made after the backup."
            yield Finding(Kind.PAYMENT_MISSING, text)
        elif payment.status == PaymentStatus.SUBMITTED and comparison.is_missing(entry):
            text = f"Payment {payment.reference} of {payment.amount} is in file {entry.number}, but still waits here."
            yield Finding(Kind.PAYMENT_WAITS, text)
        else:
            text = f"Payment {payment.reference} is in file {entry.number}, but {payment.status} here."
            yield Finding(Kind.PAYMENT_ELSEWHERE, text)
