"""Telling people about tickets: support when one is opened, the lender when it is done or declined.

Tasks may run twice; each person is told once of each thing that happened to a ticket.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feature_flags.catalogue import section as declared
from feature_flags.tickets.models import Ticket
from feature_flags.tickets.queries import ticket_for
from portal_api.identity.models import User
from portal_api.identity.states import StaffRole, UserKind
from portal_api.notices.operations import send_notice
from portico_kernel.actor import Actor
from tenants.context import current_lender, in_platform
from tenants.queries import lender_by_id

SYSTEM = Actor.system("tickets")


def tell_support(*, now: datetime, number: int, **_: Any) -> None:
    """Tell every active support agent that a lender opened a ticket. Runs inside the lender."""
    ticket = ticket_for(number)
    lender_name = lender_by_id(ticket.lender_id).name
    assert current_lender() is not None
    with in_platform(SYSTEM, f"tell support about ticket {number}"):
        for agent in User.objects.filter(kind=UserKind.SUPPORT, is_active=True).order_by("email"):
            _tell(
                agent,
                ticket,
                "opened",
                subject=f"Ticket {number}: {lender_name} asks to {_wish(ticket)}",
                paragraphs=[f"{ticket.opened_by} of {lender_name} opened this ticket.", ticket.message],
                path=f"/tickets/{number}/",
                now=now,
            )


def tell_lender(*, now: datetime, number: int, happened: str, **_: Any) -> None:
    """Tell the lender's administrators how their ticket ended. Runs inside the lender."""
    ticket = ticket_for(number)
    last = ticket.events.order_by("-at").values_list("text", flat=True)
    said = [text for text in last if text]
    result = "was carried out" if happened == "done" else "was declined"
    for admin in User.objects.filter(kind=UserKind.STAFF, role=StaffRole.ADMIN, is_active=True).order_by("email"):
        _tell(
            admin,
            ticket,
            happened,
            subject=f"Ticket {number} {result}",
            paragraphs=[f"Your request to {_wish(ticket)} {result}.", *said[:2]],
            path=f"/console/tickets/{number}/",
            now=now,
        )


def _wish(ticket: Ticket) -> str:
    return f"{'activate' if ticket.wants_on else 'deactivate'} {declared(ticket.section).title.lower()}"


def _tell(
    user: User, ticket: Ticket, happened: str, *, subject: str, paragraphs: list[str], path: str, now: datetime
) -> None:
    send_notice(
        kind="ticket",
        to_email=user.email,
        to_name=user.name,
        user_id=user.id,
        language=user.language,
        subject=subject,
        paragraphs=[text for text in paragraphs if text],
        facts=[("Ticket", str(ticket.number))],
        action_label="Open the ticket",
        action_path=path,
        about_kind="ticket",
        about_id=str(ticket.number),
        key=f"ticket {ticket.number} {happened} {user.id}",
        actor=SYSTEM,
        now=now,
    )
