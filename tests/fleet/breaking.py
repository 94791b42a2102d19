"""Breaking a fleet on purpose, as its owner, and mending it again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tenants.migrating import owner_connection
from tests.database import TwoLenders, make_lenders, point_settings_at, superuser_dsn
from tests.fleet.conftest import _settings_as_they_were

DATABASE = f"portico_broken_{os.environ.get('PYTEST_XDIST_WORKER', 'main').lower()}"


@contextmanager
def fleet_to_break() -> Iterator[TwoLenders]:
    """A fleet in which nothing is wrong, for the length of the block.

    Of its own: what other tests leave in the suite's database, a lender without a host say, would be found, too.
    """
    with _settings_as_they_were():
        point_settings_at(DATABASE, superuser_dsn())
        yield make_lenders()


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
