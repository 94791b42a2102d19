"""One deployment for all fault tests: small, its own, and broken again and again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portico.devstack.database import prepare_database
from portico.devstack.places import forget_data
from tests.faults.deployment import DATABASE, Deployment, RestartablePostgres


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """PostgreSQL of its own with both lenders, their people, payments on, and Ada signed in."""
    folder = tmp_path_factory.mktemp("faults")
    postgres = RestartablePostgres(folder / "postgres")
    try:
        logins = prepare_database(postgres.server.superuser_dsn, DATABASE, "owner", "app")
        made = Deployment(postgres, logins, folder)
        made.fill()
        yield made
    finally:
        postgres.stop()
        forget_data(folder / "postgres")
