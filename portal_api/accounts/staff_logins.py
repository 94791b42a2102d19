"""Borrowers' logins as staff look for them, and people who have no login yet."""

from __future__ import annotations

import uuid

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from portal_api.identity.models import User
from portal_api.identity.states import UserKind
from portico_kernel.errors import NotFound

from .models import Party, UserParty
from .staff_queries import search_parties


def borrower_logins(text: str = "") -> QuerySet[User]:
    """Borrowers' logins by name, each with ``account_count``, the accounts it may see.

    ``text`` is the beginning of a name's word, of an e-mail, or of an account number they act on.
    """
    standing = Count("access", filter=Q(access__revoked_at__isnull=True), distinct=True)
    found = User.objects.filter(kind=UserKind.BORROWER).annotate(account_count=standing).order_by("name", "email")
    wanted = text.strip()
    if not wanted:
        return found
    on_account = UserParty.objects.filter(user=OuterRef("id"), party__roles__account__number__istartswith=wanted)
    return found.filter(
        Q(name__istartswith=wanted)
        | Q(name__icontains=f" {wanted}")
        | Q(email__istartswith=wanted)
        | Q(Exists(on_account))
    )


def people_without_login(text: str, *, limit: int = 20) -> list[Party]:
    """Parties that the text finds (see search_parties) for whom nobody signs in, with their accounts."""
    ids = [party.id for party in search_parties(text, limit=limit)]
    alone = Party.objects.filter(id__in=ids, logins__isnull=True).prefetch_related("roles__account")
    return list(alone.order_by("name", "id"))


def party_by_id(party_id: uuid.UUID) -> Party:
    """One party with its accounts and their figures; raises NotFound."""
    found = Party.objects.filter(id=party_id).prefetch_related("roles__account__snapshot").first()
    if found is None:
        raise NotFound("There is no such person.")
    return found
