"""Bringing a person to their accounts in one step, as staff do on the telephone: login, link and grants together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal_api.identity.models import User
from portal_api.identity.operations import invite_borrower
from portal_api.identity.queries import user_named
from portal_api.identity.states import UserKind
from portico_kernel.actor import Actor
from portico_kernel.errors import InvalidInput

from .models import Access
from .operations import grant_access, link_party


def invite_to_accounts(
    *,
    party_id: uuid.UUID,
    account_ids: Sequence[uuid.UUID],
    email: str,
    name: str,
    language: str,
    actor: Actor,
    now: datetime,
) -> User:
    """Invite a borrower, let the login act for a party, and grant the accounts: all of it or nothing.

    Raises EmailTaken, NotFound, or NotTheirAccount for an account that the party is not on.
    """
    with transaction.atomic():
        user = invite_borrower(email=email, name=name, language=language, actor=actor, now=now)
        link_party(user_id=user.id, party_id=party_id, actor=actor, now=now)
        for account_id in account_ids:
            grant_access(user_id=user.id, account_id=account_id, actor=actor, now=now)
    return user


def share_account(*, email: str, party_id: uuid.UUID, account_id: uuid.UUID, actor: Actor, now: datetime) -> Access:
    """Let a login that exists act for a party and see one account. Doing it twice changes nothing.

    Raises InvalidInput naming ``email`` where no borrower has it, and what link_party and grant_access raise.
    """
    user = user_named(UserKind.BORROWER, email)
    if user is None:
        raise InvalidInput(fields={"email": "No borrower has a login with this email. Invite them instead."})
    with transaction.atomic():
        link_party(user_id=user.id, party_id=party_id, actor=actor, now=now)
        return grant_access(user_id=user.id, account_id=account_id, actor=actor, now=now)
