"""Adding a step to a payment's timeline, and moving the payment with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record

from .models import Payment, PaymentEvent
from .states import PAYMENT_LIFE, PaymentStatus


def add_step(
    payment: Payment,
    step: str,
    text: str,
    *,
    staff_text: str = "",
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> PaymentEvent:
    """Write one step, with its audit row, in the caller's transaction, the payment's row locked (or new).

    Whoever waited for the lock read the clock before the step that they waited for: theirs is written after it.
    ``text`` is read by borrowers; ``staff_text`` by everybody else, where the borrower's "you" is not theirs.
    """
    at = _after_the_last_step(payment, now)
    record(
        actor=actor,
        now=at,
        action=f"payment.{step}",
        object_kind="payment",
        object_id=payment.id,
        summary=f"{payment.reference}: {staff_text or text}"[:300],
        facts=facts,
    )
    return PaymentEvent.objects.create(
        payment=payment,
        at=at,
        step=step,
        text=text[:300],
        staff_text=staff_text[:300],
        actor_label=actor.label,
        facts=dict(facts or {}),
    )


def move(
    payment: Payment,
    to: PaymentStatus,
    step: str,
    text: str,
    *,
    staff_text: str = "",
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Payment:
    """Move a payment that the caller has locked, with its columns and its step; raises MoveNotAllowed."""
    PAYMENT_LIFE.apply(payment, to)
    for name, value in columns.items():
        setattr(payment, name, value)
    payment.save(update_fields=["status", *columns])
    add_step(payment, step, text, staff_text=staff_text, actor=actor, now=now, facts=facts)
    return payment


def _after_the_last_step(payment: Payment, now: datetime) -> datetime:
    last = PaymentEvent.objects.filter(payment=payment).order_by("-at").values_list("at", flat=True).first()
    return now if last is None or last < now else last + timedelta(microseconds=1)
