"""The start page: what needs doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpResponse
from django.urls import reverse

from branding.published.queries import PublishedBrand
from feature_flags.sections import is_section_on, sections_of
from feature_flags.tickets.queries import tickets
from feature_flags.tickets.states import TicketStatus
from portal_api.accounts.staff_queries import counts_by_standing
from portal_api.eft.queries import files, next_window, readiness
from portal_api.eft.staff_queries import returns_to_look_at
from portal_api.eft.states import FileStatus
from portal_api.identity.queries import has_users_of_kind
from portal_api.identity.roles import Action
from portal_api.identity.states import UserKind
from portal_api.payments.staff_queries import payments_seen
from portal_api.payments.states import PaymentStatus
from tenants.frozen import money_frozen

from ..doors import StaffVisit, staff_page
from .accounts import TONES


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, why, and where."""

    title: str
    text: str
    path: str
    label: str


@staff_page(Action.READ)
def home(visit: StaffVisit) -> HttpResponse:
    """What needs doing, and how the accounts stand."""
    is_offered, frozen = is_section_on(visit.lender, "payments"), money_frozen(visit.lender)
    counts = [(line.standing, line.count, TONES.get(line.standing, "")) for line in counts_by_standing()]
    total = sum(count for _, count, _ in counts)
    context = {
        "todos": [*_todos(visit), *_beginnings(visit, total)],
        "counts": counts,
        "total": total,
        "frozen": frozen,
        "window": next_window(visit.now) if is_offered and frozen is None else None,
        "waiting": payments_seen(status=PaymentStatus.SUBMITTED).count(),
    }
    return visit.page("lender/home.html", context)


def _beginnings(visit: StaffVisit, accounts: int) -> list[Todo]:
    """What a lender does once, before its first borrower comes."""
    found: list[Todo] = []
    brand = cast(PublishedBrand, visit.lender.parts["brand"])
    if not brand.version and visit.may(Action.BRAND_EDIT):
        text = "Your portal wears a neutral look. Give it your logo, colors and words."
        found.append(Todo("Publish your brand", text, reverse("console:brand"), "Brand"))
    if accounts and visit.may(Action.BORROWERS_INVITE) and not has_users_of_kind(UserKind.BORROWER):
        text = "Your accounts are here, and nobody has a login yet. Try it with one person first."
        found.append(Todo("Invite your first borrower", text, reverse("console:invite"), "Invite a borrower"))
    return found


def _todos(visit: StaffVisit) -> list[Todo]:
    found: list[Todo] = []
    # Frozen money is no gap in the profile: the page says it by itself.
    if "payments" in sections_of(visit.lender).not_ready and readiness():
        found.append(
            Todo(
                "Complete the bank profile",
                "Payments are switched on, but borrowers are not offered them: " + " ".join(readiness()),
                reverse("console:bank"),
                "Bank profile",
            )
        )
    if visit.may(Action.FILES_VIEW):
        found += [
            Todo(
                f"Send bank file {file.number}",
                f"{_payments(file.entry_count)}. Send it to the bank and mark it sent.",
                reverse("console:file", args=[file.number]),
                "Open the file",
            )
            for file in files()
            if file.status == FileStatus.GENERATED
        ]
        found += _returns()
    found += [
        Todo(
            f"Ticket {ticket.number} is with support",
            f"Opened by {ticket.opened_by}.",
            reverse("console:ticket", args=[ticket.number]),
            "See how it stands",
        )
        for ticket in tickets(status=TicketStatus.OPEN, lender_id=visit.lender.id)
    ]
    return found


def _returns() -> list[Todo]:
    """Return files with lines that moved nothing, until somebody marks them as looked at."""
    return [
        Todo(
            f"Look at the returns of {file.file_name}",
            "Some lines matched no payment, or ask for a change: nothing was done for them.",
            reverse("console:returns", args=[file.id]),
            "Look at them",
        )
        for file in returns_to_look_at()
    ]


def _payments(count: int) -> str:
    return "1 payment" if count == 1 else f"{count:,} payments"
