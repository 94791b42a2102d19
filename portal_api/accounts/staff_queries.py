"""What the lender's staff and support look up. Their consoles check the role before they ask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from portal_api.identity.models import User
from portico_kernel.errors import NotFound

from .models import Access, Account, AccountParty, AccountSnapshot, Party
from .states import Standing

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class StandingCount:
    """How many accounts stand so."""

    standing: Standing
    count: int


def counts_by_standing() -> list[StandingCount]:
    """Every standing in the order of ``Standing``, with how many accounts have it; zero included. One query."""
    rows = AccountSnapshot.objects.values_list("standing").annotate(count=Count("account"))
    counted = dict(rows.order_by("standing"))
    return [StandingCount(standing, counted.get(standing.value, 0)) for standing in Standing]


def search_accounts(text: str, *, limit: int = MOST_FOUND) -> list[Account]:
    """Accounts whose number, or a party's name or e-mail, begins with the text, by number; none for no text.

    A name is found by the beginning of any of its words. Case does not matter. Each account comes with its
    snapshot and its parties (``roles``). Three queries.
    """
    wanted = text.strip()
    if not wanted:
        return []
    parties = AccountParty.objects.filter(_party_begins("party__", wanted)).values("account")
    found = Account.objects.filter(Q(number__istartswith=wanted) | Q(id__in=parties))
    return list(_with_people(found).order_by("number")[:limit])


def search_parties(text: str, *, limit: int = MOST_FOUND) -> list[Party]:
    """Parties whose name (any word), e-mail or own account number begins with the text, by name. One query."""
    wanted = text.strip()
    if not wanted:
        return []
    on_account = AccountParty.objects.filter(account__number__istartswith=wanted).values("party")
    found = Party.objects.filter(_party_begins("", wanted) | Q(id__in=on_account))
    return list(found.order_by("name", "id")[:limit])


def account_numbered(number: str) -> Account:
    """One account by the lender's own number, with snapshot, terms and parties. Raises NotFound."""
    account = _with_people(Account.objects.filter(number=number)).select_related("loan_terms").first()
    if account is None:
        raise NotFound("There is no account with that number.")
    return account


def account_by_id(account_id: uuid.UUID) -> Account:
    """One account for a console page, with snapshot, terms and parties. Raises NotFound."""
    account = _with_people(Account.objects.filter(id=account_id)).select_related("loan_terms").first()
    if account is None:
        raise NotFound("There is no such account.")
    return account


def accounts_page(*, standing: Standing | None = None) -> QuerySet[Account]:
    """Every account, or those of one standing, by number, with snapshot; for a table that pages by itself."""
    accounts = Account.objects.select_related("snapshot").order_by("number")
    return accounts if standing is None else accounts.filter(snapshot__standing=standing)


def access_of_account(account: Account) -> list[Access]:
    """Every grant on an account, also those taken back, newest first, with the logins. One query."""
    return list(account.access.select_related("user").order_by("-granted_at", "id"))


def access_of_user(user: User) -> list[Access]:
    """The grants of a login that stand, by account number, with the accounts' snapshots. One query."""
    standing = Access.objects.filter(user=user, revoked_at__isnull=True)
    return list(standing.select_related("account__snapshot").order_by("account__number"))


def parties_for(user: User) -> list[Party]:
    """The parties that a login acts for, by name, each with its accounts (``roles``). Two queries."""
    parties = Party.objects.filter(logins__user=user).prefetch_related("roles__account")
    return list(parties.order_by("name", "id"))


def _with_people(accounts: QuerySet[Account]) -> QuerySet[Account]:
    return accounts.select_related("snapshot").prefetch_related("roles__party")


def _party_begins(prefix: str, text: str) -> Q:
    return (
        Q(**{f"{prefix}name__istartswith": text})
        | Q(**{f"{prefix}name__icontains": f" {text}"})
        | Q(**{f"{prefix}email__istartswith": text})
    )
