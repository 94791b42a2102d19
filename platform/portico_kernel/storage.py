"""Keeping bytes by key: a port, and an adapter for the local disk (storage_s3 has the one for S3).

The adapter is named by ``settings.PORTICO_STORAGE_ADAPTER`` (a dotted path). Keys are made by
``lender_key`` only, so that every object stands under its lender (STYLE rule 25).
"""

from __future__ import annotations

import os
import re
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NewType, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from .errors import NotFound

ObjectKey = NewType("ObjectKey", str)
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")


class ObjectMissing(NotFound):
    """Nothing is stored under that key."""

    code = "object_missing"
    message = "This file is not in our storage."


class HasVault(Protocol):
    """A lender, or a snapshot of one."""

    @property
    def vault_id(self) -> uuid.UUID: ...


class Storage(Protocol):
    """What keeps objects."""

    def put(self, key: ObjectKey, content: bytes) -> None:
        """Store ``content`` whole or not at all; what stood under the key is replaced."""

    def get(self, key: ObjectKey) -> bytes:
        """The bytes under a key; raises ObjectMissing."""

    def exists(self, key: ObjectKey) -> bool:
        """Whether something is stored under a key."""

    def keys_of(self, lender: HasVault) -> Iterator[ObjectKey]:
        """Every key of one lender's vault, in order."""

    def remove(self, key: ObjectKey) -> None:
        """Forget what is stored under a key, for good; nothing there is fine."""


def storage() -> Storage:
    """The storage that the settings name."""
    return cast(Storage, import_string(settings.PORTICO_STORAGE_ADAPTER)())


def lender_key(lender: HasVault, *parts: str) -> ObjectKey:
    """The key of one object of one lender: ``vault id/part/part``; raises ValueError for an odd part."""
    if not parts:
        raise ValueError("an object has a name below its lender")
    for part in parts:
        if not PART.fullmatch(part):
            raise ValueError(f"not a part of an object key: {part!r}")
    return ObjectKey("/".join((str(lender.vault_id), *parts)))


class LocalDiskStorage:
    """Files under ``settings.PORTICO_VAR``, readable by our own user only."""

    def put(self, key: ObjectKey, content: bytes) -> None:
        """Write beside the final place, then rename: a reader sees the old bytes or the new ones."""
        path = _path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def get(self, key: ObjectKey) -> bytes:
        """Read the file of a key; raises ObjectMissing."""
        try:
            return _path(key).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing from None

    def exists(self, key: ObjectKey) -> bool:
        """Whether the file of a key stands."""
        return _path(key).is_file()

    def keys_of(self, lender: HasVault) -> Iterator[ObjectKey]:
        """Walk the vault's folder; drafts of a writer at work are no objects."""
        vault = _path(ObjectKey(str(lender.vault_id)))
        for path in sorted(path for path in vault.rglob("*") if path.is_file() and PART.fullmatch(path.name)):
            yield ObjectKey(path.relative_to(vault.parent).as_posix())

    def remove(self, key: ObjectKey) -> None:
        """Delete the file of a key."""
        _path(key).unlink(missing_ok=True)


def _path(key: ObjectKey) -> Path:
    parts = key.split("/")
    if not all(PART.fullmatch(part) for part in parts):
        raise ValueError("keys are made by lender_key")
    return Path(settings.PORTICO_VAR, "objects", *parts)
