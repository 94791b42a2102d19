"""Looking at a fleet as its owner."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tenants.fleet.report import FleetReport
from tenants.fleet.shape import difference
from tenants.fleet.upgrade import Wishes, upgrade_fleet
from tenants.migrating import owner_connection
from tenants.models import LenderSchema
from tests.database import SYSTEM

NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)


def upgrade(**wishes: Any) -> FleetReport:
    """Migrate the fleet of this test; no spare schema is made unless asked."""
    return upgrade_fleet(wishes=Wishes(**{"keep": 0, **wishes}), actor=SYSTEM, now=NOW)


def rows() -> list[LenderSchema]:
    """Every schema that is written down."""
    owner_connection().set_schema_to_public()
    return list(LenderSchema.objects.using("owner").order_by("schema_name"))


def template() -> str:
    """The template's schema."""
    return next(row.schema_name for row in rows() if row.state == "template")


def differences() -> dict[str, list[str]]:
    """Of every schema that does not equal the template, what differs."""
    found = {row.schema_name: difference(row.schema_name, template()) for row in rows()}
    return {schema: lines for schema, lines in found.items() if lines}


def ask(question: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the owner is answered; ``{s}`` in the question is nothing special."""
    owner_connection().set_schema_to_public()
    with owner_connection().cursor() as cursor:
        cursor.execute(question, values or None)
        return list(cursor.fetchall()) if cursor.description else []
