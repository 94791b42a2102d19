"""Who acts for whom, who may see what, and the audit rows that say who decided."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from portal_api.accounts.errors import NotTheirAccount, OtherKindOfUser
from portal_api.accounts.models import Access, Party, UserParty
from portal_api.accounts.operations import grant_access, link_party, revoke_access, unlink_party
from portal_api.accounts.queries import accounts_of
from portal_api.identity.models import User
from portal_api.identity.viewer import viewer_for
from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from tenants.context import in_tenant
from tests.cast import NOW, Cast

SAM = Actor("staff", "1", "Sam Ortiz")


def numbers_of(user: User) -> list[str]:
    return [account.number for account in accounts_of(viewer_for(user, site_id=None))]


def party_of(number: str) -> Party:
    return Party.objects.get(external_id=f"P-{number}")


def audited() -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.filter(action__startswith="accounts.").order_by("at")
    return list(rows.values_list("action", "summary", "actor_label"))


def test_linked_and_granted_an_account_is_seen_and_the_audit_says_who_decided(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        link_party(user_id=cast.bob.id, party_id=party_of("A-1001").id, actor=SAM, now=NOW)
        before = numbers_of(cast.bob)
        later = NOW + timedelta(minutes=1)
        grant_access(user_id=cast.bob.id, account_id=cast.ada_loan.id, actor=SAM, now=later)

        assert (before, numbers_of(cast.bob)) == (["A-1002"], ["A-1001", "A-1002"])
        assert audited() == [
            ("accounts.linked", "bob@example.com acts for Ada Lopez", "Sam Ortiz"),
            ("accounts.access_granted", "Access to A-1001 granted: bob@example.com", "Sam Ortiz"),
        ]


def test_linking_and_granting_twice_is_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for _ in range(2):
            link_party(user_id=cast.ada.id, party_id=party_of("A-1001").id, actor=SAM, now=NOW)
            grant_access(user_id=cast.ada.id, account_id=cast.ada_loan.id, actor=SAM, now=NOW)

        assert UserParty.objects.filter(user=cast.ada).count() == 1
        assert Access.objects.filter(user=cast.ada).count() == 1
        assert audited() == []


def test_access_taken_back_may_be_granted_again_and_both_stand_in_the_past(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        revoke_access(user_id=cast.ada.id, account_id=cast.ada_loan.id, actor=SAM, now=NOW)
        between = numbers_of(cast.ada)
        grant_access(user_id=cast.ada.id, account_id=cast.ada_loan.id, actor=SAM, now=NOW)

        assert (between, numbers_of(cast.ada)) == ([], ["A-1001"])
        grants = Access.objects.filter(user=cast.ada).order_by("granted_at")
        assert [grant.revoked_at for grant in grants] == [NOW, None]


def test_an_account_of_nobody_they_act_for_cannot_be_granted(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(NotTheirAccount, match="Link it to one of the account's parties first"):
            grant_access(user_id=cast.bob.id, account_id=cast.ada_loan.id, actor=SAM, now=NOW)

        assert Access.objects.filter(user=cast.bob).count() == 1


def test_unlinked_from_the_party_its_accounts_are_gone(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        unlink_party(user_id=cast.ada.id, party_id=party_of("A-1001").id, actor=SAM, now=NOW)

        assert numbers_of(cast.ada) == []
        assert audited() == [("accounts.unlinked", "ada@example.com no longer acts for Ada Lopez", "Sam Ortiz")]


def test_staff_act_for_nobody(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(OtherKindOfUser):
            link_party(user_id=cast.sam.id, party_id=party_of("A-1001").id, actor=SAM, now=NOW)
        with pytest.raises(OtherKindOfUser):
            grant_access(user_id=cast.sam.id, account_id=cast.ada_loan.id, actor=SAM, now=NOW)


def test_people_and_accounts_of_another_lender_do_not_exist_here(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        theirs = party_of("B-1001").id
    with in_tenant(cast.lenders.alder):
        with pytest.raises(NotFound):
            link_party(user_id=cast.ada.id, party_id=theirs, actor=SAM, now=NOW)
        with pytest.raises(NotFound):
            link_party(user_id=cast.cleo.id, party_id=party_of("A-1001").id, actor=SAM, now=NOW)
        with pytest.raises(NotFound):
            grant_access(user_id=cast.ada.id, account_id=cast.cleo_loan.id, actor=SAM, now=NOW)
        with pytest.raises(NotFound):
            revoke_access(user_id=cast.ada.id, account_id=cast.cleo_loan.id, actor=SAM, now=NOW)
        with pytest.raises(NotFound):
            unlink_party(user_id=cast.ada.id, party_id=uuid4(), actor=SAM, now=NOW)

        assert audited() == []
