"""The pages of a lender's console, as the menu shows them to one person."""

from __future__ import annotations

from django.urls import reverse

from admin_console.shared.frames import NavGroup, NavItem
from portal_api.identity.models import User
from portal_api.identity.roles import Action, may

_PAGES: tuple[tuple[str, tuple[tuple[str, str, Action], ...]], ...] = (
    ("", (("home", "Home", Action.READ),)),
    (
        "Customers",
        (
            ("borrowers", "Borrowers", Action.READ),
            ("accounts", "Accounts", Action.READ),
        ),
    ),
    (
        "Money",
        (
            ("payments", "Payments", Action.READ),
            ("files", "Bank files", Action.FILES_VIEW),
            ("bank", "Bank profile", Action.READ),
        ),
    ),
    (
        "The portal",
        (
            ("brand", "Brand", Action.READ),
            ("sections", "Sections", Action.READ),
            ("tickets", "Tickets", Action.READ),
        ),
    ),
    (
        "The team",
        (
            ("staff", "Staff", Action.READ),
            ("audit", "History", Action.AUDIT_READ),
        ),
    ),
)


def menu_for(user: User, path: str) -> tuple[NavGroup, ...]:
    """The menu without what this person's role cannot open."""
    groups = []
    for title, pages in _PAGES:
        items = tuple(_item(name, said, path) for name, said, needs in pages if may(user.role, needs))
        if items:
            groups.append(NavGroup(title, items))
    return tuple(groups)


def _item(name: str, title: str, path: str) -> NavItem:
    address = reverse(f"console:{name}")
    here = path == address if name == "home" else path.startswith(address)
    return NavItem(title, address, here)
