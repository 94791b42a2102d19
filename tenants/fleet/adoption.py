"""Lenders' schemas that were made before schemas were written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from psycopg import sql

from tenants.migrating import owner_connection
from tenants.models import Lender, LenderSchema
from tenants.states import SchemaState

from .fingerprint import fingerprint_of, lenders_app_labels
from .steps import applied_in


def adopt_unknown_schemas(*, now: datetime) -> int:
    """Write down every lender's schema that nobody has written down; returns how many. Doing it twice is fine.

    What it has is read from its own list of migrations; its rights count as unknown, so that they are renewed.
    """
    owner_connection().set_schema_to_public()
    known = LenderSchema.objects.using("owner").values("schema_name")
    unknown = list(Lender.objects.using("owner").exclude(schema_name__in=known))
    for lender in unknown:
        with transaction.atomic(using="owner"):
            _adopt(lender, now)
    return len(unknown)


def _adopt(lender: Lender, now: datetime) -> None:
    # Rows of apps that live in public alone: today's schemas have none, and every schema is to equal the template.
    text = sql.SQL("DELETE FROM {}.django_migrations WHERE app <> ALL({})").format(
        sql.Identifier(lender.schema_name), sorted(lenders_app_labels())
    )
    with owner_connection().cursor() as cursor:
        cursor.execute(text.as_string(cursor.connection))
    LenderSchema.objects.using("owner").create(
        schema_name=lender.schema_name,
        db_role=lender.db_role,
        state=SchemaState.TAKEN,
        fingerprint=fingerprint_of(applied_in(lender.schema_name)),
        rights="",
        made_at=lender.created_at,
        migrated_at=now,
    )
