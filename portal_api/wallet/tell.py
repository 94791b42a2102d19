"""The notices about bank accounts: whoever did not do it learns of it."""

from __future__ import annotations

from datetime import datetime

from portal_api.notices.operations import send_notice
from portico_kernel.actor import Actor

from .models import BankAccount

IF_NOT_YOU = "If this was not you, change your password now and tell us."


def tell_added(method: BankAccount, actor: Actor, now: datetime) -> None:
    """Tell the borrower that an account was added."""
    said = f"The bank account {method.label} was added to your payment methods. Nothing was debited."
    _tell(method, "bank_account_added", "A bank account was added", said, actor, now)


def tell_removed(method: BankAccount, actor: Actor, now: datetime) -> None:
    """Tell the borrower that an account was removed."""
    said = f"The bank account {method.label} was removed from your payment methods."
    _tell(method, "bank_account_removed", "A bank account was removed", said, actor, now)


def _tell(method: BankAccount, kind: str, subject: str, said: str, actor: Actor, now: datetime) -> None:
    send_notice(
        kind=kind,
        to_email=method.user.email,
        to_name=method.user.name,
        user_id=method.user_id,
        language=method.user.language,
        subject=subject,
        paragraphs=[said, IF_NOT_YOU],
        facts=[("Bank account", method.label), ("Holder", method.holder_name)],
        action_label="See your payment methods",
        action_path="/payment-methods",
        section="payments",
        about_kind="bank_account",
        about_id=str(method.id),
        actor=actor,
        now=now,
    )
