"""A fleet of each test's own: two lenders, two spare schemas and the template, in a copied database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from portico.databases import database_from_url
from tenants.backend.pool import close_idle_connections
from tenants.snapshot import forget_snapshots
from tests.database import TwoLenders, make_lenders, point_settings_at, superuser_dsn

# Not beginning with the name of the worker's own database: that one's roles go by this beginning.
BASE = f"portico_fleet_{os.environ.get('PYTEST_XDIST_WORKER', 'main').lower()}"
COPY = f"{BASE}_now"


@pytest.fixture(scope="session")
def base_fleet() -> Iterator[TwoLenders]:
    """The fleet that copies are made of; the suite's own database is not touched."""
    with _settings_as_they_were():
        _drop(COPY)
        point_settings_at(BASE, superuser_dsn())
        made = make_lenders(keep=4)
        _close()
    yield made
    _drop(BASE)


@pytest.fixture
def fleet(base_fleet: TwoLenders) -> Iterator[TwoLenders]:
    """A fresh copy, gone when the test ends. Roles are the cluster's, so it shares those of its base."""
    _drop(COPY)
    _as_superuser(f"CREATE DATABASE {COPY} TEMPLATE {BASE} OWNER {BASE}_owner")
    # A copy has none of the rights on its original.
    _as_superuser(f"REVOKE ALL ON DATABASE {COPY} FROM PUBLIC; GRANT CONNECT ON DATABASE {COPY} TO {BASE}_app")
    with _settings_as_they_were():
        for alias, login in (("owner", "owner"), ("default", "app")):
            address = urlsplit(superuser_dsn())._replace(path=f"/{COPY}")
            place = address.netloc.rsplit("@", 1)[-1]
            url = address._replace(netloc=f"{BASE}_{login}:{login}@{place}").geturl()
            settings.DATABASES[alias].update(database_from_url(url))
            connections[alias].settings_dict.update(database_from_url(url))
        settings.PORTICO_ROLE_PREFIX, settings.PORTICO_APP_ROLE = BASE, f"{BASE}_app"
        yield base_fleet
    _drop(COPY)


@contextmanager
def _settings_as_they_were() -> Iterator[None]:
    """What the block does to the settings of databases is undone at its end, and no connection outlives it."""
    _close()
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    names = settings.PORTICO_ROLE_PREFIX, settings.PORTICO_APP_ROLE
    forget_snapshots()
    try:
        yield
    finally:
        _close()
        for alias, was in before.items():
            settings.DATABASES[alias].update(was)
            connections[alias].settings_dict.update(was)
        settings.PORTICO_ROLE_PREFIX, settings.PORTICO_APP_ROLE = names
        forget_snapshots()


def _close() -> None:
    for wrapper in connections.all():
        wrapper.close()
    close_idle_connections()


def _drop(name: str) -> None:
    _as_superuser(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _as_superuser(statement: LiteralString) -> None:
    with psycopg.connect(superuser_dsn(), autocommit=True) as connection:
        connection.execute(statement)
