"""Sealing bytes to a public key, so that whoever stores them cannot read them again.

HPKE (RFC 9180): X25519, HKDF-SHA256, ChaCha20-Poly1305. What the bytes are of (the lender's vault, kind, id and key
version) is authenticated with them: a sealed number moved to another row, or lender, does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
MAGIC = b"PS1"
VERSION_BYTES = 2
HEADER_BYTES = len(MAGIC) + VERSION_BYTES


class SealBroken(RuntimeError):
    """Sealed bytes do not open: changed, moved to another owner, or sealed to another key."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A raw X25519 pair, 32 bytes each."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return "KeyPair(…)"


@dataclass(frozen=True, slots=True)
class Owner:
    """What sealed bytes are of: ``kind`` and ``id`` name the row, e.g. ``bank_account`` and its id."""

    vault_id: uuid.UUID
    kind: str
    id: str

    def bound_to(self, key_version: int) -> bytes:
        """The authenticated description, the same bytes for the same facts and no others."""
        return json.dumps(["portico", str(self.vault_id), self.kind, self.id, key_version]).encode()


def make_key_pair() -> KeyPair:
    """A fresh pair."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def seal(clear: bytes, *, public_key: bytes, key_version: int, owner: Owner) -> bytes:
    """Encrypt ``clear`` to a public key; the key's version stands readable in front."""
    recipient = X25519PublicKey.from_public_bytes(public_key)
    header = MAGIC + key_version.to_bytes(VERSION_BYTES, "big")
    return header + SUITE.encrypt(clear, recipient, info=owner.bound_to(key_version))


def key_version_of(sealed: bytes) -> int:
    """The version of the key that opens these bytes; raises SealBroken when they are not sealed."""
    if len(sealed) < HEADER_BYTES or sealed[: len(MAGIC)] != MAGIC:
        raise SealBroken("these bytes are not sealed")
    return int.from_bytes(sealed[len(MAGIC) : HEADER_BYTES], "big")


def open_sealed(sealed: bytes, *, private_key: bytes | bytearray, owner: Owner) -> bytes:
    """Decrypt what was sealed for the same owner; raises SealBroken."""
    info = owner.bound_to(key_version_of(sealed))
    key = X25519PrivateKey.from_private_bytes(private_key)
    try:
        return SUITE.decrypt(sealed[HEADER_BYTES:], key, info=info)
    except (InvalidTag, ValueError):
        raise SealBroken("these bytes do not open for this owner") from None


def fingerprint(key: bytes, *parts: str) -> str:
    """A keyed hash (HMAC-SHA256, hex) that finds equal secrets without storing them."""
    message = json.dumps(parts).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
