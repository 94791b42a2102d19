"""Running migrations with Django's own executor in one schema, and writing down the SQL that they sent.

Nothing is lost by leaving ``post_migrate`` out: what Django does there (content types, permissions, the
default site) concerns apps that have no tables in lenders' schemas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.migrations import Migration
from psycopg import sql

from tenants.migrating import ExecutorFor, owner_connection

from .plans import name_of

_BOOKKEEPING = re.compile(
    r"\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO|SHOW|SET search_path)\b"
    r"|\s*(INSERT INTO|DELETE FROM) \"?django_migrations\b",
    re.I,
)
_LOOKING = re.compile(
    r"\s*SELECT\b(?!.*\bsetval\b).*(\bpg_|information_schema|django_migrations|set_config)", re.I | re.S
)


class Recorder:
    """Django's execute wrapper that keeps what changes something, as complete SQL."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Callable[..., Any], query: Any, params: Any, many: bool, context: Any) -> Any:
        """Let the statement run; keep it when it went well."""
        result = execute(query, params, many, context)
        text = str(query)
        if not _BOOKKEEPING.match(text) and not _LOOKING.match(text):
            for each in params if many else [params]:
                self.statements.append(text if each is None else str(context["connection"].ops.compose_sql(text, each)))
        return result


def run_recorded(schema: str, migrations: Sequence[Migration]) -> list[str]:
    """Apply these migrations in one schema, in their order, and return the statements that do the same in another.

    They name neither the schema nor its role, and end with the rows of ``django_migrations``.
    """
    connection = owner_connection()
    connection.set_schema(schema, include_public=False)
    recorder = Recorder()
    try:
        executor = ExecutorFor(settings.TENANT_APPS, connection)
        with connection.execute_wrapper(recorder):
            executor.run(migrations)
    finally:
        connection.set_schema_to_public()
    return [*recorder.statements, as_applied(migrations)]


def record_from_nothing(migrations: Sequence[Migration]) -> list[str]:
    """The statements that make an empty schema one with all these migrations.

    Found by doing it, in a schema that is dropped again. What a data migration sends there is the same
    everywhere: no schema has a row yet.
    """
    connection = owner_connection()
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCRATCH}")
    try:
        statements = run_recorded(SCRATCH, migrations)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE")
    return in_a_transaction(statements)


def in_a_transaction(statements: Sequence[str]) -> list[str]:
    """The same for a script that makes a schema: nobody reads one meanwhile, so indexes need not spare anybody."""
    return [_CONCURRENTLY.sub(r"\1", statement) for statement in statements]


SCRATCH = "portico_scratch"
_CONCURRENTLY = re.compile(r"^(\s*(?:CREATE(?: UNIQUE)?|DROP) INDEX) CONCURRENTLY\b", re.I)


def as_applied(migrations: Sequence[Migration]) -> str:
    """The statement that writes these migrations into a schema's own list, as of the time when it runs."""
    rows = sql.SQL(", ").join(
        sql.SQL("({}, {}, now())").format(*map(sql.Literal, name_of(migration))) for migration in migrations
    )
    text = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {}").format(rows)
    return text.as_string(owner_connection().connection)


def joined(statements: Sequence[str]) -> str:
    """One text of many statements. The semicolon has a line of its own: a statement may end in a comment."""
    return "\n;\n".join(statement.rstrip().rstrip(";") for statement in statements)
