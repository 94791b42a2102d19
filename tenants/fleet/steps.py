"""From one fingerprint to the next: what is to be done in a schema, and doing it with Django in one of them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.migrations import Migration
from psycopg import sql

from tenants.grants import grants_renewed_inside_lender, written_for
from tenants.migrating import owner_connection
from tenants.models import LenderSchema
from tenants.states import SchemaState

from .fingerprint import Fingerprint, MigrationName, fingerprint_of
from .plans import first_step, name_of, plan_after, wanted
from .recording import joined, run_recorded
from .scripts import extend_script


@dataclass(frozen=True, slots=True)
class Step:
    """What takes every schema that stands at ``before`` to ``after``."""

    before: Fingerprint
    after: Fingerprint
    migrations: tuple[Migration, ...]
    may_replay: bool

    @property
    def names(self) -> list[str]:
        """Its migrations, for people; none where only rights are renewed."""
        return [".".join(name_of(migration)) for migration in self.migrations]

    @property
    def renews_rights(self) -> bool:
        """Rights come with the last step: before it, some of the tables that they name may not stand yet."""
        return self.after.rights != self.before.rights


class AheadOfUs(Exception):
    """The schema has migrations that this version does not know, and lacks none that it knows."""


def step_from(applied: set[MigrationName], rights: str) -> Step:
    """The next step of a schema with these migrations and rights; raises AheadOfUs where there is none."""
    target, plan = wanted(), plan_after(applied)
    before = Fingerprint(fingerprint_of(applied), rights)
    if not plan and before.applied != target.applied:
        raise AheadOfUs()
    migrations, may_replay = first_step(plan) if plan else ([], True)
    after = fingerprint_of({*applied, *map(name_of, migrations)})
    is_last = len(migrations) == len(plan)
    return Step(before, Fingerprint(after, target.rights if is_last else rights), tuple(migrations), may_replay)


def lead(row: LenderSchema, step: Step, *, now: datetime) -> str:
    """Take the step in one schema with Django and write it down; returns the SQL that does the same in others."""
    in_one_go = all(migration.atomic for migration in step.migrations)
    with transaction.atomic(using="owner") if in_one_go else contextlib.nullcontext():
        statements = run_recorded(row.schema_name, step.migrations) if step.migrations else []
        if row.state == SchemaState.TEMPLATE:
            extend_script(step.before, step.after, statements, now=now)
        if step.renews_rights:
            statements += grants_renewed_inside_lender()
            _renew_rights(row)
        write_down(row, step.after, now=now)
    return joined(statements)


def write_down(row: LenderSchema, stands_at: Fingerprint, *, now: datetime) -> None:
    """Note where a schema stands."""
    owner_connection().set_schema_to_public()
    LenderSchema.objects.using("owner").filter(id=row.id).update(
        fingerprint=stands_at.applied, rights=stands_at.rights, migrated_at=now
    )


def applied_in(schema: str) -> set[MigrationName]:
    """The migrations that a schema's own list names."""
    owner_connection().set_schema_to_public()
    query = sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema))
    with owner_connection().cursor() as cursor:
        cursor.execute(query.as_string())
        return set(cursor.fetchall())


def _renew_rights(row: LenderSchema) -> None:
    owner = owner_connection()
    owner.set_schema(row.schema_name, include_public=False)
    try:
        with owner.cursor() as cursor:
            cursor.execute(
                written_for(joined(grants_renewed_inside_lender()), schema=row.schema_name, role=row.db_role)
            )
    finally:
        owner.set_schema_to_public()
