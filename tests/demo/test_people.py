"""The demo's borrowers: the login, the person on the account and the greeting are one and the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from portal_api.accounts.models import Account, AccountParty, Party
from portal_api.accounts.states import Standing
from portal_api.identity.models import User
from portico.demo.lenders import LENDERS, DemoBorrower
from portico.demo.people import make_people
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders
from tests.servicing.books import LATE, import_loans

MAYA = DemoBorrower("maya@example.com", "Maya Okafor", (Standing.CURRENT, Standing.PAST_DUE))
DANA = DemoBorrower("dana@example.com", "Dana Whitfield", (Standing.CURRENT,), business="Whitfield Contracting LLC")


def borrowers() -> list[tuple[str, str, str, str]]:
    """The loan, kind, name and login of every borrower on an account."""
    roles = AccountParty.objects.filter(role="borrower").order_by("account__number")
    return list(roles.values_list("account__number", "party__kind", "party__name", "party__logins__user__name"))


def test_a_login_holds_accounts_in_its_own_name_and_nobody_is_left_behind(db: TwoLenders, tmp_path: Path) -> None:
    rows = ({"loan": "T-1", "application": "joint"}, {"loan": "T-2"} | LATE, {"loan": "T-3"})
    for lender in (db.alder, db.birch):
        with in_tenant(lender):
            import_loans(tmp_path, *rows)

    with in_tenant(db.alder):
        for _ in range(2):
            make_people(replace(LENDERS[0], borrowers=(MAYA, DANA)), actor=SYSTEM, now=NOW)

        assert borrowers() == [
            ("T-1", "person", "Maya Okafor", "Maya Okafor"),
            ("T-2", "person", "Maya Okafor", "Maya Okafor"),
            ("T-3", "business", "Whitfield Contracting LLC", "Dana Whitfield"),
        ]
        held_by = Account.objects.get(number="T-1").roles.order_by("role")
        assert list(held_by.values_list("role", flat=True)) == ["borrower", "co_borrower"]
        assert not Party.objects.filter(roles__isnull=True).exists()
    with in_tenant(db.birch):
        assert [login for *_, login in borrowers()] == [None, None, None]
        assert not User.objects.exists()
