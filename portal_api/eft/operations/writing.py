"""From a claimed file's rows to its bytes: the same rows make the same bytes, however often."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from itertools import groupby

from django.db import transaction

from portal_api.payments.wording import day_text
from portal_api.servicing.days import lender_zone
from portal_api.wallet.sealed import opening_many, seal_for_lender
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.money import Money
from portico_kernel.storage import ObjectKey, storage
from tenants.frozen import refuse_while_frozen

from ..debits import nacha_entry
from ..lender import lender_at_hand
from ..models import EftEntry, EftFile
from ..nacha import BatchSpec, Entry, FileSpec, SecCode, read_file, write_file
from ..register.models import RegisteredFile
from ..register.operations import register_file
from ..states import FILE_LIFE, FileStatus

SEALED_KIND = "eft_file"


def finish_file(*, file: EftFile, actor: Actor, now: datetime) -> EftFile:
    """Store a claimed file's bytes sealed, enter it in the register and offer it for sending.

    A file that is finished comes back as it stands, so this may run twice or in two workers at once. One that
    an earlier run had claimed gets an audit row that says so.
    """
    if file.content_hash:
        return file
    with opening_many():
        content = _bytes_of(file)
    sealed = seal_for_lender(content, kind=SEALED_KIND, object_id=file.id, now=now)
    storage().put(ObjectKey(file.storage_key), sealed)
    return _offer(file, hashlib.sha256(content).hexdigest(), actor, now)


def _offer(file: EftFile, content_hash: str, actor: Actor, now: datetime) -> EftFile:
    with transaction.atomic():
        refuse_while_frozen()
        file = EftFile.objects.select_for_update().get(id=file.id)
        if file.content_hash:
            return file
        file.content_hash = content_hash
        register_file(_registration(file, now))
        FILE_LIFE.apply(file, FileStatus.GENERATED)
        file.save(update_fields=["content_hash", "status"])
        if now > file.generated_at:
            record_step(
                file,
                "resumed",
                f"Took up bank file {file.number} again: the run that began it had not finished it.",
                actor=actor,
                now=now,
            )
        record_step(
            file,
            "generated",
            f"Made bank file {file.number}: {what_is_in(file)}, to be collected on {day_text(file.effective_on)}.",
            actor=actor,
            now=now,
            facts={"content_hash": content_hash, "cutoff_at": file.cutoff_at.isoformat()},
        )
    return file


def record_step(
    file: EftFile,
    step: str,
    summary: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Write one step of a file's life into the audit log, in the caller's transaction."""
    record(
        actor=actor,
        now=now,
        action=f"eft_file.{step}",
        object_kind="eft_file",
        object_id=file.id,
        summary=summary,
        reason=reason,
        facts=facts,
    )


def what_is_in(file: EftFile) -> str:
    """How many entries a file has and what they add up to, in words."""
    entries = "1 entry" if file.entry_count == 1 else f"{file.entry_count} entries"
    return f"{entries}, {Money(file.total_minor, file.currency)}"


def _registration(file: EftFile, now: datetime) -> RegisteredFile:
    entries = file.entries.order_by("trace_number").values_list("payment_id", "trace_number")
    return RegisteredFile(
        lender_id=lender_at_hand().id,
        file_id=file.id,
        number=file.number,
        cutoff_at=file.cutoff_at,
        file_on=file.file_on,
        id_modifier=file.id_modifier,
        last_trace=entries[len(entries) - 1][1],
        content_hash=file.content_hash,
        entry_count=file.entry_count,
        total_minor=file.total_minor,
        payment_ids=[str(payment_id) for payment_id, _ in entries],
        registered_at=now,
    )


def _bytes_of(file: EftFile) -> bytes:
    """The clear bytes, kept in memory only and read back by the strict reader before anybody gets them."""
    stream = BytesIO()
    write_file(stream, _file_spec(file), _batches(file))
    stream.seek(0)
    written = read_file(stream)
    if written.totals.debits.minor != file.total_minor:
        raise RuntimeError(f"file {file.number} says {written.totals.debits}, its entries say otherwise")
    return stream.getvalue()


def _file_spec(file: EftFile) -> FileSpec:
    sender = file.sender
    return FileSpec(
        immediate_destination=sender["destination_routing"],
        immediate_origin=sender["origin_id"],
        destination_name=sender["bank_name"],
        origin_name=sender["company_name"],
        company_name=sender["company_name"],
        company_id=sender["company_id"],
        odfi_id=sender["odfi_id"],
        created_at=file.generated_at,
        time_zone=lender_zone(),
        file_id_modifier=file.id_modifier,
    )


def _batches(file: EftFile) -> Iterator[tuple[BatchSpec, Iterator[Entry]]]:
    entries = file.entries.select_related("payment__method").order_by("trace_number").iterator(chunk_size=500)
    for sec_code, of_class in groupby(entries, key=lambda entry: entry.sec_code):
        yield _batch_spec(file, SecCode(sec_code)), _entries(of_class)


def _entries(rows: Iterator[EftEntry]) -> Iterator[Entry]:
    return (nacha_entry(row) for row in rows)


def _batch_spec(file: EftFile, sec_code: SecCode) -> BatchSpec:
    return BatchSpec(
        sec_code=sec_code,
        entry_description=file.sender["entry_description"],
        effective_entry_date=file.effective_on,
    )
