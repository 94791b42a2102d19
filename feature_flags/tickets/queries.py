"""Tickets as support sees them (inside the platform) and as a lender sees its own (row policies)."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from portico_kernel.errors import NotFound

from .models import SwitchIntent, Ticket
from .states import UNFINISHED


def ticket_for(number: int) -> Ticket:
    """One ticket that the entered role may see; raises NotFound."""
    try:
        return Ticket.objects.prefetch_related("events").get(number=number)
    except Ticket.DoesNotExist:
        raise NotFound("There is no such ticket.") from None


def tickets(*, status: str | None = None, lender_id: uuid.UUID | None = None) -> QuerySet[Ticket]:
    """Tickets that the entered role may see, newest first."""
    found = Ticket.objects.order_by("-number")
    if status:
        found = found.filter(status=status)
    return found.filter(lender_id=lender_id) if lender_id else found


def open_ticket_about(section: str, lender_id: uuid.UUID) -> Ticket | None:
    """The lender's ticket about a section that is not finished, if there is one."""
    return Ticket.objects.filter(lender_id=lender_id, section=section, status__in=UNFINISHED).first()


def unconfirmed_intents() -> list[SwitchIntent]:
    """Intents whose application has not been confirmed; to be carried on with."""
    return list(SwitchIntent.objects.filter(confirmed_at__isnull=True).select_related("ticket"))
