"""The suite's databases: one per worker, made as the owner, used as the app. Never a superuser's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from portico.databases import database_from_url
from portico.devstack.database import prepare_database
from portico_kernel.actor import Actor
from tenants.models import Lender
from tenants.provisioning import provision_lender

SYSTEM = Actor.system("tests")
LONG_AGO = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class TwoLenders:
    """Every test that could leak has both: alder is the lender at hand, birch is the other one."""

    alder: Lender
    birch: Lender


def point_settings_at(name: str, superuser_dsn: str) -> None:
    """Create the worker's empty database and let Django's two connections use it."""
    dsn = prepare_database(superuser_dsn, name, owner_password="owner", app_password="app", fresh=True)
    for alias, url in (("owner", dsn.owner_url), ("default", dsn.app_url)):
        fresh = database_from_url(url)
        settings.DATABASES[alias].update(fresh)
        connections[alias].settings_dict.update(fresh)
    settings.PORTICO_ROLE_PREFIX = name
    settings.PORTICO_APP_ROLE = f"{name}_app"


def make_lenders(*, keep: int = 5) -> TwoLenders:
    """Migrate, make ``keep`` schemas, and give two of them to the lenders of the suite."""
    call_command("migrate", verbosity=0, keep=keep)
    made = [
        provision_lender(
            slug=slug,
            name=f"{slug.title()} Finance",
            hosts=[f"{slug}.testserver"],
            time_zone=zone,
            actor=SYSTEM,
            now=LONG_AGO,
        )
        for slug, zone in (("alder", "America/New_York"), ("birch", "America/Los_Angeles"))
    ]
    return TwoLenders(*made)


def superuser_dsn() -> str:
    """The suite's PostgreSQL: the one that PORTICO_TEST_SERVER names, else ours, started if need be."""
    named = os.environ.get("PORTICO_TEST_SERVER")
    if named:
        return named
    from portico.devstack.postgres import ensure_test_postgres  # noqa: PLC0415  # slow

    return ensure_test_postgres(settings.PORTICO_VAR.parent / "test-pg")
