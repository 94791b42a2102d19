"""Tickets: what this lender asked support for, and what became of it."""

from __future__ import annotations

from django.http import HttpResponse

from admin_console.shared.paging import page_of
from admin_console.shared.tickets import ticket_line
from feature_flags.tickets.queries import ticket_for
from feature_flags.tickets.queries import tickets as all_tickets
from portal_api.identity.roles import Action

from ..doors import StaffVisit, staff_page


@staff_page(Action.READ)
def tickets(visit: StaffVisit) -> HttpResponse:
    """Every ticket of this lender, newest first."""
    page = page_of(visit.request, all_tickets(lender_id=visit.lender.id))
    context = {"page": page, "lines": [ticket_line(ticket) for ticket in page]}
    return visit.page("lender/tickets.html", context)


@staff_page(Action.READ)
def ticket(visit: StaffVisit, number: int) -> HttpResponse:
    """One ticket with all that was said and done."""
    found = ticket_for(number)
    return visit.page("lender/ticket.html", {"ticket": found, "line": ticket_line(found)})
