"""Payments as lists show them: plain values that every door may put on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal_api.accounts.models import Account
from portal_api.identity.viewer import Viewer

from .models import Payment
from .states import PaymentStatus

SOMEBODY_ELSES = "Another person’s bank account"


def payment_card(payment: Payment, viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """One payment, which came with its account and method. A co-borrower's bank account stays unnamed.

    ``debit_on`` is None where nothing is debited any more.
    """
    is_own = payment.user_id == viewer.user_id
    return {
        "id": str(payment.id),
        "reference": payment.reference,
        "account": account_label(payment.account),
        "amount": {"amount_minor": payment.amount_minor, "currency": payment.currency},
        "method": {"label": payment.method.label if is_own else SOMEBODY_ELSES},
        "type": payment.type,
        "status": payment.status,
        "status_text": PaymentStatus(payment.status).label,
        "created_at": payment.created_at,
        "debit_on": payment.debits_on,
        "cancellable_until": (payment.cancellable_until if payment.status == PaymentStatus.SUBMITTED else None),
        "can_cancel": is_own and not viewer.read_only and payment.can_be_cancelled(now),
    }


def account_label(account: Account) -> dict[str, str]:
    """The names of an account."""
    return {"id": str(account.id), "number": account.number, "title": account.title}
