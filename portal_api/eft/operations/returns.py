"""Reading what the bank sends back: every line is kept with what it did; only a sure match moves money."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction

from portal_api.wallet.sealed import seal_for_lender
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.storage import ObjectKey, lender_key, storage
from tenants.frozen import refuse_while_frozen

from ..lender import lender_at_hand
from ..models import ReturnFile, ReturnItem
from ..nacha import ChangeItem, read_returns
from ..nacha import ReturnItem as BankItem
from ..queries import outcomes_of
from ..returned_items import entries_returned, judge

SEALED_KIND = "eft_return_file"


@dataclass(frozen=True, slots=True)
class ReturnsRead:
    """What reading a return file did. ``outcomes`` counts lines by ReturnOutcome."""

    file: ReturnFile
    is_known: bool
    outcomes: Mapping[str, int]


def read_return_file(*, name: str, content: bytes, actor: Actor, now: datetime) -> ReturnsRead:
    """Keep a return file sealed and apply each of its lines; the same bytes again change nothing.

    Raises UnreadableFile with every finding; of such a file nothing is kept and nothing applied.
    """
    content_hash = hashlib.sha256(content).hexdigest()
    known = ReturnFile.objects.filter(content_hash=content_hash).first()
    if known is not None:
        return ReturnsRead(known, True, outcomes_of(known))
    items = read_returns(BytesIO(content))
    key = lender_key(lender_at_hand(), "eft", f"returns-{content_hash}.sealed")
    storage().put(key, seal_for_lender(content, kind=SEALED_KIND, object_id=content_hash, now=now))
    return _apply(items, _new_file(name, content_hash, key, actor, now), actor, now)


def mark_looked_at(*, file: ReturnFile, actor: Actor, now: datetime) -> ReturnFile:
    """Write down that a person saw to the lines that moved nothing. Done again, the first one stays."""
    with transaction.atomic():
        file = ReturnFile.objects.select_for_update().get(id=file.id)
        if file.looked_at is not None:
            return file
        file.looked_at, file.looked_by = now, actor.label
        file.save(update_fields=["looked_at", "looked_by"])
        record(
            actor=actor,
            now=now,
            action="eft_returns.looked_at",
            object_kind="eft_return_file",
            object_id=file.id,
            summary=f"Looked at the returns of {file.file_name[:120]}.",
        )
    return file


def _new_file(name: str, content_hash: str, key: ObjectKey, actor: Actor, now: datetime) -> ReturnFile:
    return ReturnFile(
        content_hash=content_hash, file_name=name[-200:], storage_key=key, read_at=now, read_by=actor.label
    )


def _apply(items: Sequence[BankItem | ChangeItem], file: ReturnFile, actor: Actor, now: datetime) -> ReturnsRead:
    with transaction.atomic():
        # Else lines about payments that are not repaired yet would count as read, and as unknown.
        refuse_while_frozen()
        # Two readers of the same bytes: the second waits here, then finds the first one's row.
        ReturnFile.objects.bulk_create([file], ignore_conflicts=True)
        stored = ReturnFile.objects.get(content_hash=file.content_hash)
        if stored.id != file.id:
            return ReturnsRead(stored, True, outcomes_of(stored))
        entries = entries_returned(item.original_trace for item in items)
        for item in items:
            verdict = judge(item, entries.get(item.original_trace), actor=actor, now=now)
            ReturnItem.objects.create(file=file, **verdict)
        outcomes = outcomes_of(file)
        record(
            actor=actor,
            now=now,
            action="eft_returns.read",
            object_kind="eft_return_file",
            object_id=file.id,
            summary=f"Read the return file {file.file_name[:120]}: {len(items)} lines.",
            facts={"outcomes": dict(outcomes)},
        )
    return ReturnsRead(file, False, outcomes)
