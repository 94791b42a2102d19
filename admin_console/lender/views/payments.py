"""Payments: every borrower's, with the timeline that answers "why is it not in the file?"."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from portal_api.eft.nacha import rule_for
from portal_api.identity.roles import Action
from portal_api.notices.queries import notices_about
from portal_api.payments.operations import cancel_for_caller
from portal_api.payments.queries import timeline_of
from portal_api.payments.staff_queries import payment_by_id, payments_held, payments_seen
from portal_api.payments.states import PaymentStatus
from tenants.frozen import money_frozen

from ..doors import StaffVisit, staff_action, staff_page


@staff_page(Action.READ)
def payments(visit: StaffVisit) -> HttpResponse:
    """Every payment, newest first."""
    text = words_typed(visit.request)
    status = visit.request.GET.get("status", "")
    context = {
        "text": text,
        "status": status,
        "statuses": PaymentStatus.choices,
        "frozen": money_frozen(visit.lender),
        "held": payments_held(),
        "page": page_of(visit.request, payments_seen(text=text, status=status)),
    }
    return visit.page("lender/payments.html", context)


@staff_page(Action.READ)
def payment(visit: StaffVisit, payment_id: uuid.UUID) -> HttpResponse:
    """One payment, step by step."""
    found = payment_by_id(payment_id)
    context = {
        "payment": found,
        "events": timeline_of(found),
        "bank_meaning": rule_for(found.return_code).bank_meaning if found.return_code else "",
        "entries": found.entries.all(),
        "notices": notices_about("payment", found.id),
        "may_see_files": visit.may(Action.FILES_VIEW),
        "can_cancel": visit.may(Action.PAYMENTS_CANCEL) and found.can_be_cancelled(visit.now),
    }
    return visit.page("lender/payment.html", context)


@staff_action(Action.PAYMENTS_CANCEL, back="console:payment")
def cancel(visit: StaffVisit, payment_id: uuid.UUID) -> HttpResponse:
    """Cancel a payment for a borrower who called, before its cut-off."""
    done = cancel_for_caller(payment_id=payment_id, actor=visit.actor, now=visit.now)
    return visit.done(f"Payment {done.reference} is canceled. Nothing was debited.", "console:payment", payment_id)
