"""A ticket in words, as both consoles say it."""

from __future__ import annotations

from dataclasses import dataclass

from feature_flags.catalogue import BY_KEY
from feature_flags.tickets.models import Ticket
from feature_flags.tickets.states import TicketStatus

_TONES = {TicketStatus.OPEN: "warn", TicketStatus.CARRYING_OUT: "warn", TicketStatus.DONE: "good"}


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket, what it asks ("Deactivate payments") and for whom."""

    ticket: Ticket
    asks: str
    lender_name: str
    tone: str


def ticket_line(ticket: Ticket, lender_name: str = "") -> TicketLine:
    """A ticket as a list shows it."""
    tone = _TONES.get(TicketStatus(ticket.status), "")
    return TicketLine(ticket, wish(ticket), lender_name, tone)


def wish(ticket: Ticket) -> str:
    """What a ticket asks for, beginning with a capital letter."""
    title = BY_KEY[ticket.section].title if ticket.section in BY_KEY else ticket.section
    return f"{'Activate' if ticket.wants_on else 'Deactivate'} {title.lower()}"
