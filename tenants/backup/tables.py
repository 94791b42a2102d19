"""The tables of one schema, read and written whole, as the owner. No query here walks the catalog of all schemas."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from psycopg import Copy, sql

from tenants.migrating import owner_connection

# What stands in a schema, by the index of pg_depend: pg_class has none by schema, and with a thousand lenders a
# scan of it would be most of the work. Columns in their order.
RELATIONS = """
SELECT c.relname, c.relkind, ARRAY(
    SELECT attname FROM pg_attribute
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
)
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_namespace'::regclass
  AND d.refobjid = quote_ident(%s)::regnamespace AND c.relkind IN ('r', 'S')
ORDER BY c.relname
"""
MIGRATIONS = "django_migrations"  # belongs to a schema and not to its rows
# The same rows give the same bytes: in the order in which they lie, written in one way.
STEADY = (
    "SET LOCAL synchronize_seqscans = off; SET LOCAL bytea_output = hex; SET LOCAL datestyle = ISO;"
    " SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1"
)


@dataclass(frozen=True, slots=True)
class Relations:
    """The tables of a schema with their columns, and its sequences."""

    tables: Mapping[str, tuple[str, ...]]
    sequences: tuple[str, ...]


@contextmanager
def reading_as_owner() -> Iterator[CursorWrapper]:
    """One moment of the whole database, under which nothing can be written."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1")  # takes its position now: nothing may come before the next statement but one
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(STEADY)
        yield cursor


def relations_of(cursor: CursorWrapper, schema: str) -> Relations:
    """What stands in a schema; the table of its migrations, and what counts its rows, left out."""
    cursor.execute(RELATIONS, [schema])
    rows = cursor.fetchall()
    tables = {name: tuple(columns) for name, kind, columns in rows if kind == "r" and name != MIGRATIONS}
    counted = tuple(name for name, kind, _ in rows if kind == "S" and not name.startswith(f"{MIGRATIONS}_"))
    return Relations(tables, counted)


def applied_in(cursor: CursorWrapper, schema: str) -> tuple[tuple[str, str], ...]:
    """The migrations that a schema has."""
    cursor.execute(_text("SELECT app, name FROM {}.{} ORDER BY app, name", schema, MIGRATIONS))
    return tuple((app, name) for app, name in cursor.fetchall())


def rows_out(cursor: CursorWrapper, schema: str, table: str, columns: tuple[str, ...]) -> Iterator[bytes]:
    """Every row of a table, a line each, as PostgreSQL writes them for itself."""
    with cursor.copy(_copy("COPY {} ({}) TO STDOUT", schema, table, columns)) as copy:
        yield from (bytes(block) for block in copy)


@contextmanager
def rows_in(cursor: CursorWrapper, schema: str, table: str, columns: tuple[str, ...]) -> Iterator[Copy]:
    """Take rows in, in the same writing."""
    copy: Copy
    with cursor.copy(_copy("COPY {} ({}) FROM STDIN", schema, table, columns)) as copy:
        yield copy


def empty(cursor: CursorWrapper, schema: str, names: Iterable[str]) -> None:
    """Remove every row of these tables; what points at what is looked at when the transaction ends."""
    for name in names:
        cursor.execute(_text("DELETE FROM {}.{}", schema, name))


def replace(cursor: CursorWrapper, schema: str, table: str, column: str, by_old: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Write the new id for each old one in a column."""
    for old, new in by_old.items():
        cursor.execute(_text("UPDATE {}.{} SET {} = %s WHERE {} = %s", schema, table, column, column), [new, old])


def hash_of(cursor: CursorWrapper, schema: str, table: str, columns: tuple[str, ...]) -> str:
    """The hash of what rows_out gives."""
    digest = hashlib.sha256()
    for block in rows_out(cursor, schema, table, columns):
        digest.update(block)
    return digest.hexdigest()


def positions_of(cursor: CursorWrapper, schema: str, sequences: tuple[str, ...]) -> dict[str, tuple[int, bool]]:
    """How far each sequence has counted, and whether that number was given out."""
    found = {}
    for name in sequences:
        cursor.execute(_text("SELECT last_value, is_called FROM {}.{}", schema, name))
        found[name] = cursor.fetchone()
    return found


def set_positions(cursor: CursorWrapper, schema: str, positions: Mapping[str, tuple[int, bool]]) -> None:
    """Let each sequence go on from where it was."""
    for name, (value, is_called) in positions.items():
        place = sql.Identifier(schema, name).as_string(cursor.connection)
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [place, value, is_called])


def drop_schema(cursor: CursorWrapper, schema: str, role: str) -> None:
    """Remove a schema with all that stands in it, and its role."""
    cursor.execute(_text("DROP SCHEMA {} CASCADE", schema))
    cursor.execute(_text("DROP ROLE {}", role))


def _copy(statement: str, schema: str, table: str, columns: tuple[str, ...]) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(statement).format(sql.Identifier(schema, table), listed)


def _text(statement: str, *names: str) -> str:
    connection = owner_connection().connection
    return sql.SQL(statement).format(*map(sql.Identifier, names)).as_string(connection)
