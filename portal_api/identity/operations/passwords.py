"""Forgotten, reset and changed passwords."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal_api.notices.operations import send_notice
from portal_api.notices.queries import links_mailed, was_said
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.outbox.operations import enqueue
from tenants.context import lender_entered

from ..asker import Asker
from ..devices import login_digest
from ..errors import WrongPassword
from ..flow import PASSWORD, NextStep, SignedIn, go_on
from ..models import AuthToken, MailedLink, User
from ..passwords import check_new_password
from ..queries import lock_user_named
from ..states import AttemptKind, Audience, LinkPurpose, UserKind
from ..throttle import note_try
from ..viewer import actor_of
from .invitations import send_invitation
from .mailed_links import look_at_link, page_of_link, spend_link
from .sessions import end_sessions

MAIL_RESET = "identity.mail_reset"
# A flood of requests fills nobody's mailbox: this many mails, and their links stay good meanwhile.
MOST_MAILS, MAILS_WINDOW = 3, timedelta(minutes=15)


def ask_for_reset(*, email: str, kind: UserKind, asker: Asker, now: datetime) -> None:
    """Have a reset link mailed to an active login; for anybody else nothing happens, and nothing tells so.

    Whoever is meant is looked up after the answer (``mail_reset``): not even its time tells who exists.
    Raises TryLater by address, whether the login exists or not.
    """
    note_try(what=AttemptKind.FORGOT, login=login_digest(kind, email), asker=asker, now=now)
    lender = lender_entered()
    enqueue(
        lender_id=None if lender is None else lender.id,
        task=MAIL_RESET,
        arguments={
            "ask_id": str(uuid.uuid4()),
            "email": email.strip().lower(),
            "kind": kind,
            "address": asker.address,
        },
        now=now,
    )


def mail_reset(*, ask_id: str, email: str, kind: UserKind, address: str, now: datetime) -> None:
    """Do what was asked for: mail the login a reset link, if there is such a login and it is active.

    Whoever was invited and never came gets the invitation again. The same ``ask_id`` twice mails once.
    """
    with transaction.atomic():
        user = lock_user_named(kind, email)
        key = f"reset {ask_id}"
        if user is None or not user.is_active or was_said(key) or _mailed_enough(user, now):
            return
        if user.has_usable_password():
            _send_reset(user, key, now)
        else:
            send_invitation(user, actor=actor_of(user), now=now, key=key)
        record(
            actor=actor_of(user),
            now=now,
            action="user.reset_asked",
            object_kind="user",
            object_id=user.id,
            summary=f"A new password was asked for {user.name}.",
            facts={"address": address},
        )


def reset_password(
    *, secret: str, password: str, kind: UserKind, audience: Audience, asker: Asker, now: datetime
) -> SignedIn | NextStep:
    """Set the password by a mailed link and sign in; every other session ends.

    Raises LinkExpired, or InvalidInput for a password that is not good enough: the link then stays good.
    """
    looked = look_at_link(secret=secret, purpose=LinkPurpose.RESET, kind=kind, now=now)
    check_new_password(password, looked)
    with transaction.atomic():
        user = spend_link(secret=secret, purpose=LinkPurpose.RESET, kind=kind, now=now)
        set_new_password(user, password, actor=actor_of(user), now=now)
        end_sessions(user, now=now)
        _tell_changed(user, now)
    return go_on(user=user, passed=[PASSWORD], audience=audience, asker=asker, now=now)


def change_password(
    *, token: AuthToken, current: str, password: str, asker: Asker, actor: Actor, now: datetime
) -> None:
    """Change the password of the one who is signed in; their other sessions end, this one stays.

    Raises WrongPassword, InvalidInput or TryLater (guessing counts together with signing in).
    """
    user = token.user
    login = login_digest(user.kind, user.email)
    counted = note_try(what=AttemptKind.SIGN_IN, login=login, asker=asker, now=now)
    if not user.check_password(current):
        raise WrongPassword
    counted.worked()
    check_new_password(password, user)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(id=user.id)
        if locked.password != user.password:
            raise WrongPassword
        set_new_password(locked, password, actor=actor, now=now)
        end_sessions(locked, now=now, but=token)
        _tell_changed(locked, now)


def set_new_password(user: User, password: str, *, actor: Actor, now: datetime) -> None:
    """Store the password of a locked user and spend their mailed links, in the caller's transaction."""
    user.set_password(password)
    user.password_set_at = now
    user.save(update_fields=["password", "password_set_at"])
    MailedLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    record(
        actor=actor,
        now=now,
        action="user.password_set",
        object_kind="user",
        object_id=user.id,
        summary=f"{user.name}'s password was set.",
    )


def _mailed_enough(user: User, now: datetime) -> bool:
    return links_mailed(user.id, since=now - MAILS_WINDOW) >= MOST_MAILS


def _send_reset(user: User, key: str, now: datetime) -> None:
    with translation.override(user.language):
        send_notice(
            kind="password_reset",
            to_email=user.email,
            to_name=user.name,
            user_id=user.id,
            language=user.language,
            subject=_("Choose a new password"),
            paragraphs=[
                _("Somebody, most likely you, asked for a new password for this address."),
                _("The link works once and for one hour. If it was not you, do nothing: nothing has changed."),
            ],
            action_label=_("Choose a new password"),
            action_path=page_of_link(user.kind, LinkPurpose.RESET),
            link_purpose=LinkPurpose.RESET,
            about_kind="user",
            about_id=user.id,
            key=key,
            actor=actor_of(user),
            now=now,
        )


def _tell_changed(user: User, now: datetime) -> None:
    with translation.override(user.language):
        send_notice(
            kind="password_changed",
            to_email=user.email,
            to_name=user.name,
            user_id=user.id,
            language=user.language,
            subject=_("Your password was changed"),
            paragraphs=[
                _("The password for this address was changed just now, and every other device was signed out."),
                _("If it was not you, contact us at once."),
            ],
            about_kind="user",
            about_id=user.id,
            actor=actor_of(user),
            now=now,
        )
