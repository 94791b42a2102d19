"""What can happen to bank accounts. Everything runs inside the lender."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from feature_flags.queries import is_switched_on_now
from portal_api.identity.viewer import Viewer, actor_of
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.sealing import key_version_of
from tenants.context import current_lender

from .captures import CaptureName, capture_id_for, digest, is_secret
from .errors import AccountBlocked, BankFormWrong, CaptureExpired, MethodInUse, NoSuchForm, WrongSecret
from .models import BankAccount, Capture
from .needs import who_needs
from .numbers import BankDetails, BankForm, check_bank_form
from .queries import blocked_account, is_over, lock_capture, lock_method
from .sealed import BANK_ACCOUNT, fingerprint_of, seal_for_lender
from .states import Validation
from .tell import tell_added, tell_removed
from .words import authorisation_text, blocked_text

CAPTURE_LIVES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class BegunCapture:
    """A capture and the two values that are told once: ``capture_id`` for the address, ``secret`` for the page."""

    capture: Capture
    capture_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class SealedDetails:
    """Right details with what will be stored of the number, under the id that its row will have."""

    row_id: uuid.UUID
    details: BankDetails
    number: bytes
    fingerprint: str


def begin_capture(*, viewer: Viewer, parent_origin: str, actor: Actor, now: datetime) -> BegunCapture:
    """Let one borrower type one bank account into the wallet's frame, framed by ``parent_origin`` alone."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        capture = Capture.objects.create(
            user_id=viewer.user_id,
            secret_digest=digest(secret),
            parent_origin=parent_origin,
            created_at=now,
            expires_at=now + CAPTURE_LIVES,
        )
        record(
            actor=actor,
            now=now,
            action="bank_account.form_opened",
            object_kind="capture",
            object_id=capture.id,
            summary="Opened the form for a bank account.",
        )
    name = CaptureName(current_lender().id, capture.id)
    return BegunCapture(capture, capture_id_for(name), secret)


def capture_bank_account(
    *, capture_id: uuid.UUID, secret: str, form: BankForm, lender_name: str, address: str, now: datetime
) -> BankAccount:
    """Keep the bank account that was typed into a frame, sealed, and spend the capture.

    The borrower of the capture is who acts. An account that they have already is returned as it stands.
    Raises CaptureExpired, WrongSecret, or BankFormWrong or AccountBlocked (the form may then be sent again);
    before any of these NotFound, as for an unknown capture, when payments are off.
    """
    _prove_secret(capture_id, secret, now)
    sealed = _seal(check_bank_form(form), now)
    with transaction.atomic():
        capture = _lock_live_capture(capture_id, now)
        blocked = blocked_account(sealed.fingerprint)
        if blocked is None:
            return _keep(capture, sealed, lender_name, address, now)
        _note_refused(capture, blocked, now)
    # Raised after the commit: staff learn of what was refused.
    raise AccountBlocked(blocked_text(capture.user.language, lender_name=lender_name))


def remove_method(*, viewer: Viewer, method_id: uuid.UUID, actor: Actor, now: datetime) -> None:
    """Take a bank account out of use; its evidence stays. Raises NotFound, or MethodInUse with who needs it."""
    with transaction.atomic():
        method = lock_method(viewer, method_id)
        needed = who_needs(method.id)
        if needed is not None:
            raise MethodInUse(needed)
        method.removed_at = now
        method.save(update_fields=["removed_at"])
        record(
            actor=actor,
            now=now,
            action="bank_account.removed",
            object_kind=BANK_ACCOUNT,
            object_id=method.id,
            summary=f"Removed the bank account {method.label}.",
        )
        tell_removed(method, viewer.actor, now)


def note_validation(*, method: BankAccount, validation: Validation, reason: str, actor: Actor, now: datetime) -> None:
    """Write down, in the caller's transaction, what a payment taught us about an account; nothing new is fine.

    An account that failed is blocked wherever it stands at this lender: in rows of other borrowers too, and in
    one that was removed and typed in again before the return came.
    """
    taught = [method]
    if validation == Validation.FAILED:
        taught = list(BankAccount.objects.select_for_update().filter(fingerprint=method.fingerprint).order_by("id"))
    for row in taught:
        if row.validation != validation:
            _set_validation(row, validation, reason, actor, now)
    method.validation = validation


def _set_validation(row: BankAccount, validation: Validation, reason: str, actor: Actor, now: datetime) -> None:
    row.validation = validation
    row.save(update_fields=["validation"])
    record(
        actor=actor,
        now=now,
        action="bank_account.validation",
        object_kind=BANK_ACCOUNT,
        object_id=row.id,
        summary=f"{row.label}: {validation.label}.",
        reason=reason,
    )


def _prove_secret(capture_id: uuid.UUID, secret: str, now: datetime) -> None:
    """Check the secret, in a transaction of its own: a wrong one must be counted although it is refused."""
    with transaction.atomic():
        capture = _lock_live_capture(capture_id, now)
        is_right = is_secret(secret, capture.secret_digest)
        if not is_right:
            capture.wrong_secrets += 1
            capture.save(update_fields=["wrong_secrets"])
    if not is_right:
        raise WrongSecret


def _lock_live_capture(capture_id: uuid.UUID, now: datetime) -> Capture:
    """The capture, locked and usable; the switch comes first, so that a section that is off tells of no capture."""
    if not is_switched_on_now("payments"):
        raise NoSuchForm
    capture = lock_capture(capture_id)
    if is_over(capture, now):
        raise CaptureExpired
    return capture


def _seal(details: BankDetails, now: datetime) -> SealedDetails:
    """Seal before any row is locked: the KMS may be a network away."""
    row_id, number = uuid.uuid4(), details.account_number
    return SealedDetails(
        row_id=row_id,
        details=details,
        number=seal_for_lender(number.encode(), kind=BANK_ACCOUNT, object_id=row_id, now=now),
        fingerprint=fingerprint_of(details.routing_number, number, now=now),
    )


def _keep(capture: Capture, sealed: SealedDetails, lender_name: str, address: str, now: datetime) -> BankAccount:
    """The bank account that the borrower has from now on; the capture is spent on it."""
    method = _known_account(capture, sealed)
    if method is None:
        agreed = authorisation_text(capture.user.language, lender_name=lender_name)
        method = _new_account(capture, sealed, agreed, address, now)
    capture.used_at, capture.bank_account = now, method
    capture.save(update_fields=["used_at", "bank_account"])
    return method


def _note_refused(capture: Capture, blocked: BankAccount, now: datetime) -> None:
    """Tell the lender's staff, who may know it, who typed the account and whose the blocked one is."""
    record(
        actor=actor_of(capture.user),
        now=now,
        action="bank_account.refused",
        object_kind=BANK_ACCOUNT,
        object_id=blocked.id,
        summary=(
            f"Refused to add the bank account ••{blocked.last4}: payments from it were returned"
            f" ({blocked.label} of {blocked.user.name})."
        )[:300],
        facts={"capture_id": str(capture.id)},
    )


def _known_account(capture: Capture, sealed: SealedDetails) -> BankAccount | None:
    """The same account of the same borrower, if they have it; raises BankFormWrong when it is of another kind."""
    known = BankAccount.objects.filter(
        user_id=capture.user_id, fingerprint=sealed.fingerprint, removed_at__isnull=True
    ).first()
    if known is not None and known.account_type != sealed.details.account_type:
        raise BankFormWrong(fields={"account_type": f"You have this account as {known.label}. Remove it first."})
    if known is not None and known.holder_type != sealed.details.holder_type:
        kind = known.get_holder_type_display().lower()
        raise BankFormWrong(fields={"holder_type": f"You have this account as a {kind}. Remove it first."})
    return known


def _new_account(
    capture: Capture, sealed: SealedDetails, authorised_text: str, address: str, now: datetime
) -> BankAccount:
    actor, details = actor_of(capture.user), sealed.details
    method = BankAccount.objects.create(
        id=sealed.row_id,
        user=capture.user,
        holder_name=details.holder_name,
        holder_type=details.holder_type,
        account_type=details.account_type,
        routing_number=details.routing_number,
        last4=details.account_number[-4:],
        sealed_number=sealed.number,
        key_version=key_version_of(sealed.number),
        fingerprint=sealed.fingerprint,
        validation=Validation.PENDING,
        authorised_text=authorised_text,
        authorised_at=now,
        authorised_from=address,
        added_at=now,
    )
    record(
        actor=actor,
        now=now,
        action="bank_account.added",
        object_kind=BANK_ACCOUNT,
        object_id=method.id,
        summary=f"Added the bank account {method.label}.",
        facts={"address": address},
    )
    tell_added(method, actor, now)
    return method
