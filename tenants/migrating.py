"""The owner's connection, and bringing the public schema up to date. Lenders' schemas: tenants.fleet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from .backend.base import DatabaseWrapper
from .grants import create_group_roles, grants_in_public

LOCK_TIMEOUT = "5s"


def owner_connection() -> DatabaseWrapper:
    """The owner's connection: it migrates and provisions, and never serves a request."""
    return cast(DatabaseWrapper, connections["owner"])


class ExecutorFor(MigrationExecutor):
    """Django's executor, for a schema in which some apps have their tables: of the others it only follows the models.

    They leave no row in that schema's ``django_migrations``, so that a change of public's tables is nothing to
    lenders' schemas, and the other way round.
    """

    def __init__(self, app_names: Iterable[str], connection: DatabaseWrapper) -> None:
        super().__init__(connection)
        self._labels = labels_of(app_names)

    def lacking(self) -> list[Migration]:
        """The migrations that the schema lacks, in their order."""
        plan = self.migration_plan(self.loader.graph.leaf_nodes())
        return [migration for migration, _ in plan if migration.app_label in self._labels]

    def run(self, migrations: Sequence[Migration]) -> None:
        """Apply these migrations, in their order."""
        self.migrate(self.loader.graph.leaf_nodes(), plan=self._among_the_others(migrations))

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Run it, or let the models know where the app has its tables elsewhere."""
        if migration.app_label in self._labels:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        return migration.mutate_state(state, preserve=False)

    def _among_the_others(self, migrations: Sequence[Migration]) -> list[tuple[Migration, bool]]:
        """These migrations and, in their places, those of other apps that their models may point at."""
        wanted = {(migration.app_label, migration.name) for migration in migrations}
        applied = self.loader.applied_migrations
        plan: list[tuple[Migration, bool]] = []
        for migration, _ in self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True):
            key = (migration.app_label, migration.name)
            if key in wanted or (migration.app_label not in self._labels and key not in applied):
                plan.append((migration, False))
            wanted.discard(key)
            if not wanted:
                break
        return plan


def labels_of(app_names: Iterable[str]) -> frozenset[str]:
    """The labels of the apps on a list (settings.SHARED_APPS or settings.TENANT_APPS)."""
    wanted = set(app_names)
    return frozenset(config.label for config in apps.get_app_configs() if config.name in wanted)


def migrate_public(*, renew_rights: bool = False, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring the public schema and the group roles up to date; returns how many migrations it took.

    Safe to run again. Rights are granted when they changed, or when ``renew_rights`` says so.
    """
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        create_group_roles(cursor)
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    executor = ExecutorFor(settings.SHARED_APPS, owner)
    plan = executor.lacking()
    for migration in plan:
        report(f"public: {migration.app_label}.{migration.name}")
    if plan:
        executor.run(plan)
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
