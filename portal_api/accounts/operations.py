"""Who acts for whom, and who may see what. Staff and invitations call these; every change is audited."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from portal_api.identity.models import User
from portal_api.identity.states import UserKind
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import NotFound

from .errors import NotTheirAccount, OtherKindOfUser
from .models import Access, Account, AccountParty, Party, UserParty


@transaction.atomic
def link_party(*, user_id: uuid.UUID, party_id: uuid.UUID, actor: Actor, now: datetime) -> UserParty:
    """Let a borrower's login act for a party; the link that is there already is returned as it is.

    Alone it shows nothing: each account is granted by ``grant_access``. Raises NotFound, OtherKindOfUser.
    """
    user = _borrower(user_id)
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound
    link, is_new = UserParty.objects.get_or_create(user=user, party=party)
    if is_new:
        record(
            actor=actor,
            now=now,
            action="accounts.linked",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.email} acts for {party.name}",
            facts={"party_id": str(party.id)},
        )
    return link


@transaction.atomic
def unlink_party(*, user_id: uuid.UUID, party_id: uuid.UUID, actor: Actor, now: datetime) -> None:
    """End a login's acting for a party; with it goes the sight of that party's accounts. Raises NotFound."""
    link = UserParty.objects.select_related("user", "party").filter(user=user_id, party=party_id).first()
    if link is None:
        raise NotFound
    link.delete()
    record(
        actor=actor,
        now=now,
        action="accounts.unlinked",
        object_kind="user",
        object_id=user_id,
        summary=f"{link.user.email} no longer acts for {link.party.name}",
        facts={"party_id": str(party_id)},
    )


@transaction.atomic
def grant_access(*, user_id: uuid.UUID, account_id: uuid.UUID, actor: Actor, now: datetime) -> Access:
    """Let a borrower's login see an account; a grant that stands is returned as it is.

    Raises NotFound, OtherKindOfUser, and NotTheirAccount where the login acts for no party of the account.
    """
    user, account = _borrower(user_id), _account(account_id)
    if not AccountParty.objects.filter(account=account, party__logins__user=user).exists():
        raise NotTheirAccount
    access, is_new = Access.objects.get_or_create(
        user=user,
        account=account,
        revoked_at=None,
        defaults={"granted_at": now, "granted_by": actor.label},
    )
    if is_new:
        _record_access("granted", user, account, actor, now)
    return access


@transaction.atomic
def revoke_access(*, user_id: uuid.UUID, account_id: uuid.UUID, actor: Actor, now: datetime) -> None:
    """Take back a login's sight of an account, from its next request on. Nothing granted: NotFound.

    Payments that the person has made stay in their history.
    """
    user, account = _borrower(user_id), _account(account_id)
    standing = Access.objects.filter(user=user, account=account, revoked_at__isnull=True)
    if not standing.update(revoked_at=now):
        raise NotFound
    _record_access("revoked", user, account, actor, now)


def _record_access(what: str, user: User, account: Account, actor: Actor, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        action=f"accounts.access_{what}",
        object_kind="account",
        object_id=account.id,
        summary=f"Access to {account.number} {what}: {user.email}",
        facts={"user_id": str(user.id)},
    )


def _borrower(user_id: uuid.UUID) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound
    if user.kind != UserKind.BORROWER:
        raise OtherKindOfUser
    return user


def _account(account_id: uuid.UUID) -> Account:
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise NotFound
    return account
