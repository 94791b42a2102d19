"""Links in mails: a secret whose digest we keep, good once and for a limited time."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime

from ..errors import LinkExpired
from ..limits import INVITATION_LASTS, RESET_LASTS
from ..models import MailedLink, User
from ..states import LinkPurpose, UserKind

_LASTS = {LinkPurpose.INVITATION: INVITATION_LASTS, LinkPurpose.RESET: RESET_LASTS}
_PAGES = {LinkPurpose.INVITATION: "/invitation", LinkPurpose.RESET: "/reset-password"}
LONGEST_SECRET = 200


def page_of_link(kind: str, purpose: LinkPurpose) -> str:
    """The path of the page that a link opens; the secret follows in the fragment.

    Borrowers' pages are the web app's, staff's stand under ``/console/`` on the lender's host, support's
    on the support console's own host.
    """
    return f"/console{_PAGES[purpose]}" if kind == UserKind.STAFF else _PAGES[purpose]


def make_link(purpose: str, user_id: uuid.UUID, now: datetime) -> str | None:
    """Add a link for an active user and return its secret; None when the user may not have one any more.

    Earlier links stay good until one is used: people click the first mail that they find.
    """
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None or (purpose == LinkPurpose.INVITATION and user.has_usable_password()):
        return None
    secret = secrets.token_urlsafe(32)
    MailedLink.objects.create(
        purpose=purpose,
        user=user,
        digest=_digest(secret),
        created_at=now,
        expires_at=now + _LASTS[LinkPurpose(purpose)],
    )
    return secret


def look_at_link(*, secret: str, purpose: LinkPurpose, kind: UserKind, now: datetime) -> User:
    """The user whose live link this is; raises LinkExpired. Looking does not use it up."""
    link = MailedLink.objects.select_related("user").filter(digest=_digest(secret), purpose=purpose).first()
    if link is None or not _is_live(link, link.user, kind, now):
        raise LinkExpired
    return link.user


def spend_link(*, secret: str, purpose: LinkPurpose, kind: UserKind, now: datetime) -> User:
    """Use a link up, with every other link of its user, and return the locked user; raises LinkExpired.

    Inside the caller's transaction: of two that come with the same link, or with two of one user's, one wins.
    """
    found = MailedLink.objects.filter(digest=_digest(secret), purpose=purpose)
    user_id = found.values_list("user_id", flat=True).first()
    if user_id is None:
        raise LinkExpired
    user = User.objects.select_for_update().get(id=user_id)
    if not _is_live(found.get(), user, kind, now):
        raise LinkExpired
    MailedLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    return user


def _is_live(link: MailedLink, user: User, kind: UserKind, now: datetime) -> bool:
    return link.used_at is None and now < link.expires_at and user.is_active and user.kind == kind


def _digest(secret: str) -> str:
    return hashlib.sha256(secret[:LONGEST_SECRET].encode()).hexdigest()
