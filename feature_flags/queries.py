"""Which sections are on: from the lender's own switches, and for requests from the snapshot."""

from __future__ import annotations

from django.db import connection

from .catalogue import SECTIONS, Section, section
from .models import Switch


def sections_switched_on() -> frozenset[str]:
    """The keys that are on in the lender that is entered, with what each needs."""
    return sections_on(switches_turned())


def switches_turned() -> dict[str, bool]:
    """The switches that the lender that is entered has ever turned, with their position."""
    return dict(Switch.objects.values_list("section", "is_on"))


def sections_on(turned: dict[str, bool]) -> frozenset[str]:
    """The keys that are on where these switches were turned, with what each needs."""
    return frozenset(s.key for s in SECTIONS if _is_on(s, turned))


def is_switched_on_now(key: str) -> bool:
    """The truth about one section, read in the caller's transaction and held until it ends.

    Under a shared lock: a switch that is turning (operations.turn_switch takes the same lock alone)
    waits for money that is being accepted, and money that comes later sees the new position.
    """
    wanted = section(key)
    lock_switch(key, shared=True)
    row = Switch.objects.filter(section=key).first()
    is_on = wanted.default_on if row is None else row.is_on
    return is_on and (wanted.needs is None or is_switched_on_now(wanted.needs))


def lock_switch(key: str, *, shared: bool) -> None:
    """Hold one section's switch of the entered lender until the transaction ends."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(current_schema()), hashtext(%s))", [f"switch {key}"])


def _is_on(wanted: Section, stored: dict[str, bool]) -> bool:
    if not stored.get(wanted.key, wanted.default_on):
        return False
    return wanted.needs is None or _is_on(section(wanted.needs), stored)
