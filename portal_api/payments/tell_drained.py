"""The notice to borrowers whose payments go on while payments are switched off: their page with Cancel is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from branding.published.models import BrandVersion
from branding.published.queries import newest_version
from branding.words import words_in
from portal_api.notices.operations import send_notice
from portal_api.servicing.days import lender_zone
from portico_kernel.actor import Actor
from tenants.context import current_lender
from tenants.models import Lender, Site

from .models import Payment
from .wording import day_text, moment_text


def tell_drained(payments: Sequence[Payment], *, actor: Actor, now: datetime) -> None:
    """Say to each borrower once that their payments, which can still be cancelled, go on, and who cancels them.

    Without a link, whatever the switch does next: the page that it would lead to is gone.
    """
    brand = _brand()
    by_borrower = sorted(payments, key=lambda payment: (payment.user_id, payment.created_at, payment.id))
    for _, theirs in groupby(by_borrower, key=lambda payment: payment.user_id):
        _tell(list(theirs), brand, actor, now)


def _tell(payments: Sequence[Payment], brand: BrandVersion | None, actor: Actor, now: datetime) -> None:
    first, are_several = payments[0], len(payments) > 1
    named = f"Your {len(payments)} payments go" if are_several else f"Payment {first.reference} of {first.amount} goes"
    planned = "Your payments that are under way go" if are_several else "Your payment that is under way goes"
    send_notice(
        kind="payments_drained",
        to_email=first.user.email,
        to_name=first.user.name,
        user_id=first.user_id,
        language=first.user.language,
        subject=f"{named} on as planned",
        paragraphs=[
            f"Online payments were switched off. {planned} on as planned.",
            *(_line(payment) for payment in payments),
            _how_to_cancel(brand, first.user.language),
        ],
        about_kind="payment",
        about_id=str(first.id),
        actor=actor,
        now=now,
    )


def _line(payment: Payment) -> str:
    until = moment_text(payment.cancellable_until, lender_zone())
    return (
        f"Payment {payment.reference} of {payment.amount}: {payment.method.label} is debited on"
        f" {day_text(payment.debit_on)}. It can be canceled until {until}."
    )


def _brand() -> BrandVersion | None:
    """What the lender's own site shows; read once, the switch is held until all are told."""
    lender = cast(Lender, current_lender())
    site = Site.objects.filter(lender_id=lender.id, is_default=True).first()
    return newest_version(site.id) if site else None


def _how_to_cancel(brand: BrandVersion | None, language: str) -> str:
    lender = cast(Lender, current_lender())
    words = words_in(brand.words if brand else {}, language, lender_name=lender.name)
    reach = " or ".join(part for part in (words.support_phone, words.support_email) if part)
    return f"To cancel, contact {lender.name}{f' at {reach}' if reach else ''} before then."
