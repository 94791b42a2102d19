"""Accounts as a viewer may see them. Staff look things up in staff_queries.py."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from portal_api.identity.models import User
from portal_api.identity.viewer import Viewer
from portico_kernel.compiled import CompiledQuery
from portico_kernel.errors import NotFound

from .models import Account, AccountParty, UserParty
from .pending import pending_sign


def accounts_of(viewer: Viewer) -> list[Account]:
    """The accounts that the viewer may see at their site, by number, each with what its card shows. One query.

    Seen is what is granted to the login, not taken back, and belongs to a party that the login acts for.
    """
    return _LISTED.all(user_id=viewer.user_id, site_id=viewer.site_id)


def account_for(viewer: Viewer, account_id: uuid.UUID) -> Account:
    """One of ``accounts_of``, with snapshot and loan terms. Raises NotFound alike for absent and forbidden.

    It carries ``viewer_role``, the strongest role that the viewer has on it, the names of ``people_on``, and
    what pending.py asks of it. One query.
    """
    account = _ONE.first(user_id=viewer.user_id, site_id=viewer.site_id, account_id=account_id)
    if account is None:
        raise NotFound
    return account


@dataclass(frozen=True, slots=True)
class PersonOn:
    """Somebody on an account, by name alone; ``is_you`` when the viewer acts for them."""

    name: str
    is_you: bool


def people_on(account: Account) -> list[PersonOn]:
    """Everybody on an account that ``account_for`` gave: the viewer's own first, then by role. No query."""
    return [PersonOn(**person) for person in vars(account)["people"]]


def lock_account(account_id: uuid.UUID) -> Account:
    """Hold one account until the caller's transaction ends, and read it as it then stands, with its figures.

    For operations, which have asked ``account_for`` before where a person named the id. Raises NotFound.
    """
    # The figures are read by a second statement: in the one that waits for the lock they would still be
    # those from before the wait.
    if not Account.objects.select_for_update().filter(id=account_id).values("id"):
        raise NotFound
    return Account.objects.select_related("snapshot", "loan_terms").get(id=account_id)


def lock_accounts(account_ids: Collection[uuid.UUID]) -> list[Account]:
    """Hold many accounts, in the order of their ids, as ``lock_account`` holds one; absent ones are left out."""
    held = Account.objects.select_for_update().filter(id__in=account_ids).order_by("id")
    ids = list(held.values_list("id", flat=True))
    return list(Account.objects.select_related("snapshot", "loan_terms").filter(id__in=ids).order_by("id"))


def _seen_by(user_id: uuid.UUID, site_id: uuid.UUID) -> QuerySet[Account]:
    parties = UserParty.objects.filter(user=user_id).values("party")
    roles = AccountParty.objects.filter(account=OuterRef("id"), party__in=parties)
    # In the alphabet borrower, co-borrower and guarantor stand in the order of their weight.
    role = Subquery(roles.order_by("role").values("role")[:1])
    return (
        Account.objects.alias(viewer_role=role)
        .filter(
            Q(site_id__isnull=True) | Q(site_id=site_id),
            # By its value, not by Exists(): PostgreSQL would join the tables, and plan longer than it then reads.
            viewer_role__isnull=False,
            access__user=user_id,
            access__revoked_at__isnull=True,
        )
        .filter(Exists(User.objects.filter(id=user_id, is_active=True)))
    )


_ON_A_CARD = [
    *("number", "product", "title", "currency"),
    *("snapshot__as_of", "snapshot__source", "snapshot__standing", "snapshot__principal_minor"),
    *("snapshot__amount_due_minor", "snapshot__past_due_minor", "snapshot__past_due_since_on"),
    *("snapshot__next_due_on", "snapshot__remaining_payments"),
]


def _listed(user_id: uuid.UUID, site_id: uuid.UUID) -> QuerySet[Account]:
    return _seen_by(user_id, site_id).select_related("snapshot").only(*_ON_A_CARD).order_by("number")


def _one(user_id: uuid.UUID, site_id: uuid.UUID, account_id: uuid.UUID) -> QuerySet[Account]:
    seen = _seen_by(user_id, site_id).filter(id=account_id)
    extra = {"viewer_role": F("viewer_role"), "people": _people(user_id), **pending_sign()}
    return seen.select_related("snapshot", "loan_terms").annotate(**extra)


def _people(user_id: uuid.UUID) -> ArraySubquery:
    acts_for = Exists(UserParty.objects.filter(party=OuterRef("party"), user=user_id))
    roles = AccountParty.objects.filter(account=OuterRef("id")).annotate(is_you=acts_for)
    # In the alphabet borrower, co-borrower and guarantor stand in the order of their weight.
    in_order = roles.order_by("-is_you", "role", "party__name", "id")
    return ArraySubquery(in_order.values(person=JSONObject(name="party__name", is_you="is_you")))


_LISTED = CompiledQuery(_listed, user_id=uuid.UUID, site_id=uuid.UUID)
_ONE = CompiledQuery(_one, user_id=uuid.UUID, site_id=uuid.UUID, account_id=uuid.UUID)
