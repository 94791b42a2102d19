"""Showing exactly what would happen, before anybody confirms it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast

from django.db import transaction

from feature_flags.queries import is_switched_on_now
from portal_api.accounts.models import Account
from portal_api.accounts.pending import cannot_pay_reason
from portal_api.accounts.queries import account_for
from portal_api.identity.viewer import Viewer
from portal_api.servicing.days import lender_zone
from portal_api.servicing.queries import payoff_of
from portal_api.wallet.models import BankAccount
from portal_api.wallet.queries import method_for
from portal_api.wallet.states import Validation
from portico_kernel.calendar import local_day
from portico_kernel.errors import NotFound
from portico_kernel.money import Money
from tenants.context import current_lender
from tenants.frozen import refuse_while_frozen

from ..amounts import chosen_amount, refuse_amount
from ..errors import AccountNotPayable, MethodNotUsable
from ..models import Payment, Review
from ..payable import Payable, payable_now
from ..queries import is_in_use
from ..rail import Window
from ..states import AmountChoice
from ..terms import Terms, TermsFacts, terms_for
from ..wording import day_text, moment_text

REVIEW_LIVES = timedelta(minutes=15)


class _HasName(Protocol):
    name: str


@dataclass(frozen=True, slots=True)
class MadeReview:
    """A review with what it speaks of. ``overlaps``: payments under way on the account."""

    review: Review
    account: Account
    method: BankAccount
    overlaps: Sequence[Payment]
    notes: Sequence[str]


def make_review(
    *,
    viewer: Viewer,
    account_id: uuid.UUID,
    choice: AmountChoice,
    typed: Money | None,
    method_id: uuid.UUID,
    now: datetime,
) -> MadeReview:
    """Fix amount, days and words of a payment for some minutes; nothing moves yet.

    ``typed`` is the amount of a custom choice. Raises NotFound, AccountNotPayable, MethodNotUsable,
    AmountRefused, MoneyFrozen, or what the rail raises when it is not ready.
    """
    with transaction.atomic():
        if not is_switched_on_now("payments"):
            raise NotFound
        refuse_while_frozen()
        account = payable_account(viewer, account_id)
        method = usable(method_for(viewer, method_id))
        payable = payable_now(account, now=now)
        window = payable.window
        amount = chosen_amount(payable.offered, choice, typed, currency=account.currency)
        refuse_amount(amount, payable.most, is_anything_under_way=bool(payable.in_flight))
        terms = _terms(viewer, account, method, amount, window, now)
        review = Review.objects.create(
            user_id=viewer.user_id,
            account=account,
            method=method,
            choice=choice,
            amount_minor=amount.minor,
            currency=amount.currency,
            debit_on=window.effective_on,
            submits_by=window.cutoff_at,
            cancellable_until=window.cutoff_at,
            terms=terms.version,
            terms_text=terms.text,
            terms_hash=terms.hash,
            created_at=now,
            expires_at=now + REVIEW_LIVES,
        )
        notes = [*_first_from(method), *_left_after(account, amount, payable, now=now)]
    return MadeReview(review, account, method, payable.in_flight, notes)


def payable_account(viewer: Viewer, account_id: uuid.UUID) -> Account:
    """The viewer's account, if it takes payments; raises NotFound or AccountNotPayable."""
    account = account_for(viewer, account_id)
    reason = cannot_pay_reason(viewer, account)
    if reason is not None:
        raise AccountNotPayable(reason)
    return account


def usable(method: BankAccount) -> BankAccount:
    """The same bank account; raises MethodNotUsable where it may not be debited."""
    if not method.is_usable:
        raise MethodNotUsable
    return method


def _terms(
    viewer: Viewer, account: Account, method: BankAccount, amount: Money, window: Window, now: datetime
) -> Terms:
    facts = TermsFacts(
        lender=cast(_HasName, current_lender()).name,
        method=f"{method.label} ({method.holder_name})",
        amount=str(amount),
        account=f"{account.number}, {account.title}",
        debit_on=day_text(window.effective_on, viewer.language),
        cancel_until=moment_text(window.cutoff_at, lender_zone(), viewer.language),
        email=viewer.email,
    )
    return terms_for(facts, language=viewer.language, now=now)


def _first_from(method: BankAccount) -> list[str]:
    """What the first payment from a bank account does besides paying."""
    if method.validation == Validation.PENDING and not is_in_use(method.id):
        return ["This is the first payment from this bank account. It also checks that the account can be used."]
    return []


def _left_after(account: Account, amount: Money, payable: Payable, *, now: datetime) -> list[str]:
    """Who pays what closes the account today learns that interest goes on until the debit."""
    today = local_day(now, lender_zone())
    if not payoff_of(account, today).amount - payable.under_way <= amount < payable.most:
        return []
    return [
        f"Interest is added until the debit on {day_text(payable.debit_on)}, so {payable.most - amount} will be left"
        f" to pay. To pay off the account, go back and enter {payable.most}."
    ]
