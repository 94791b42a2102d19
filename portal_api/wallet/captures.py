"""Capture ids: opaque, signed, naming a lender and one of its capture rows."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from dataclasses import dataclass

from django.core import signing

from .errors import NoSuchForm

_signer = signing.Signer(sep=".", salt="portico.wallet.capture")


@dataclass(frozen=True, slots=True)
class CaptureName:
    """Which capture, at which lender."""

    lender_id: uuid.UUID
    row_id: uuid.UUID


def capture_id_for(name: CaptureName) -> str:
    """The opaque id that stands in the frame's address."""
    packed = name.lender_id.bytes + name.row_id.bytes
    return _signer.sign(base64.urlsafe_b64encode(packed).decode().rstrip("="))


def read_capture_id(capture_id: str) -> CaptureName:
    """What an opaque id names; raises NoSuchForm for one that we did not make."""
    try:
        packed = base64.urlsafe_b64decode(_signer.unsign(capture_id) + "=")
        return CaptureName(uuid.UUID(bytes=packed[:16]), uuid.UUID(bytes=packed[16:]))
    except (signing.BadSignature, binascii.Error, ValueError):
        raise NoSuchForm from None


def digest(secret: str) -> str:
    """What is stored of a capture's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, stored_digest: str) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(digest(secret), stored_digest)
