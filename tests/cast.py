"""A fixed cast: two lenders, a handful of named people, an account each. Everything else is a test's own.

At alder: Ada and Bob are borrowers with a loan each (A-1001, A-1002); Sam is admin, Vera is viewer.
At birch: Cleo is a borrower with a loan (B-1001); Tom is admin. Everyone's password is PASSWORD.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from portal_api.accounts.models import (
    Access,
    Account,
    AccountParty,
    AccountSnapshot,
    LoanTerms,
    Party,
    UserParty,
)
from portal_api.accounts.states import PartyKind, PartyRole, Source, Standing
from portal_api.identity.models import User
from portal_api.identity.states import StaffRole, UserKind
from tenants.context import in_tenant
from tests.database import LONG_AGO, TwoLenders

PASSWORD = "correct horse battery"
# What people of the suite type as their bank account's number; it must never be read again anywhere.
ACCOUNT_NUMBER = "000123456789"
# A Tuesday morning; the next banking days are plain ones.
NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Who is on stage. Rows belong to the lender that their comment in the module names."""

    lenders: TwoLenders
    ada: User
    bob: User
    sam: User
    vera: User
    cleo: User
    tom: User
    ada_loan: Account
    bob_loan: Account
    cleo_loan: Account


def assemble(lenders: TwoLenders) -> Cast:
    """Put the cast on stage, inside the test's own transaction."""
    with in_tenant(lenders.alder):
        ada, bob = borrower("ada@example.com", "Ada Lopez"), borrower("bob@example.com", "Bob Stein")
        sam, vera = (
            staff("sam@alder.test", "Sam Ortiz", StaffRole.ADMIN),
            staff("vera@alder.test", "Vera Ng", StaffRole.VIEWER),
        )
        ada_loan, bob_loan = loan("A-1001", ada), loan("A-1002", bob)
    with in_tenant(lenders.birch):
        cleo = borrower("cleo@example.com", "Cleo Park")
        tom = staff("tom@birch.test", "Tom Reed", StaffRole.ADMIN)
        cleo_loan = loan("B-1001", cleo)
    return Cast(lenders, ada, bob, sam, vera, cleo, tom, ada_loan, bob_loan, cleo_loan)


def borrower(email: str, name: str) -> User:
    """A borrower's login in the lender that is entered."""
    return _user(UserKind.BORROWER, email, name, "")


def staff(email: str, name: str, role: StaffRole) -> User:
    """A staff member's login in the lender that is entered."""
    return _user(UserKind.STAFF, email, name, role)


def loan(number: str, user: User, *, principal_minor: int = 12_000_00) -> Account:
    """A current loan of $12,000.00 left, $350.00 due on 20 November 2026, granted to ``user``."""
    account = Account.objects.create(
        number=number,
        title="2022 Honda Civic",
        currency="USD",
        opened_on=date(2025, 6, 20),
        created_at=LONG_AGO,
    )
    LoanTerms.objects.create(
        account=account,
        original_minor=15_000_00,
        annual_rate=Decimal("6.49"),
        term=48,
        instalment_minor=350_00,
        day_of_month=20,
        first_due_on=date(2025, 7, 20),
    )
    AccountSnapshot.objects.create(
        account=account,
        source=Source.LEDGER,
        as_of=NOW,
        standing=Standing.CURRENT,
        principal_minor=principal_minor,
        amount_due_minor=350_00,
        next_due_on=date(2026, 11, 20),
        instalments_met=16,
        remaining_payments=32,
        projected_payoff_on=date(2029, 6, 20),
        interest_paid_through_on=date(2026, 10, 20),
        paid_principal_minor=15_000_00 - principal_minor,
    )
    party = Party.objects.create(kind=PartyKind.PERSON, name=user.name, email=user.email, external_id=f"P-{number}")
    AccountParty.objects.create(account=account, party=party, role=PartyRole.BORROWER)
    UserParty.objects.create(user=user, party=party)
    Access.objects.create(user=user, account=account, granted_at=LONG_AGO, granted_by="tests")
    return account


def _user(kind: UserKind, email: str, name: str, role: str) -> User:
    return User.objects.create(
        kind=kind, email=email, name=name, role=role, created_at=LONG_AGO, password=make_password(PASSWORD)
    )
