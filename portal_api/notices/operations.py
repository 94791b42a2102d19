"""Saying something to somebody: stored in the transaction that has the news, mailed after it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import structlog
from django.db import transaction
from django.db.models import Q

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import Unavailable
from portico_kernel.mail import Mail, MailRefused
from portico_kernel.mail import deliver as hand_over
from portico_kernel.outbox.operations import enqueue
from tenants.context import lender_entered
from tenants.models import Lender

from .links import make_secret
from .models import Notice
from .senders import Sender, current_sender

DELIVER = "notices.deliver"
# Longer than the mail server may take to answer: a claim this old belongs to a process that died.
CLAIM_LASTS = timedelta(minutes=5)
log = structlog.get_logger(__name__)


class BeingSent(Unavailable):
    """Another worker has this notice in hand."""

    code = "notice_being_sent"


def send_notice(
    *,
    kind: str,
    to_email: str,
    to_name: str,
    user_id: uuid.UUID | None,
    language: str,
    subject: str,
    paragraphs: Sequence[str],
    facts: Sequence[tuple[str, str]] = (),
    action_label: str = "",
    action_path: str = "",
    link_purpose: str = "",
    section: str = "",
    outlives_section: bool = False,
    about_kind: str = "",
    about_id: object = "",
    key: str | None = None,
    actor: Actor,
    now: datetime,
) -> Notice:
    """Store a message and have it mailed once the caller's transaction commits.

    With ``link_purpose`` the action's address gets a secret of the user's, made when the mail leaves and
    never stored here. Words must be in ``language`` already and hold no secret and no account number.
    With ``section``, what is mailed after that section went off has no link to it, and only what
    ``outlives_section`` is mailed at all: receipts, cancellations and returns of money that already moves.
    With ``key``, what was said before under the same key is not said again: the first notice is returned.
    """
    lender = lender_entered()
    notice = Notice(
        kind=kind,
        dedupe_key=key,
        to_email=to_email,
        to_name=to_name,
        user_id=user_id,
        language=language,
        subject=subject,
        paragraphs=list(paragraphs),
        facts=[list(fact) for fact in facts],
        action_label=action_label,
        action_path=action_path,
        link_purpose=link_purpose,
        section=section,
        outlives_section=outlives_section,
        about_kind=about_kind,
        about_id=str(about_id),
        created_at=now,
    )
    with transaction.atomic():
        said = _store(notice)
        if said is None:
            _have_it_mailed(notice, None if lender is None else cast(Lender, lender).id, actor, now)
    return said or notice


def _have_it_mailed(notice: Notice, lender_id: uuid.UUID | None, actor: Actor, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        action="notice.accepted",
        object_kind=notice.about_kind or "notice",
        object_id=notice.about_id or notice.id,
        summary=f"Mail to {notice.to_email}: {notice.subject}"[:300],
        facts={"notice_id": str(notice.id), "kind": notice.kind},
    )
    enqueue(
        lender_id=lender_id,
        task=DELIVER,
        arguments={"notice_id": str(notice.id)},
        now=now,
        key=f"notice {notice.id}",
    )


def _store(notice: Notice) -> Notice | None:
    """Add the notice, in the caller's transaction; instead the one that stands under its key, if one does."""
    Notice.objects.bulk_create([notice], ignore_conflicts=notice.dedupe_key is not None)
    if notice.dedupe_key is None:
        return None
    stands = Notice.objects.get(dedupe_key=notice.dedupe_key)
    return None if stands.id == notice.id else stands


def deliver_notice(*, notice_id: uuid.UUID, now: datetime) -> None:
    """Mail one notice; doing it again does nothing. Sent twice only if the process dies in between.

    Call it outside of a transaction. Raises BeingSent or MailUnavailable, both worth trying again. A
    refused address, a link that is no longer due and a section that went off are final: they stay with the
    notice as its error.
    """
    notice = _claim(notice_id, now)
    if notice is None:
        return
    try:
        sender = current_sender()
        if notice.section and notice.section not in sender.sections:
            notice.action_label = notice.action_path = ""
            if not notice.outlives_section:
                _close(notice, error="Not sent: this part of the portal was switched off before it left.")
                return
        mail = _mail(notice, sender, now)
        if mail is None:
            _close(notice, error="Not sent: this link is no longer due.")
            return
        hand_over(mail)
    except MailRefused as error:
        _close(notice, error=error.message)
        log.warning("notice_refused", notice_id=str(notice.id), kind=notice.kind)
        return
    except Exception as error:
        # The class alone: what a mail server or a bug says may hold an address or a link.
        _release(notice, error=f"Not sent yet: {type(error).__name__}")
        raise
    notice.sent_at, notice.last_error = now, ""
    notice.save(update_fields=["sent_at", "last_error", "action_label", "action_path"])
    log.info("notice_sent", notice_id=str(notice.id), kind=notice.kind)


def _claim(notice_id: uuid.UUID, now: datetime) -> Notice | None:
    """Take the notice for this worker; None when it is sent or closed."""
    waiting = Notice.objects.filter(id=notice_id, sent_at__isnull=True, closed_at__isnull=True)
    free = waiting.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS))
    if free.update(claimed_at=now) == 1:
        return Notice.objects.get(id=notice_id)
    if waiting.exists():
        raise BeingSent
    return None


def _mail(notice: Notice, sender: Sender, now: datetime) -> Mail | None:
    action: tuple[str, str] | None = None
    if notice.action_path:
        address = f"{sender.origin}{notice.action_path}"
        if notice.link_purpose:
            assert notice.user_id is not None, "a secret link belongs to a user"
            secret = make_secret(notice.link_purpose, notice.user_id, now)
            if secret is None:
                return None
            # In the fragment: browsers do not send it, so no server, proxy or log sees it.
            address = f"{address}#{secret}"
        action = (notice.action_label, address)
    html, text = sender.dress(notice, action)
    return Mail(
        to=notice.to_email,
        to_name=notice.to_name,
        subject=notice.subject,
        text=text,
        html=html,
        from_name=sender.name(notice.language),
        lender=sender.lender,
        key=str(notice.id),
    )


def _close(notice: Notice, *, error: str) -> None:
    Notice.objects.filter(id=notice.id).update(closed_at=notice.claimed_at, last_error=error)


def _release(notice: Notice, *, error: str) -> None:
    Notice.objects.filter(id=notice.id).update(claimed_at=None, last_error=error)
