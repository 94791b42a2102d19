"""Payments as the lender's staff look at them. Their console checks the role before it asks."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from portico_kernel.errors import NotFound

from .models import Payment
from .states import PaymentStatus


def payments_seen(
    *, text: str = "", status: str = "", account_id: uuid.UUID | None = None, user_id: uuid.UUID | None = None
) -> QuerySet[Payment]:
    """Every borrower's payments, newest first, with account, bank account and payer.

    ``text`` is the beginning of a reference, an account number, or a payer's name (any word) or e-mail.
    """
    found = Payment.objects.select_related("account", "method", "user").order_by("-created_at", "id")
    wanted = text.strip()
    if wanted:
        found = found.filter(
            Q(reference__istartswith=wanted)
            | Q(account__number__istartswith=wanted)
            | Q(user__name__istartswith=wanted)
            | Q(user__name__icontains=f" {wanted}")
            | Q(user__email__istartswith=wanted)
        )
    if status in PaymentStatus.values:
        found = found.filter(status=status)
    if account_id is not None:
        found = found.filter(account=account_id)
    return found if user_id is None else found.filter(user=user_id)


def payments_held() -> list[Payment]:
    """Payments that the bank debited and the ledger did not take, oldest first: somebody has to look at them."""
    return list(payments_seen(status=PaymentStatus.HELD).order_by("created_at", "id"))


def payment_by_id(payment_id: uuid.UUID) -> Payment:
    """One payment with its instruction and the bank files that it stood in; raises NotFound."""
    found = (
        Payment.objects.select_related("account", "method", "user", "instruction")
        .prefetch_related("entries__file")
        .filter(id=payment_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such payment.")
    return found
