"""The lender's sealing key and what it seals. Only the EFT worker may call what opens."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import IntegrityError, transaction

from portico_kernel import sealing
from portico_kernel.kms import kms
from portico_kernel.sealing import Owner
from tenants.context import current_lender

from .models import BankAccount, SealingKey

BANK_ACCOUNT = "bank_account"
_held: ContextVar[dict[tuple[uuid.UUID, int], bytearray] | None] = ContextVar("sealing_keys_held", default=None)


def newest_key(*, now: datetime) -> SealingKey:
    """The key that new things are sealed to; a lender's first is made when it is first asked for."""
    return _stored_key() or _first_key(now)


def seal_for_lender(clear: bytes, *, kind: str, object_id: object, now: datetime) -> bytes:
    """Seal bytes that belong to the lender that is entered; ``kind`` and id must be named again to open."""
    key = newest_key(now=now)
    owner = Owner(_vault_id(), kind, str(object_id))
    return sealing.seal(clear, public_key=bytes(key.public_key), key_version=key.version, owner=owner)


def open_for_lender(sealed: bytes, *, kind: str, object_id: object) -> bytes:
    """Open what seal_for_lender sealed; raises SealBroken or KeyUnavailable. For the EFT worker."""
    private = _private_key(sealing.key_version_of(sealed))
    return sealing.open_sealed(sealed, private_key=private, owner=Owner(_vault_id(), kind, str(object_id)))


@contextmanager
def opening_many() -> Iterator[None]:
    """Ask the KMS once for each key while many things are opened, instead of once for each of them.

    The keys are held in this thread and overwritten at the end, as far as Python lets us: what the KMS
    returned and what the cipher copied is the garbage collector's. Within another one, that one's are used.
    """
    if _held.get() is not None:
        yield
        return
    keys: dict[tuple[uuid.UUID, int], bytearray] = {}
    token = _held.set(keys)
    try:
        yield
    finally:
        _held.reset(token)
        for key in keys.values():
            key[:] = bytes(len(key))


def _private_key(version: int) -> bytes | bytearray:
    held, name = _held.get(), (_vault_id(), version)
    if held is not None and name in held:
        return held[name]
    key = SealingKey.objects.filter(version=version).first()
    if key is None:
        raise sealing.SealBroken(f"this lender has no key of version {version}")
    private = kms().unwrap(bytes(key.wrapped_private_key), context=_context("sealing", version))
    if held is None:
        return private
    held[name] = bytearray(private)
    return held[name]


def open_number(bank_account: BankAccount) -> str:
    """The account number in clear; raises SealBroken or KeyUnavailable. For the EFT worker."""
    sealed = bytes(bank_account.sealed_number)
    return open_for_lender(sealed, kind=BANK_ACCOUNT, object_id=bank_account.id).decode()


def fingerprint_of(routing_number: str, account_number: str, *, now: datetime) -> str:
    """A keyed hash by which the same account is known again at this lender, and at no other."""
    key = newest_key(now=now)
    secret = kms().unwrap(bytes(key.wrapped_fingerprint_key), context=_context("fingerprint", key.version))
    return sealing.fingerprint(secret, routing_number, account_number)


def _stored_key() -> SealingKey | None:
    return SealingKey.objects.order_by("-version").first()


def _first_key(now: datetime) -> SealingKey:
    pair, version = sealing.make_key_pair(), 1
    try:
        with transaction.atomic():
            return SealingKey.objects.create(
                version=version,
                public_key=pair.public,
                wrapped_private_key=kms().wrap(pair.private, context=_context("sealing", version)),
                wrapped_fingerprint_key=kms().wrap(secrets.token_bytes(32), context=_context("fingerprint", version)),
                created_at=now,
            )
    except IntegrityError:  # two first captures at once: the other one's key is the key
        return SealingKey.objects.get(version=version)


def _context(purpose: str, version: int) -> str:
    return f"portico/{_vault_id()}/{purpose}/{version}"


def _vault_id() -> uuid.UUID:
    return current_lender().vault_id
