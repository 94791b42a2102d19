"""What this version's migrations ask of a lender's schema, and in which steps it can get there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.contrib.postgres import operations as postgres_operations
from django.db import migrations
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import base, fields, models, special

from .fingerprint import Fingerprint, MigrationName, fingerprint_of, lenders_app_labels, wanted_rights

# What Django's own operations send follows from the migration alone, so that it is the same in every schema.
# Of any other class we cannot know that.
KNOWN = tuple(module.__name__ for module in (base, fields, models, special, postgres_operations))


@cache
def _graph_of(modules: str) -> MigrationLoader:
    """``modules`` is settings.MIGRATION_MODULES: with other files the graph is another one."""
    return MigrationLoader(None)


def _loader() -> MigrationLoader:
    return _graph_of(repr(getattr(settings, "MIGRATION_MODULES", {})))


def plan_after(applied: Iterable[MigrationName]) -> list[Migration]:
    """The migrations that a lender's schema with these applied still lacks, in their order."""
    graph, labels, seen = _loader().graph, lenders_app_labels(), set(applied)
    plan: list[Migration] = []
    for target in graph.leaf_nodes():
        for key in graph.forwards_plan(target):
            if key not in seen and key[0] in labels:
                plan.append(graph.nodes[key])
            seen.add(key)
    return plan


def wanted() -> Fingerprint:
    """What every schema should have under this version."""
    return Fingerprint(fingerprint_of(map(name_of, plan_after([]))), wanted_rights())


def first_step(plan: list[Migration]) -> tuple[list[Migration], bool]:
    """The part of a plan that comes next, and whether its SQL may be replayed in other schemas.

    Migrations whose SQL is the same everywhere go together; one that looks at its schema's rows, or that
    cannot stand in a transaction, goes alone.
    """
    together: list[Migration] = []
    for migration in plan:
        if not can_be_replayed(migration):
            break
        together.append(migration)
    return (together, True) if together else (plan[:1], False)


def can_be_replayed(migration: Migration) -> bool:
    """Whether the SQL that this migration runs in one schema is what it would run in any other of its kind."""
    return migration.atomic and all(map(_sends_the_same, migration.operations))


def _sends_the_same(operation: object) -> bool:
    if isinstance(operation, migrations.RunPython):
        return operation.code is migrations.RunPython.noop
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return all(map(_sends_the_same, operation.database_operations))
    return type(operation).__module__ in KNOWN


def name_of(migration: Migration) -> MigrationName:
    """A migration's app and name."""
    return migration.app_label, migration.name
