"""Breaking a fleet on purpose, as its owner, and mending it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tenants.migrating import owner_connection


def as_owner(*statements: str) -> None:
    """Run statements as the owner; each is committed."""
    owner_connection().set_schema_to_public()
    with owner_connection().cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def broken(by: str, mended_by: str) -> Iterator[None]:
    """The fleet after one statement, for the length of the block; another one then undoes it."""
    as_owner(by)
    try:
        yield
    finally:
        as_owner(mended_by)
