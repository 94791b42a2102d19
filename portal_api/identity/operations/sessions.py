"""Ending what a sign-in began."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record

from ..models import AuthToken, SignInFlow, User


def sign_out(*, token: AuthToken, everywhere: bool, actor: Actor, now: datetime) -> None:
    """End this browser's session, or every session of its user. Ending one twice is fine."""
    user = token.user
    with transaction.atomic():
        if everywhere:
            end_sessions(user, now=now)
        else:
            AuthToken.objects.filter(digest=token.digest).delete()
        record(
            actor=actor,
            now=now,
            action="user.signed_out_everywhere" if everywhere else "user.signed_out",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.name} signed out{' everywhere' if everywhere else ''}.",
        )


def end_sessions(user: User, *, now: datetime, but: AuthToken | None = None) -> None:
    """End every session and unfinished sign-in of a user, in the caller's transaction; ``but`` one stays.

    The instant stays with the user: what an ended session had begun elsewhere (wallet.queries.is_over) ends too.
    """
    user.sessions_ended_at = now
    user.save(update_fields=["sessions_ended_at"])
    ending = AuthToken.objects.filter(user=user)
    if but is not None:
        ending = ending.exclude(digest=but.digest)
    ending.delete()
    SignInFlow.objects.filter(user=user).delete()
