"""Schemas that are ready before a lender asks for one: giving one out is an UPDATE."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tenants.migrating import owner_connection
from tenants.models import LenderSchema
from tenants.states import SchemaState

from .errors import NoSpareSchema
from .scripts import make_schema


def claim_spare(*, now: datetime) -> LenderSchema:
    """Take a spare schema for a lender, inside the platform door and in the caller's transaction.

    Two who ask at once get two different ones. Raises NoSpareSchema.
    """
    spare = (
        LenderSchema.objects.select_for_update(skip_locked=True)
        .filter(state=SchemaState.SPARE)
        .order_by("made_at", "id")
        .first()
    )
    if spare is None:
        raise NoSpareSchema()
    spare.state = SchemaState.TAKEN
    spare.save(update_fields=["state"])
    return spare


def spares_left() -> int:
    """How many lenders could be made at once; asked inside the platform door."""
    return LenderSchema.objects.filter(state=SchemaState.SPARE).count()


def fill_pool(*, want: int, now: datetime, report: Callable[[int], None] = lambda _: None) -> int:
    """Make schemas, as the owner, until ``want`` are spare; returns how many that took.

    ``report`` hears after each how many there are. Raises what make_schema raises.
    """
    owner_connection().set_schema_to_public()
    there = LenderSchema.objects.using("owner").filter(state=SchemaState.SPARE).count()
    for made in range(max(0, want - there)):
        make_schema(state=SchemaState.SPARE, now=now)
        report(there + made + 1)
    return max(0, want - there)
