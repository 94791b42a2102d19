"""What the payments' tests start from."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from portal_api.accounts.models import Account
from portal_api.identity.models import User
from portal_api.identity.viewer import Viewer, viewer_for
from portal_api.payments.models import Payment
from portal_api.payments.operations import Accepted, Evidence, MadeReview, confirm_review, make_review
from portal_api.payments.states import AmountChoice
from portal_api.wallet.models import BankAccount
from portico_kernel.actor import Actor
from portico_kernel.money import Money
from tenants.context import in_tenant
from tenants.models import Lender
from tests.cast import NOW, Cast
from tests.eft.making import bank_account, profile

RAIL = Actor.system("bank files")
# 12,000.00 and 23 days of 6.49%, on 12 November 2026.
PAYOFF = Money(12_049_08)


@dataclass(frozen=True)
class Till:
    """The cast with a bank account for each borrower."""

    cast: Cast
    adas: BankAccount
    bobs: BankAccount
    cleos: BankAccount


def open_tills(cast: Cast) -> Till:
    """Let both lenders be paid."""
    with in_tenant(cast.lenders.alder):
        profile()
        adas, bobs = bank_account(cast.ada), bank_account(cast.bob)
    with in_tenant(cast.lenders.birch):
        profile(company_name="Birch Finance")
        cleos = bank_account(cast.cleo)
    return Till(cast, adas, bobs, cleos)


def looking(user: User) -> Viewer:
    """A login as the one who looks."""
    return viewer_for(user, site_id=None)


def reviewed(
    till: Till,
    *,
    user: User | None = None,
    account: Account | None = None,
    method: BankAccount | None = None,
    choice: AmountChoice = AmountChoice.NEXT_DUE,
    typed: Money | None = None,
    now: datetime = NOW,
) -> MadeReview:
    """A review of Ada's, inside alder, unless told otherwise."""
    return make_review(
        viewer=looking(user or till.cast.ada),
        account_id=(account or till.cast.ada_loan).id,
        choice=choice,
        typed=typed,
        method_id=(method or till.adas).id,
        now=now,
    )


def custom(till: Till, minor: int, **more: Any) -> MadeReview:
    """A review of an amount that was typed."""
    return reviewed(till, choice=AmountChoice.CUSTOM, typed=Money(minor), **more)


def confirmed(
    till: Till,
    made: MadeReview,
    *,
    user: User | None = None,
    pay_again: frozenset[uuid.UUID] = frozenset(),
    is_ticked: bool = True,
    terms_hash: str | None = None,
    now: datetime = NOW,
    clock: Callable[[], datetime] | None = None,
) -> Payment:
    """The payment that a review makes."""
    viewer = looking(user or till.cast.ada)
    return confirm_review(
        viewer=viewer,
        review_id=made.review.id,
        accepted=Accepted(is_ticked, made.review.terms_hash if terms_hash is None else terms_hash, pay_again),
        evidence=Evidence(key=uuid.uuid4().hex, address="198.51.100.7", browser="Test 1.0"),
        actor=viewer.actor,
        clock=clock or (lambda: now),
    )


def paid(till: Till, **more: Any) -> Payment:
    """A payment of what Ada owes next, confirmed at NOW."""
    return confirmed(till, reviewed(till, **more))


def at_once(lender: Lender, *work: Callable[[], Any]) -> list[Any]:
    """Run each in a thread and a connection of its own, from one starting shot; results or what was raised."""
    shot = threading.Barrier(len(work))
    results: list[Any] = [None] * len(work)

    def run(index: int) -> None:
        try:
            with in_tenant(lender):
                shot.wait()
                results[index] = work[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
