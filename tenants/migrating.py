"""Applying migrations to the public schema and to lenders' schemas, as the owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from .backend.base import DatabaseWrapper
from .grants import grant_in_public, grant_inside_lender

LOCK_TIMEOUT = "5s"


def owner_connection() -> DatabaseWrapper:
    """The owner's connection: it migrates and provisions, and never serves a request."""
    return cast(DatabaseWrapper, connections["owner"])


def migrate_schema(schema: str, *, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring one schema up to date; returns how many migrations it took. Safe to run again."""
    connection = owner_connection()
    # Without public in the path first: else the migration table of public would be taken for this schema's.
    connection.set_schema(schema, include_public=False)
    MigrationRecorder(connection).ensure_schema()
    connection.set_schema(schema)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _ in plan:
        report(f"{schema}: {migration.app_label}.{migration.name}")
    executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
    connection.set_schema_to_public()
    return len(plan)


def migrate_public(*, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring the public schema up to date and renew the group roles' rights."""
    count = migrate_schema("public", report=report)
    with owner_connection().cursor() as cursor:
        grant_in_public(cursor)
    return count


def migrate_lender(schema: str, role: str, *, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring one lender's schema up to date and renew its role's rights."""
    count = migrate_schema(schema, report=report)
    with owner_connection().cursor() as cursor:
        grant_inside_lender(cursor, role, schema)
    return count
