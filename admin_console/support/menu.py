"""The pages of the support console."""

from __future__ import annotations

from django.urls import reverse

from admin_console.shared.frames import NavGroup, NavItem
from feature_flags.tickets.queries import tickets
from feature_flags.tickets.states import TicketStatus

_PAGES = (("tickets", "Tickets"), ("lenders", "Lenders"), ("audit", "History"))


def menu_for(path: str) -> tuple[NavGroup, ...]:
    """The menu, with the number of tickets that wait."""
    waiting = tickets(status=TicketStatus.OPEN).count()
    return (NavGroup("", tuple(_item(name, title, path, waiting) for name, title in _PAGES)),)


def _item(name: str, title: str, path: str, waiting: int) -> NavItem:
    address = reverse(f"support:{name}")
    is_tickets = name == "tickets"
    here = path.startswith(address) or (is_tickets and path == "/")
    return NavItem(title, address, here, waiting if is_tickets else 0)
