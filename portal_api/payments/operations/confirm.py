"""Confirming: one review makes one payment, whatever is clicked, retried or opened twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from feature_flags.queries import is_switched_on_now
from portal_api.accounts.models import Account
from portal_api.accounts.queries import lock_account
from portal_api.identity.viewer import Viewer
from portal_api.servicing.days import lender_zone
from portal_api.wallet.models import BankAccount
from portal_api.wallet.queries import lock_method
from portico_kernel.actor import Actor
from portico_kernel.errors import NotFound
from tenants.frozen import refuse_while_frozen

from ..amounts import most_payable, refuse_amount
from ..cards import payment_card
from ..errors import Overlap, ReviewExpired, ReviewSpent, TermsChanged, TermsNotAccepted
from ..models import Instruction, Payment, Review
from ..queries import account_of_review, in_flight_on, payment_of_review, review_for
from ..rail import next_window
from ..references import new_reference
from ..tell import tell_received
from ..timeline import add_step
from ..wording import day_text, moment_text
from .review import payable_account, usable


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is kept of a confirmation besides its words: the idempotency key, the address and the browser."""

    key: str
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the borrower sent: the box, the words' hash, and the payments to pay on top of."""

    is_ticked: bool
    terms_hash: str
    pay_again: frozenset[uuid.UUID]


def confirm_review(
    *,
    viewer: Viewer,
    review_id: uuid.UUID,
    accepted: Accepted,
    evidence: Evidence,
    actor: Actor,
    clock: Callable[[], datetime],
) -> Payment:
    """Spend a review and make its payment, committed before anything outside learns of it.

    Under the account's lock everything that the review promised is looked at again, at the time that the
    door's ``clock`` shows then: who waited past the cut-off has missed the file. Raises NotFound,
    TermsNotAccepted, TermsChanged, ReviewSpent, ReviewExpired, AccountNotPayable, MethodNotUsable,
    Overlap, AmountRefused, MoneyFrozen, or what the rail raises when it is not ready.
    """
    if not accepted.is_ticked:
        raise TermsNotAccepted
    with transaction.atomic():
        if not is_switched_on_now("payments"):
            raise NotFound
        refuse_while_frozen()
        # Locks in this order everywhere: the account, then the review, then the bank account.
        account = lock_account(account_of_review(viewer, review_id))
        now = clock()
        review = _unspent(viewer, review_id, accepted, now)
        payable_account(viewer, account.id)
        method = usable(lock_method(viewer, review.method_id))
        _refuse_what_cannot_stand(viewer, review, account, accepted.pay_again, now)
        payment = _write(viewer, review, account, method, evidence, now)
        text, staff_text = (_submitted_text(payment, by=by) for by in ("You", viewer.name))
        add_step(payment, "submitted", text, staff_text=staff_text, actor=actor, now=now)
        tell_received(payment, terms_text=review.terms_text, actor=actor, now=now)
    return payment


def _unspent(viewer: Viewer, review_id: uuid.UUID, accepted: Accepted, now: datetime) -> Review:
    """The review under its lock, still good and with the words that were accepted."""
    review = review_for(viewer, review_id)
    made = payment_of_review(review)
    if made is not None:
        raise ReviewSpent(made.id, made.reference)
    if now >= review.expires_at:
        raise ReviewExpired
    if accepted.terms_hash != review.terms_hash:
        raise TermsChanged
    return review


def _refuse_what_cannot_stand(
    viewer: Viewer, review: Review, account: Account, pay_again: Collection[uuid.UUID], now: datetime
) -> None:
    """Look again at the promised days, at what is under way, and at the amount."""
    window = next_window(now)
    if (window.cutoff_at, window.effective_on) != (review.submits_by, review.debit_on):
        raise ReviewExpired
    in_flight: Sequence[Payment] = in_flight_on(account.id)
    if {payment.id for payment in in_flight} != set(pay_again):
        raise Overlap([payment_card(payment, viewer, now=now) for payment in in_flight])
    most = most_payable(account, in_flight, debit_on=review.debit_on)
    refuse_amount(review.amount, most, is_anything_under_way=bool(in_flight))


def _write(
    viewer: Viewer, review: Review, account: Account, method: BankAccount, evidence: Evidence, now: datetime
) -> Payment:
    instruction = Instruction.objects.create(
        review=review,
        user_id=viewer.user_id,
        key=evidence.key,
        confirmed_at=now,
        terms_text=review.terms_text,
        terms_version=review.terms.version,
        terms_hash=review.terms_hash,
        address=evidence.address,
        browser=evidence.browser[:200],
    )
    return Payment.objects.create(
        instruction=instruction,
        user=method.user,
        account=account,
        method=method,
        reference=new_reference(),
        amount_minor=review.amount_minor,
        currency=review.currency,
        choice=review.choice,
        created_at=now,
        cancellable_until=review.cancellable_until,
        debit_on=review.debit_on,
    )


def _submitted_text(payment: Payment, *, by: str) -> str:
    return (
        f"{by} confirmed this payment of {payment.amount}. It can be canceled until"
        f" {moment_text(payment.cancellable_until, lender_zone())}; the debit is planned for"
        f" {day_text(payment.debit_on)}."
    )
