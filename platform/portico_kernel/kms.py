"""Wrapping small secrets (lenders' private keys) under a master key that never leaves the KMS.

A port with one adapter here: a key file, for the demo and for a single machine. The adapter is named by
``settings.PORTICO_KMS_ADAPTER`` (a dotted path); ``context`` must be the same on both ways, so that a
wrapped key of one lender or purpose cannot be put in the place of another's.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.utils.module_loading import import_string

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class KeyUnavailable(RuntimeError):
    """A wrapped key cannot be opened: the master key is missing or another one, or the bytes were changed."""


class Kms(Protocol):
    """What wraps and unwraps keys."""

    def wrap(self, clear: bytes, *, context: str) -> bytes:
        """Encrypt ``clear`` under the master key, bound to ``context``."""

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Decrypt what ``wrap`` made for the same ``context``; raises KeyUnavailable."""


def kms() -> Kms:
    """The KMS that the settings name."""
    return cast(Kms, import_string(settings.PORTICO_KMS_ADAPTER)())


class KeyFileKms:
    """A master key in a file that only our own user may read, under ``settings.PORTICO_VAR``."""

    def wrap(self, clear: bytes, *, context: str) -> bytes:
        """Encrypt ``clear``; makes the master key on first use."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + ChaCha20Poly1305(_made_key()).encrypt(nonce, clear, context.encode())

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Decrypt what ``wrap`` made; never makes a key. Raises KeyUnavailable."""
        if wrapped[:1] != FORMAT:
            raise KeyUnavailable("these bytes were not wrapped by the key file")
        nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
        try:
            return ChaCha20Poly1305(_known_key()).decrypt(nonce, sealed, context.encode())
        except (InvalidTag, ValueError):
            raise KeyUnavailable("the master key does not open this key for this purpose") from None


def _key_file() -> Path:
    return Path(settings.PORTICO_VAR) / "kms" / "master.key"


def _known_key() -> bytes:
    try:
        key = _key_file().read_bytes()
    except FileNotFoundError:
        raise KeyUnavailable("there is no master key on this machine") from None
    if len(key) != KEY_BYTES:
        raise KeyUnavailable("the master key's file is damaged")
    return key


def _made_key() -> bytes:
    path = _key_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create_once(path, secrets.token_bytes(KEY_BYTES))
    return _known_key()


def _create_once(path: Path, content: bytes) -> None:
    """Put a complete file in place unless one stands there: two processes may start at once."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        draft.unlink()
