"""Bank accounts as their borrower may see them, and captures as their signed ids name them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from portal_api.identity.viewer import Viewer
from portico_kernel.errors import NotFound

from .errors import NoSuchForm
from .models import BankAccount, Capture
from .states import Validation

WRONG_SECRETS_ALLOWED = 5


def methods_of(viewer: Viewer) -> list[BankAccount]:
    """The viewer's bank accounts, oldest first; removed ones are gone."""
    return list(_visible_to(viewer).order_by("added_at", "id"))


def method_for(viewer: Viewer, method_id: uuid.UUID) -> BankAccount:
    """One of the viewer's bank accounts; raises NotFound alike for absent, removed and another's."""
    return _found(_visible_to(viewer).filter(id=method_id).first())


def lock_method(viewer: Viewer, method_id: uuid.UUID) -> BankAccount:
    """The same, with its row locked until the transaction ends. Taken after the account's lock, never before."""
    return _found(_visible_to(viewer).select_for_update().filter(id=method_id).first())


def blocked_account(fingerprint: str) -> BankAccount | None:
    """The oldest row of this account that a return has blocked, removed or not, whoever's; never for borrowers."""
    blocked = BankAccount.objects.filter(fingerprint=fingerprint, validation=Validation.FAILED)
    return blocked.order_by("added_at", "id").first()


def _visible_to(viewer: Viewer) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(user_id=viewer.user_id, removed_at__isnull=True)


def _found(method: BankAccount | None) -> BankAccount:
    if method is None:
        raise NotFound("We could not find that bank account.")
    return method


def capture_by_id(capture_id: uuid.UUID) -> Capture:
    """A capture with its borrower, whoever asks: its id is signed. Raises NoSuchForm."""
    capture = Capture.objects.select_related("user").filter(id=capture_id).first()
    if capture is None:
        raise NoSuchForm
    return capture


def lock_capture(capture_id: uuid.UUID) -> Capture:
    """The same, it and its borrower locked until the transaction ends: two frames of one person take turns.

    Raises NoSuchForm.
    """
    found = Capture.objects.select_for_update(of=("self", "user"), no_key=True).select_related("user")
    capture = found.filter(id=capture_id).first()
    if capture is None:
        raise NoSuchForm
    return capture


def is_over(capture: Capture, now: datetime) -> bool:
    """Whether a capture was used, has run out, met too many wrong secrets, or is of a session that was ended."""
    ended_at = capture.user.sessions_ended_at
    return (
        capture.used_at is not None
        or now >= capture.expires_at
        or capture.wrong_secrets >= WRONG_SECRETS_ALLOWED
        or not capture.user.is_active
        or (ended_at is not None and capture.created_at < ended_at)
    )
