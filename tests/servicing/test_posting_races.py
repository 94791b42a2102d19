"""Rivals at one account: the lock lets one through, and the other sees what it did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from portal_api.accounts.models import Account
from portal_api.accounts.queries import lock_account
from portal_api.servicing.models import LedgerTransaction
from portal_api.servicing.nightly import verify_ledger
from portal_api.servicing.operations import post_payment, reverse_payment
from portico_kernel.money import Money
from tenants.context import in_tenant
from tenants.models import Lender
from tenants.provisioning import provision_lender
from tests.cast import NOW, borrower, loan
from tests.database import LONG_AGO, SYSTEM, TwoLenders
from tests.servicing.books import shown

TODAY = date(2026, 11, 10)


@pytest.fixture
def lender(lenders: TwoLenders) -> Lender:
    """A lender with one loan, R-1, really committed: rivals have connections of their own."""
    slug = f"races-{uuid4().hex[:8]}"
    made = provision_lender(
        slug=slug,
        name="Races Finance",
        hosts=[f"{slug}.testserver"],
        time_zone="America/New_York",
        actor=SYSTEM,
        now=LONG_AGO,
        may_build=True,
    )
    with in_tenant(made):
        loan("R-1", borrower("ada@example.com", "Ada Lopez"))
    return made


def post(account: Account, payment_id: UUID, minor: int = 350_00) -> None:
    post_payment(
        account_id=account.id,
        payment_id=payment_id,
        amount=Money(minor),
        effective_on=TODAY,
        description="Payment P-1, bank debit",
        actor=SYSTEM,
        now=NOW,
    )


def rivals(lender: Lender, *acts: Callable[[], None]) -> None:
    """Let each act run on a connection of its own, while the account's lock is held until all wait for it."""

    def run(act: Callable[[], None]) -> None:
        try:
            with in_tenant(lender):
                act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    with in_tenant(lender), transaction.atomic():
        lock_account(Account.objects.get().id)
        for thread in threads:
            thread.start()
        wait_until_waiting(len(threads))
    for thread in threads:
        thread.join(timeout=30)


def wait_until_waiting(count: int) -> None:
    """Until so many other sessions of this database wait for a lock."""
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
                " OR (NOT granted AND locktype = 'tuple')"
            )
            if cursor.fetchone()[0] >= count:
                return
    raise AssertionError("the rivals never came to the lock")


def test_one_payment_posted_by_two_workers_at_once_stands_once(lender: Lender) -> None:
    payment_id = uuid4()
    with in_tenant(lender):
        account = Account.objects.get()

    rivals(lender, lambda: post(account, payment_id), lambda: post(account, payment_id))

    with in_tenant(lender):
        assert LedgerTransaction.objects.filter(kind="payment").count() == 1
        assert (shown("R-1").principal_minor, verify_ledger()) == (11_694_81, [])


def test_two_payments_at_once_both_count(lender: Lender) -> None:
    with in_tenant(lender):
        account = Account.objects.get()

    rivals(lender, lambda: post(account, uuid4()), lambda: post(account, uuid4()))

    with in_tenant(lender):
        assert (shown("R-1").instalments_met, shown("R-1").principal_minor) == (18, 11_344_81)
        assert verify_ledger() == []


def test_a_return_read_twice_at_once_takes_back_once(lender: Lender) -> None:
    payment_id = uuid4()
    with in_tenant(lender):
        post(Account.objects.get(), payment_id)

    def take_back() -> None:
        reverse_payment(payment_id=payment_id, effective_on=TODAY, description="Returned (R01)", actor=SYSTEM, now=NOW)

    rivals(lender, take_back, take_back)

    with in_tenant(lender):
        assert LedgerTransaction.objects.filter(kind="reversal").count() == 1
        assert (shown("R-1").principal_minor, verify_ledger()) == (12_000_00, [])
