"""Foreign keys stay inside their schema: a schema can then be moved whole to another server, or be sharded."""

from __future__ import annotations

from django.db import connection

from tenants.context import in_tenant
from tests.database import TwoLenders

# Past the models: what PostgreSQL itself enforces.
FOREIGN_KEYS = """
    SELECT count(*), count(*) FILTER (WHERE theirs.relnamespace <> mine.relnamespace)
    FROM pg_constraint
    JOIN pg_class mine ON mine.oid = conrelid JOIN pg_class theirs ON theirs.oid = confrelid
    JOIN pg_namespace home ON home.oid = mine.relnamespace
    WHERE contype = 'f' AND home.nspname = %s
"""


def foreign_keys_of(lenders: TwoLenders, schema: str) -> tuple[int, int]:
    """How many foreign keys a schema's tables have, and how many of them point out of it."""
    with in_tenant(lenders.alder), connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [schema])
        here, leaving = cursor.fetchone()
    return here, leaving


def test_no_foreign_key_leaves_a_lenders_schema(lenders: TwoLenders) -> None:
    alder = foreign_keys_of(lenders, lenders.alder.schema_name)
    birch = foreign_keys_of(lenders, lenders.birch.schema_name)

    assert alder == birch == (alder[0], 0)
    assert alder[0] > 30


def test_no_foreign_key_leaves_the_public_schema(lenders: TwoLenders) -> None:
    public = foreign_keys_of(lenders, "public")

    assert public == (public[0], 0)
    assert public[0] > 5
