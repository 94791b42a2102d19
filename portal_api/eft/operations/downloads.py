"""Giving a file's clear bytes to a person: with a reason, and never without an audit row."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from portal_api.wallet.sealed import open_for_lender
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import Conflict
from portico_kernel.storage import ObjectKey, storage

from ..errors import ReasonMissing
from ..models import EftFile
from .writing import SEALED_KIND


class FileNotWritten(Conflict):
    """The file's payments are claimed but its bytes are not stored yet."""

    code = "eft_file_not_written"
    permanent = False
    message = "This file is still being written. Try again in a minute."


def download_file(*, file: EftFile, actor: Actor, reason: str, now: datetime) -> bytes:
    """Open the sealed file and return its clear bytes, which hold account numbers.

    Raises ReasonMissing, FileNotWritten, and SealBroken where the stored bytes are not those that were made.
    """
    if not reason.strip():
        raise ReasonMissing("Say why you need the file: it holds account numbers in clear.")
    if not file.content_hash:
        raise FileNotWritten
    with transaction.atomic():
        record(
            actor=actor,
            now=now,
            action="eft_file.downloaded",
            object_kind="eft_file",
            object_id=file.id,
            summary=f"Downloaded bank file {file.number}, which holds account numbers.",
            reason=reason.strip()[:500],
        )
    content = open_for_lender(storage().get(ObjectKey(file.storage_key)), kind=SEALED_KIND, object_id=file.id)
    if hashlib.sha256(content).hexdigest() != file.content_hash:
        raise RuntimeError(f"the stored bytes of file {file.number} are not those that were registered")
    return content
