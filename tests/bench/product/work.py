"""Commands of the product's side. Started by ``tests.bench.worker`` with the owner's login."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # django.setup() comes first
from django.db import connection, transaction  # noqa: E402

from portal_api.accounts.models import Account  # noqa: E402
from portico_kernel.actor import Actor  # noqa: E402
from portico_kernel.clock import read_clock  # noqa: E402
from tenants.backup.taking import back_up  # noqa: E402
from tenants.context import in_platform, in_tenant  # noqa: E402
from tenants.fleet.scripts import make_schema  # noqa: E402
from tenants.fleet.spares import fill_pool  # noqa: E402
from tenants.migrating import owner_connection  # noqa: E402
from tenants.models import Lender, SchemaScript  # noqa: E402
from tenants.provisioning import provision_lender  # noqa: E402
from tenants.states import SchemaState  # noqa: E402
from tests.bench.inside import profile_work  # noqa: E402
from tests.bench.product.people import fill_first, fill_like  # noqa: E402
from tests.bench.stage import BASE_HOST  # noqa: E402
from tests.bench.worker import answer_questions  # noqa: E402

ACTOR = Actor.system("make bench")
# What a lender is held against: one row of one table, in a transaction of its own.
BARE_TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, name text NOT NULL)"
BARE_RIGHTS = "GRANT INSERT ON bench_bare TO PUBLIC; GRANT USAGE ON SEQUENCE bench_bare_id_seq TO PUBLIC"
BARE_INSERT = "INSERT INTO bench_bare (name) VALUES (%s)"


def prepare() -> None:
    """Make the tables of the public schema and the bare one."""
    call_command("migrate", verbosity=0)
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute(BARE_TABLE)
        cursor.execute(BARE_RIGHTS)


def add_lenders(count: int) -> list[str]:
    """Make some lenders with the same people at each; return their hosts."""
    known = _lenders()
    fill_pool(want=count, now=read_clock())
    made = [_provision(len(known) + number) for number in range(1, count + 1)]
    first = known[0] if known else made[0]
    if not known:
        fill_first(first, now=read_clock())
    fill_like(first, [lender.schema_name for lender in made if lender is not first])
    return [f"{lender.slug}.{BASE_HOST}" for lender in made]


def describe() -> dict[str, Any]:
    """What the yardsticks must know of the first lender: where it stands and one of its accounts."""
    lender = _lenders()[0]
    with in_tenant(lender):
        account = Account.objects.order_by("number")[0]
    return {"schema": lender.schema_name, "role": lender.db_role, "slug": lender.slug, "account": str(account.id)}


def time_lenders(count: int) -> list[float]:
    """Seconds that each of some new lenders takes from the pool: rows, host, audit and epoch, committed."""
    start = len(_lenders())
    fill_pool(want=count, now=read_clock())
    return [_seconds(partial(_provision, start + number)) for number in range(1, count + 1)]


def time_inserts(count: int) -> list[float]:
    """Seconds that each of some bare INSERTs takes, in a transaction of its own, over the same connection."""

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE_INSERT, ["a name"])

    with in_platform(ACTOR, "measure a bare INSERT"):
        return [_seconds(insert) for _ in range(count)]


def time_schemas(count: int) -> list[float]:
    """Seconds that each of some schemas takes that are made cold: role, memberships, tables and rights."""
    return [_seconds(partial(make_schema, state=SchemaState.SPARE, now=read_clock())) for _ in range(count)]


def script() -> str:
    """The SQL that makes a lender's tables, for whoever needs the same ones."""
    owner_connection().set_schema_to_public()
    return SchemaScript.objects.using("owner").latest("made_at").sql


def profile_lenders(count: int) -> list[str]:
    """Where the time of a new lender goes."""
    start = len(_lenders())
    fill_pool(want=count + 1, now=read_clock())
    numbers = iter(range(start + 1, start + count + 2))
    return profile_work(lambda: _provision(next(numbers)), count)


def profile_schemas(count: int) -> list[str]:
    """Where the time of a schema goes that is made cold."""
    return profile_work(lambda: make_schema(state=SchemaState.SPARE, now=read_clock()), count, alias="owner")


def time_backups(count: int) -> list[float]:
    """Seconds that each of some lenders' backups takes."""
    return [_seconds(partial(_back_up, number)) for number in range(count)]


def profile_backups(count: int) -> list[str]:
    """Where the time of a backup goes."""
    return profile_work(partial(_back_up, 0), count, alias="owner")


def _back_up(number: int) -> None:
    lenders = _lenders()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "backup"
        back_up(lender=lenders[number % len(lenders)], target=target, actor=ACTOR, now=read_clock())


def _provision(number: int) -> Lender:
    slug = f"lender-{number:05d}"
    return provision_lender(
        slug=slug,
        name=f"Lender {number}",
        hosts=[f"{slug}.{BASE_HOST}"],
        time_zone="America/New_York",
        actor=ACTOR,
        now=read_clock(),
    )


def _lenders() -> list[Lender]:
    with in_platform(ACTOR, "look at the lenders"):
        return list(Lender.objects.order_by("slug"))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


COMMANDS: dict[str, Callable[..., Any]] = {
    "prepare": prepare,
    "add_lenders": add_lenders,
    "describe": describe,
    "time_lenders": time_lenders,
    "time_inserts": time_inserts,
    "time_schemas": time_schemas,
    "time_backups": time_backups,
    "script": script,
    "profile_lenders": profile_lenders,
    "profile_schemas": profile_schemas,
    "profile_backups": profile_backups,
}

if __name__ == "__main__":
    answer_questions(COMMANDS)
