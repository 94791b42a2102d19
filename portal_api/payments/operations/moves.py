"""What the rail does to payments. Each runs in the caller's transaction, the payment's row locked.

All raise MoveNotAllowed where the payment's life has no such step. Posting to the ledger and what a
return teaches about a bank account are the caller's.
"""

from __future__ import annotations

from datetime import date, datetime

from portico_kernel.actor import Actor

from ..models import Payment
from ..rail import next_window
from ..states import PaymentStatus
from ..tell import tell_delayed, tell_failed, tell_later, tell_returned
from ..timeline import add_step, move
from ..wording import day_text


def claim_payment(payment: Payment, *, file_number: int, effective_on: date, actor: Actor, now: datetime) -> Payment:
    """Take the payment into a bank file; from here on it cannot be cancelled.

    A debit on a later day than the borrower agreed to is a step of its own, and the borrower is told.
    """
    agreed_on = payment.debit_on
    text, staff_text = (
        f"In bank file {file_number}. The bank is asked to debit {what} on {day_text(effective_on)}."
        for what in ("your account", payment.method.label)
    )
    facts = {"file_number": file_number, "effective_on": effective_on.isoformat()}
    move(
        payment,
        PaymentStatus.CLAIMED,
        "claimed",
        text,
        staff_text=staff_text,
        actor=actor,
        now=now,
        facts=facts,
        debit_on=effective_on,
    )
    if effective_on > agreed_on:
        later = f"The bank file was made late: the debit comes later than {day_text(agreed_on)}, the day agreed."
        add_step(payment, "delayed", later, actor=actor, now=now, facts={"agreed_on": agreed_on.isoformat()})
        tell_delayed(payment, agreed_on=agreed_on, actor=actor, now=now)
    return payment


def mark_sent(payment: Payment, *, file_number: int, actor: Actor, now: datetime) -> None:
    """Say on the timeline that somebody marked the file as sent; staff read who did."""
    text = f"We sent bank file {file_number} to the bank."
    staff_text = f"{actor.label} marked bank file {file_number} as sent to the bank."
    add_step(payment, "sent", text, staff_text=staff_text, actor=actor, now=now)


def settle_payment(payment: Payment, *, final_on: date, actor: Actor, now: datetime) -> Payment:
    """Say that the day of the debit has come and the payment stands on the ledger."""
    until = f"can still return it, ordinarily until {day_text(final_on)}."
    return move(
        payment,
        PaymentStatus.SETTLED,
        "settled",
        f"Debited and posted to your account. Your bank {until}",
        staff_text=f"Debited and posted to account {payment.account.number}. The borrower's bank {until}",
        actor=actor,
        now=now,
        settled_at=now,
        final_on=final_on,
    )


def finish_payment(payment: Payment, *, actor: Actor, now: datetime) -> Payment:
    """Close the payment: the window of ordinary returns is over."""
    text = "Complete: the time in which banks ordinarily return a debit is over."
    return move(payment, PaymentStatus.FINAL, "final", text, actor=actor, now=now)


def return_payment(
    payment: Payment, *, code: str, reason_text: str, bank_meaning: str, actor: Actor, now: datetime
) -> Payment:
    """Take a payment back that the bank returned, and tell the borrower why in plain words.

    ``bank_meaning`` is what the code says among banks; the lender's staff read that.
    """
    move(
        payment,
        PaymentStatus.RETURNED,
        "returned",
        f"Your bank returned this payment ({code}). {reason_text}",
        staff_text=f"The borrower's bank returned this payment ({code}): {bank_meaning}.",
        actor=actor,
        now=now,
        facts={"code": code},
        return_code=code,
        return_text=reason_text[:300],
    )
    tell_returned(payment, reason=reason_text, actor=actor, now=now)
    return payment


def fail_payment(payment: Payment, *, reason_text: str, actor: Actor, now: datetime) -> Payment:
    """End a payment that could not be collected, and tell the borrower why."""
    text, staff_text = f"Not collected. {reason_text}", f"Not collected. The borrower was told: {reason_text}"
    move(payment, PaymentStatus.FAILED, "failed", text, staff_text=staff_text, actor=actor, now=now)
    tell_failed(payment, reason=reason_text, actor=actor, now=now)
    return payment


def give_back_payment(payment: Payment, *, actor: Actor, now: datetime) -> Payment:
    """Let a payment whose file the bank refused wait for the next one, cancellable until then."""
    window = next_window(now)
    text = (
        "The bank did not take the file. Nothing was debited; the payment goes into the next one and is"
        f" debited on {day_text(window.effective_on)}."
    )
    move(
        payment,
        PaymentStatus.SUBMITTED,
        "given_back",
        text,
        actor=actor,
        now=now,
        cancellable_until=window.cutoff_at,
        debit_on=window.effective_on,
    )
    tell_later(payment, actor=actor, now=now)
    return payment
