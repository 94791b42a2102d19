"""One migration of the fleet at a time, and no schema made from a script that is being replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tenants.migrating import owner_connection

from .errors import MigrationUnderWay

# A number of our own among a database's advisory locks: "portico" in letters of the keypad.
KEY = 7678426


@contextmanager
def the_only_migration() -> Iterator[None]:
    """Hold the fleet for a migration; raises MigrationUnderWay where another session does.

    The lock is the session's: it ends with the process, however that ends.
    """
    if not _asked("pg_try_advisory_lock"):
        raise MigrationUnderWay()
    try:
        yield
    finally:
        owner = owner_connection()
        if owner.connection is not None and not owner.connection.closed:
            _asked("pg_advisory_unlock")


@contextmanager
def no_migration_meanwhile() -> Iterator[None]:
    """Keep migrations out until the owner's transaction ends; raises MigrationUnderWay where one runs.

    The session that migrates may make schemas itself.
    """
    if not _asked("pg_try_advisory_xact_lock_shared"):
        raise MigrationUnderWay()
    yield


def _asked(function: str) -> bool:
    with owner_connection().cursor() as cursor:
        cursor.execute(f"SELECT {function}({KEY})")
        (answer,) = cursor.fetchone()
    return bool(answer)
