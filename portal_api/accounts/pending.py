"""What accounts show but higher packages know: payments in flight and to open, and why one cannot pay.

Payments stand above accounts, so they register here when their app is ready.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists

from portal_api.identity.viewer import Viewer

from .models import Account
from .states import PAYABLE, Standing

# Payment cards as the payments API shows them, for one account; may query.
PendingPayments = Callable[[Viewer, Account], Sequence[Mapping[str, Any]]]
# Whether an account (OuterRef "id") has any, as a part of the query for it, so that most accounts ask no more.
PendingSign = Callable[[], Exists]
# Those of some payments that the viewer may open; may query.
OpenablePayments = Callable[[Viewer, Collection[uuid.UUID]], Collection[uuid.UUID]]
# A sentence, or None where nothing speaks against paying. Asked for each card of a list: must not query.
CannotPay = Callable[[Viewer, Account], str | None]

_pending: list[tuple[PendingPayments, PendingSign | None]] = []
_openable: list[OpenablePayments] = []
_cannot_pay: list[CannotPay] = []

_CLOSED_REASONS = {
    Standing.PAID_OFF: "This account is paid off. There is nothing left to pay.",
    Standing.CHARGED_OFF: "This account has been charged off and cannot be paid here. Please contact us.",
}


def register(provider: PendingPayments, *, sign: PendingSign | None = None) -> None:
    """Name the function that knows the payments in flight, and how to see that there are none; the last counts."""
    _pending[:] = [(provider, sign)]


def pending_sign() -> dict[str, Exists]:
    """What ``account_for`` reads with an account for ``pending_payments``."""
    sign = _pending[0][1] if _pending else None
    return {} if sign is None else {"has_pending": sign()}


def register_openable(provider: OpenablePayments) -> None:
    """Name the function that knows who may open which payment; the one registered last is asked."""
    _openable[:] = [provider]


def register_cannot_pay(reason: CannotPay) -> None:
    """Add a function that knows a reason against paying; the first that gives a sentence is heard."""
    if reason not in _cannot_pay:
        _cannot_pay.append(reason)


def pending_payments(viewer: Viewer, account: Account) -> Sequence[Mapping[str, Any]]:
    """The viewer's payments in flight on an account, as payment cards; none where nobody registered."""
    if not _pending:
        return ()
    provider, sign = _pending[0]
    is_asked = sign is None or vars(account).get("has_pending", True)
    return provider(viewer, account) if is_asked else ()


def openable_payments(viewer: Viewer, payment_ids: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
    """Those of the payments that the viewer may open; none where nobody registered."""
    return _openable[0](viewer, payment_ids) if _openable and payment_ids else ()


def cannot_pay_reason(viewer: Viewer, account: Account) -> str | None:
    """Why this viewer cannot pay this account now, as a sentence; None when they can."""
    standing = Standing(account.snapshot.standing)
    if standing not in PAYABLE:
        return _CLOSED_REASONS[standing]
    return next((sentence for reason in _cannot_pay if (sentence := reason(viewer, account))), None)
