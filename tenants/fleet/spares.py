"""Schemas that are ready before a lender asks for one: giving one out is an UPDATE."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tenants.migrating import owner_connection
from tenants.models import LenderSchema
from tenants.states import SchemaState

from .errors import NoSpareSchema
from .scripts import make_schema

# MATERIALIZED: the one row is chosen and locked before anything is changed.
CLAIM = """
WITH oldest AS MATERIALIZED (
    SELECT id FROM tenants_lenderschema WHERE state = %s ORDER BY made_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE tenants_lenderschema AS spare SET state = %s FROM oldest WHERE spare.id = oldest.id RETURNING spare.*
"""


def claim_spare(*, now: datetime) -> LenderSchema:
    """Take a spare schema for a lender, inside the platform door and in the caller's transaction.

    Two who ask at once get two different ones. Raises NoSpareSchema.
    """
    claimed = list(LenderSchema.objects.raw(CLAIM, [SchemaState.SPARE, SchemaState.TAKEN]))
    if not claimed:
        raise NoSpareSchema()
    return claimed[0]


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
