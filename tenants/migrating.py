"""The owner's connection, and bringing the public schema up to date. Lenders' schemas: tenants.fleet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import cast

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from .backend.base import DatabaseWrapper
from .grants import create_group_roles, grants_in_public

LOCK_TIMEOUT = "5s"


def owner_connection() -> DatabaseWrapper:
    """The owner's connection: it migrates and provisions, and never serves a request."""
    return cast(DatabaseWrapper, connections["owner"])


def migrate_public(*, renew_rights: bool = False, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring the public schema and the group roles up to date; returns how many migrations it took.

    Safe to run again. Rights are granted when they changed, or when ``renew_rights`` says so.
    """
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        create_group_roles(cursor)
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    executor = MigrationExecutor(owner)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    for migration, _ in plan:
        report(f"public: {migration.app_label}.{migration.name}")
    if plan:
        executor.migrate(targets, plan=plan)
    _grant(renew=renew_rights or bool(plan))
    return len(plan)


def _grant(*, renew: bool) -> None:
    """All in one transaction: between a policy's end and its return lenders would see no row at all."""
    statements = grants_in_public()
    mark = f"rights {hashlib.sha256(repr(statements).encode()).hexdigest()[:32]}"
    with transaction.atomic(using="owner"), owner_connection().cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        if renew or cursor.fetchone() != (mark,):
            cursor.execute(";\n".join([*statements, f"COMMENT ON SCHEMA public IS '{mark}'"]))
