"""A schema's shape: all that PostgreSQL knows about it, as lines that can be compared with another schema's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, cast

from django.db import connections
from psycopg import sql

from tenants.backend.base import DatabaseWrapper
from tenants.positions import prefixed

from .catalog import HERE, LINES
from .fingerprint import lenders_app_labels

# So many schemas are asked about in one question.
AT_ONCE = 100
# A backend remembers every table that it described, some 0.4 MB a schema: it is replaced after so many questions.
QUESTIONS_OF_A_CONNECTION = 2

IN_ORDER = """
SELECT line FROM lines ORDER BY line COLLATE "C" """
IN_SHORT = """
SELECT schema, encode(sha256(convert_to(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), 'UTF8')), 'hex')
FROM lines GROUP BY schema"""

Part = Sequence[str]
Watch = Callable[[Sequence[Part]], Iterable[Part]]


@contextmanager
def looking() -> Iterator[DatabaseWrapper]:
    """A connection of the owner's for the length of the block, which can change nothing.

    One of its own: the owner's usual connection may hold locks, or stand in a transaction.
    """
    with closing(cast(DatabaseWrapper, connections.create_connection("owner"))) as connection:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            # Only the catalog on the path: then PostgreSQL names every other schema that it speaks of.
            cursor.execute("SET search_path = pg_catalog")
            cursor.execute("SET default_transaction_read_only = on")
            cursor.execute("SET jit = off")
        yield connection


def rows_of(connection: DatabaseWrapper, question: str, **values: Any) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def shapes(schemas: Sequence[str], *, watch: Watch = iter) -> dict[str, str]:
    """A digest of each schema's shape; two are equal where the schemas are. Schemas that are not there are left out.

    ``watch`` is handed the parts of the work and yields them on, so that a person can see how far it is.
    """
    parts = [schemas[start : start + AT_ONCE] for start in range(0, len(schemas), AT_ONCE)]
    digests: dict[str, str] = {}
    waiting = iter(watch(parts))
    for part in waiting:
        with looking() as connection:
            digests |= _digests(connection, part)
            for _, another in zip(range(QUESTIONS_OF_A_CONNECTION - 1), waiting, strict=False):
                digests |= _digests(connection, another)
    return digests


def shape_of(schema: str) -> list[str]:
    """The lines of one schema's shape, sorted; none names the schema or its role."""
    with looking() as connection:
        question, values = _lines_of(connection, [schema])
        return [line for (line,) in rows_of(connection, question + IN_ORDER, **values)]


def difference(schema: str, template: str) -> list[str]:
    """What a schema lacks of the template and what it has beyond it, a line each. Equal schemas have none."""
    here, there = Counter(shape_of(schema)), Counter(shape_of(template))
    missing = [f"missing: {line}" for line in (there - here).elements()]
    return [*missing, *(f"too much: {line}" for line in (here - there).elements())]


def _digests(connection: DatabaseWrapper, schemas: Part) -> dict[str, str]:
    question, values = _lines_of(connection, schemas)
    return {str(schema): str(shape) for schema, shape in rows_of(connection, question + IN_SHORT, **values)}


def _lines_of(connection: DatabaseWrapper, schemas: Part) -> tuple[str, dict[str, Any]]:
    """The beginning of a question that may go on with ``lines (schema, line)``, and its values."""
    union = " UNION ALL ".join([*LINES, *_migrations(connection, schemas)])
    labels = sorted(lenders_app_labels())
    values = {"schemas": list(schemas), "role_prefix": prefixed(""), "labels": labels}
    return f"{HERE}, lines (schema, line) AS ({union})", values


def _migrations(connection: DatabaseWrapper, schemas: Part) -> list[str]:
    """A SELECT for each schema that has a table of migrations.

    Of lenders' apps only: schemas that were made before the fleet's tools hold rows of public's, too.
    """
    question = """
        SELECT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid
        WHERE relname = 'django_migrations' AND nspname = ANY(%(schemas)s)"""
    one = sql.SQL(
        "SELECT {name}, 'migration ' || app || '.' || name FROM {schema}.django_migrations WHERE app = ANY(%(labels)s)"
    )
    found = [schema.replace("%", "%%") for (schema,) in rows_of(connection, question, schemas=list(schemas))]
    return [one.format(name=sql.Literal(schema), schema=sql.Identifier(schema)).as_string() for schema in found]
