"""The notices about payments. ACH never says paid: a receipt is of the instruction, not of the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from portal_api.identity.queries import active_users
from portal_api.identity.states import StaffRole, UserKind
from portal_api.notices.operations import send_notice
from portal_api.servicing.days import lender_zone
from portico_kernel.actor import Actor

from .models import Payment
from .wording import day_text, moment_text


def tell_received(payment: Payment, *, terms_text: str, actor: Actor, now: datetime) -> None:
    """Mail the receipt with the copy of the authorization that the borrower is owed."""
    said = (
        f"We have your instruction to pay {payment.amount}. It is pending: the bank will be asked to debit"
        f" {payment.method.label} on {day_text(payment.debit_on)}."
    )
    cancel = _how_to_cancel(payment)
    copy = ["A copy of your authorization:", *terms_text.split("\n\n")]
    subject = f"Payment {payment.reference} of {payment.amount} is pending"
    _tell(payment, "payment_received", subject, [said, cancel, *copy], actor, now)


def tell_cancelled(payment: Payment, *, because: str, actor: Actor, now: datetime) -> None:
    """Say that a payment was cancelled, by whom is in ``because``."""
    said = [because, "Nothing was debited. What was due is still due."]
    _tell(payment, "payment_cancelled", f"Payment {payment.reference} was canceled", said, actor, now)


def tell_returned(payment: Payment, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say that the bank sent a payment back, and why, in plain words."""
    said = [
        f"Your bank returned the payment of {payment.amount}. {reason}",
        "The payment does not count: what it had paid is owed again.",
    ]
    subject = f"Payment {payment.reference} was returned by the bank"
    _tell(payment, "payment_returned", subject, said, actor, now)


def tell_failed(payment: Payment, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say that a payment was never collected."""
    said = [f"The payment of {payment.amount} was not collected. {reason}", "What was due is still due."]
    _tell(payment, "payment_failed", f"Payment {payment.reference} was not collected", said, actor, now)


def tell_later(payment: Payment, *, actor: Actor, now: datetime) -> None:
    """Say that the debit will come on another day than the one that was agreed."""
    said = [
        f"The bank did not take the file with your payment of {payment.amount}. Nothing was debited.",
        f"The payment goes into the next file; your account will be debited on {day_text(payment.debit_on)}.",
        _how_to_cancel(payment),
    ]
    subject = f"Payment {payment.reference} will be debited later"
    _tell(payment, "payment_delayed", subject, said, actor, now)


def tell_delayed(payment: Payment, *, agreed_on: date, actor: Actor, now: datetime) -> None:
    """Say that a payment that can no longer be cancelled is debited later than was agreed."""
    said = [
        f"The bank file with your payment of {payment.amount} was made later than planned.",
        f"{payment.method.label} will be debited on {day_text(payment.debit_on)}, not on {day_text(agreed_on)} as"
        " agreed. Please keep the money there until then.",
        "If the later day does not suit you, please contact us.",
    ]
    subject = f"Payment {payment.reference} will be debited later"
    _tell(payment, "payment_delayed", subject, said, actor, now)


def tell_held(payment: Payment, *, actor: Actor, now: datetime) -> None:
    """Say that a debit could not be put toward the account."""
    said = [
        f"Your bank was asked to debit {payment.amount}, but the payment could not be put toward your account: less"
        " may be left to pay there, or it may not take payments any more.",
        "We are looking into it and will be in touch. If you have questions, please contact us.",
    ]
    subject = f"Payment {payment.reference} could not be put toward your account"
    _tell(payment, "payment_held", subject, said, actor, now)


def tell_staff_held(payment: Payment, *, reason: str, actor: Actor, now: datetime) -> None:
    """Tell the lender's admins and agents of a debit that could not be posted, each once for one payment."""
    for person in active_users(UserKind.STAFF, StaffRole.ADMIN, StaffRole.AGENT):
        send_notice(
            kind="payment_held_staff",
            to_email=person.email,
            to_name=person.name,
            user_id=person.id,
            language=person.language,
            subject=f"Payment {payment.reference} needs attention",
            paragraphs=[
                f"The bank was asked to debit {payment.amount}, but it could not be posted to the account: {reason}",
                "The borrower knows that you are looking into it. Posting is tried again every day, so please put the"
                " account right rather than refund the debit: a refund could be posted as well.",
            ],
            facts=_facts(payment),
            action_label="See this payment",
            action_path=f"/console/payments/{payment.id}/",
            about_kind="payment",
            about_id=str(payment.id),
            key=f"payment_held {payment.id} {person.id}",
            actor=actor,
            now=now,
        )


def _facts(payment: Payment) -> list[tuple[str, str]]:
    return [
        ("Payment", payment.reference),
        ("Amount", str(payment.amount)),
        ("Account", f"{payment.account.title} · {payment.account.number}"),
        ("From", payment.method.label),
    ]


def _how_to_cancel(payment: Payment) -> str:
    # The mail's foot has the lender's telephone and address. A receipt may leave after payments were
    # switched off, so its words hold then as well.
    until = moment_text(payment.cancellable_until, lender_zone())
    return f"You can cancel it until {until}. If you cannot do so in the portal, contact us before then."


def _tell(payment: Payment, kind: str, subject: str, paragraphs: Sequence[str], actor: Actor, now: datetime) -> None:
    send_notice(
        kind=kind,
        to_email=payment.user.email,
        to_name=payment.user.name,
        user_id=payment.user_id,
        language=payment.user.language,
        subject=subject,
        paragraphs=paragraphs,
        facts=_facts(payment),
        action_label="See this payment",
        action_path=f"/payments/{payment.id}",
        section="payments",
        # With payments off the page is gone; news of money that already moves still reaches people.
        outlives_section=True,
        about_kind="payment",
        about_id=str(payment.id),
        actor=actor,
        now=now,
    )
