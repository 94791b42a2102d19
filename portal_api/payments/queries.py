"""Payments as their borrower may see them, and what the rail asks."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from portal_api.identity.viewer import Viewer
from portal_api.servicing.days import lender_zone
from portal_api.wallet.models import BankAccount
from portico_kernel.calendar import cutoff_instant
from portico_kernel.errors import InvalidInput, NotFound

from .models import Payment, PaymentEvent, Review
from .states import IN_FLIGHT, ON_THE_LEDGER, PaymentStatus

PAGE = 25


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    """What a history is narrowed to; None leaves it open. Days are the lender's, both included."""

    account_id: uuid.UUID | None = None
    method_id: uuid.UUID | None = None
    type: str | None = None
    status: str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Payments, newest first, and the cursor of the next page, or None at the end."""

    items: list[Payment]
    next: str | None


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The accounts and methods that a viewer has paid from, as (id, label), by label."""

    accounts: list[tuple[uuid.UUID, str]]
    methods: list[tuple[uuid.UUID, str]]


def payments_of(viewer: Viewer, filters: PaymentFilters, *, cursor: str | None = None, size: int = PAGE) -> PaymentPage:
    """One page of the payments that the viewer made. One query. Raises InvalidInput for an odd cursor."""
    found = _made_by(viewer).filter(_narrowed(filters)).order_by("-created_at", "id")
    if cursor:
        at, last_id = _read_cursor(cursor)
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, id__gt=last_id))
    items = list(found[: size + 1])
    more = len(items) > size
    return PaymentPage(items[:size], _cursor(items[size - 1]) if more else None)


def filter_choices(viewer: Viewer) -> FilterChoices:
    """What the history can be narrowed to, removed bank accounts included. One query."""
    paid = (
        Payment.objects.filter(user_id=viewer.user_id)
        .order_by()
        .values_list(
            "account_id",
            "account__number",
            "account__title",
            "method_id",
            "method__account_type",
            "method__last4",
        )
        .distinct()
    )
    accounts, methods = {}, {}
    for account_id, number, title, method_id, account_type, last4 in paid:
        accounts[account_id] = f"{title} · {number}"
        methods[method_id] = BankAccount(account_type=account_type, last4=last4).label
    return FilterChoices(*(sorted(c.items(), key=lambda item: item[1]) for c in (accounts, methods)))


def payment_for(viewer: Viewer, payment_id: uuid.UUID) -> Payment:
    """One payment that the viewer made; raises NotFound alike for absent and another's. One query."""
    return _found(_made_by(viewer).filter(id=payment_id).first())


def openable_payments(viewer: Viewer, payment_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the payments that ``payment_for`` would give the viewer. One query."""
    return set(_made_by(viewer).filter(id__in=payment_ids).values_list("id", flat=True))


def timeline_of(payment: Payment) -> list[PaymentEvent]:
    """Every step of a payment, oldest first. One query."""
    return list(PaymentEvent.objects.filter(payment=payment).order_by("at", "id"))


def review_for(viewer: Viewer, review_id: uuid.UUID) -> Review:
    """One review of the viewer's, locked until the transaction ends; raises NotFound."""
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("terms")
        .filter(id=review_id, user_id=viewer.user_id)
        .first()
    )
    if review is None:
        raise NotFound("We could not find that review. Please review the payment again.")
    return review


def account_of_review(viewer: Viewer, review_id: uuid.UUID) -> uuid.UUID:
    """Whose lock a review's confirmation needs first; raises NotFound."""
    ids = Review.objects.filter(id=review_id, user_id=viewer.user_id).values_list("account_id", flat=True)
    found = ids.first()
    if found is None:
        raise NotFound("We could not find that review. Please review the payment again.")
    return found


def payment_of_review(review: Review) -> Payment | None:
    """The payment that a review has made already, or None."""
    return Payment.objects.filter(instruction__review=review).first()


def lock_payment(viewer: Viewer, payment_id: uuid.UUID) -> Payment:
    """One payment that the viewer made, locked until the transaction ends; raises NotFound."""
    return _found(_made_by(viewer).select_for_update(of=("self",)).filter(id=payment_id).first())


def in_flight_on(account_id: uuid.UUID) -> list[Payment]:
    """The payments under way on an account, whoever made them, oldest first. One query."""
    return list(payments_in_flight().filter(account_id=account_id).order_by("created_at", "id"))


def payments_in_flight() -> QuerySet[Payment]:
    """Payments that were accepted and neither collected nor ended, with account, method and user."""
    return Payment.objects.filter(status__in=IN_FLIGHT).select_related("account", "method", "user")


def is_in_use(bank_account_id: uuid.UUID) -> bool:
    """Whether a payment from a bank account is under way or was collected: the next one is not its first."""
    return Payment.objects.filter(method_id=bank_account_id, status__in=IN_FLIGHT | ON_THE_LEDGER).exists()


def payments_to_claim(cutoff_at: datetime) -> QuerySet[Payment]:
    """What the file of a cut-off takes: accepted, and by then no longer cancellable."""
    return Payment.objects.filter(status=PaymentStatus.SUBMITTED, cancellable_until__lte=cutoff_at)


def who_needs_method(bank_account_id: uuid.UUID) -> str | None:
    """The sentence that keeps a bank account from being removed while a payment is under way, or None."""
    payment = payments_in_flight().filter(method_id=bank_account_id).order_by("created_at", "id").first()
    if payment is None:
        return None
    until = "You can remove the account once the payment has been collected."
    return f"Payment {payment.reference} of {payment.amount} still needs this bank account. {until}"


def _made_by(viewer: Viewer) -> QuerySet[Payment]:
    return Payment.objects.filter(user_id=viewer.user_id).select_related("account", "method", "instruction", "user")


def _found(payment: Payment | None) -> Payment:
    if payment is None:
        raise NotFound("We could not find that payment.")
    return payment


def _narrowed(filters: PaymentFilters) -> Q:
    wanted = {
        "account_id": filters.account_id,
        "method_id": filters.method_id,
        "type": filters.type,
        "status": filters.status,
        "created_at__gte": _start_of(filters.first_day),
        "created_at__lt": _start_of(filters.last_day, days_later=1),
    }
    return Q(**{name: value for name, value in wanted.items() if value is not None})


def _start_of(day: date | None, *, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        return cutoff_instant(day + timedelta(days=days_later), time(0), lender_zone())
    except OverflowError:
        raise InvalidInput(fields={"to": "Choose a day that a calendar has."}) from None


def _cursor(last: Payment) -> str:
    return base64.urlsafe_b64encode(f"{last.created_at.isoformat()}|{last.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, uuid.UUID]:
    try:
        at, _, last_id = base64.urlsafe_b64decode(cursor).decode().partition("|")
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError("an instant carries its zone")
        return instant, uuid.UUID(last_id)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise InvalidInput(fields={"cursor": "Start again from the first page."}) from None
