"""What staff find: by number, name and e-mail, at their own lender only."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal_api.accounts.models import AccountSnapshot
from portal_api.accounts.operations import revoke_access
from portal_api.accounts.staff_queries import (
    access_of_account,
    access_of_user,
    account_by_id,
    account_numbered,
    accounts_page,
    counts_by_standing,
    parties_for,
    search_accounts,
    search_parties,
)
from portal_api.accounts.states import Standing
from portal_api.servicing.operations import post_payment
from portal_api.servicing.staff_queries import timeline_of
from portico_kernel.errors import NotFound
from portico_kernel.money import Money
from tenants.context import in_tenant
from tests.cast import NOW, Cast, loan
from tests.database import LONG_AGO, SYSTEM
from tests.statements import without_positions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A-1001", ["A-1001"]),
        ("a-10", ["A-1001", "A-1002"]),
        ("ada", ["A-1001"]),
        ("LOPEZ", ["A-1001"]),
        ("opez", []),
        ("bob@example", ["A-1002"]),
        ("1001", []),
        ("Cleo", []),
        ("B-1001", []),
        ("%", []),
        ("  ", []),
    ],
)
def test_accounts_are_found_by_how_number_name_or_address_begin(cast: Cast, text: str, found: list[str]) -> None:
    with in_tenant(cast.lenders.alder):
        assert [account.number for account in search_accounts(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("lop", ["Ada Lopez"]), ("A-1002", ["Bob Stein"]), ("cleo", []), ("example", []), ("", [])],
)
def test_parties_are_found_by_how_name_address_or_number_begin(cast: Cast, text: str, found: list[str]) -> None:
    with in_tenant(cast.lenders.alder):
        assert [party.name for party in search_parties(text)] == found


@pytest.mark.parametrize("more", [0, 2])
def test_a_search_is_three_queries_however_much_it_finds(cast: Cast, more: int) -> None:
    with in_tenant(cast.lenders.alder):
        for number in range(more):
            loan(f"A-10{number}9", cast.ada)
        search_accounts("nobody")
        with CaptureQueriesContext(connection) as asked:
            people = [role.party.name for found in search_accounts("ada") for role in found.roles.all()]

    assert people == ["Ada Lopez"] * (1 + more)
    assert len(without_positions(asked)) == 3


def test_every_standing_is_counted_those_of_no_account_too(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.bob_loan).update(standing=Standing.PAST_DUE)

        counts = {row.standing: row.count for row in counts_by_standing()}

    assert counts == dict.fromkeys(Standing, 0) | {Standing.CURRENT: 1, Standing.PAST_DUE: 1}


def test_accounts_of_one_standing_can_be_listed(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.bob_loan).update(standing=Standing.PAST_DUE)

        assert [account.number for account in accounts_page()] == ["A-1001", "A-1002"]
        assert [account.number for account in accounts_page(standing=Standing.PAST_DUE)] == ["A-1002"]


def test_an_account_is_found_by_its_number_and_id_at_its_own_lender_only(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        assert account_numbered("A-1001") == account_by_id(cast.ada_loan.id) == cast.ada_loan
        for missing in ("B-1001", "A-100"):
            with pytest.raises(NotFound, match="There is no account with that number"):
                account_numbered(missing)
        with pytest.raises(NotFound):
            account_by_id(cast.cleo_loan.id)


def test_grants_are_listed_for_the_account_and_for_the_login(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        granted = [access.user.email for access in access_of_account(cast.ada_loan)]
        seen = [access.account.number for access in access_of_user(cast.ada)]
        revoke_access(user_id=cast.ada.id, account_id=cast.ada_loan.id, actor=SYSTEM, now=NOW)

        assert (granted, seen) == (["ada@example.com"], ["A-1001"])
        assert [access.revoked_at for access in access_of_account(cast.ada_loan)] == [NOW]
        assert access_of_user(cast.ada) == []
        assert [party.name for party in parties_for(cast.ada)] == ["Ada Lopez"]


def test_an_accounts_timeline_tells_what_was_posted_and_who_did_what(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        revoke_access(user_id=cast.ada.id, account_id=cast.ada_loan.id, actor=SYSTEM, now=LONG_AGO)
        post_payment(
            account_id=cast.ada_loan.id,
            payment_id=uuid4(),
            amount=Money(350_00),
            effective_on=date(2026, 11, 10),
            description="Payment P-1, bank debit",
            actor=SYSTEM,
            now=NOW,
        )

        told = [(entry.kind, entry.text, entry.who) for entry in timeline_of(cast.ada_loan)]

    assert told == [
        ("payment", "Payment P-1, bank debit: $350.00, principal left $11,694.81", ""),
        (
            "brought_forward",
            "Paid before this account came to the portal: $3,000.00, principal left $12,000.00",
            "",
        ),
        ("accounts.access_revoked", "Access to A-1001 revoked: ada@example.com", "tests"),
    ]
