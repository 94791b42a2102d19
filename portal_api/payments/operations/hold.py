"""A payment that the ledger did not take, although the bank was asked to debit it."""

from __future__ import annotations

from datetime import datetime

from portico_kernel.actor import Actor

from ..models import Payment
from ..states import PaymentStatus
from ..tell import tell_held, tell_staff_held
from ..timeline import move


def hold_payment(payment: Payment, *, reason: str, actor: Actor, now: datetime) -> Payment:
    """Say that the debit could not be posted, and tell the borrower and the lender's staff, once.

    ``reason`` is the ledger's, for staff. In the caller's transaction, the payment's row locked; raises
    MoveNotAllowed.
    """
    text = "Your bank was asked to debit this payment, but it could not be put toward your account. We are looking"
    move(
        payment,
        PaymentStatus.HELD,
        "held",
        f"{text} into it and will be in touch.",
        staff_text=f"The bank was asked to debit it, but it could not be posted to the account: {reason}",
        actor=actor,
        now=now,
        facts={"reason": reason},
    )
    tell_held(payment, actor=actor, now=now)
    tell_staff_held(payment, reason=reason, actor=actor, now=now)
    return payment
