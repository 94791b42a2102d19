"""Logins begin with an invitation: somebody names an e-mail, its owner chooses the password."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal_api.notices.operations import send_notice
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record

from ..asker import Asker
from ..errors import AlreadySetUp, EmailTaken
from ..flow import PASSWORD, NextStep, SignedIn, go_on
from ..models import User
from ..passwords import check_new_password
from ..queries import user_of_kind
from ..states import Audience, LinkPurpose, StaffRole, UserKind
from ..viewer import actor_of
from .mailed_links import look_at_link, page_of_link, spend_link


def invite_borrower(*, email: str, name: str, language: str, actor: Actor, now: datetime) -> User:
    """Add a borrower's login and mail the invitation. Raises EmailTaken."""
    return _invite(UserKind.BORROWER, email, name, language, "", actor, now)


def invite_staff(*, email: str, name: str, role: StaffRole, language: str, actor: Actor, now: datetime) -> User:
    """Add a staff member's login with a role and mail the invitation. Raises EmailTaken."""
    return _invite(UserKind.STAFF, email, name, language, StaffRole(role), actor, now)


def create_support_agent(*, email: str, name: str, language: str, actor: Actor, now: datetime) -> User:
    """Add a support agent's login on the platform and mail the invitation. Raises EmailTaken."""
    return _invite(UserKind.SUPPORT, email, name, language, "", actor, now)


def resend_invitation(*, kind: UserKind, user_id: uuid.UUID, actor: Actor, now: datetime) -> None:
    """Mail a fresh invitation; earlier ones stay good until their time is up. Raises NotFound, AlreadySetUp."""
    user = user_of_kind(kind, user_id)
    if user.has_usable_password():
        raise AlreadySetUp
    with transaction.atomic():
        send_invitation(user, actor=actor, now=now)
        record(
            actor=actor,
            now=now,
            action="user.invited_again",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.name} was invited again.",
        )


def accept_invitation(
    *, secret: str, password: str, kind: UserKind, audience: Audience, asker: Asker, now: datetime
) -> SignedIn | NextStep:
    """Set the first password by the mailed link and sign in. Of two at once, one gets in.

    Raises LinkExpired, or InvalidInput for a password that is not good enough: the link then stays good.
    """
    looked = look_at_link(secret=secret, purpose=LinkPurpose.INVITATION, kind=kind, now=now)
    check_new_password(password, looked)
    with transaction.atomic():
        user = spend_link(secret=secret, purpose=LinkPurpose.INVITATION, kind=kind, now=now)
        user.set_password(password)
        user.password_set_at = now
        user.save(update_fields=["password", "password_set_at"])
        record(
            actor=actor_of(user),
            now=now,
            action="user.invitation_accepted",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.name} accepted the invitation.",
        )
    return go_on(user=user, passed=[PASSWORD], audience=audience, asker=asker, now=now)


def send_invitation(user: User, *, actor: Actor, now: datetime, key: str | None = None) -> None:
    """Have the invitation mailed, in the caller's transaction; the same ``key`` twice mails once."""
    with translation.override(user.language):
        send_notice(
            kind="invitation",
            to_email=user.email,
            to_name=user.name,
            user_id=user.id,
            language=user.language,
            subject=_("Your account is ready"),
            paragraphs=[
                _("Hello %(name)s,") % {"name": user.name},
                _("An online account was made for you. Choose a password to sign in for the first time."),
                _("The link works once and for seven days."),
            ],
            action_label=_("Choose a password"),
            action_path=page_of_link(user.kind, LinkPurpose.INVITATION),
            link_purpose=LinkPurpose.INVITATION,
            about_kind="user",
            about_id=user.id,
            key=key,
            actor=actor,
            now=now,
        )


def _invite(kind: UserKind, email: str, name: str, language: str, role: str, actor: Actor, now: datetime) -> User:
    user = User(
        kind=kind,
        email=email.strip(),
        name=name.strip(),
        role=role,
        language=language,
        created_at=now,
        password=make_password(None),
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            send_invitation(user, actor=actor, now=now)
            record(
                actor=actor,
                now=now,
                action="user.invited",
                object_kind="user",
                object_id=user.id,
                summary=f"{user.name} was invited as {UserKind(kind).label.lower()}.",
                facts={"email": user.email, "role": role},
            )
    except IntegrityError as error:
        raise EmailTaken from error
    return user
