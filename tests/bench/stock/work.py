"""Commands of stock's side: schemas made by stock itself, and others made fast for stock to migrate."""

from __future__ import annotations

import secrets
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # django.setup() comes first
from django.db import connection  # noqa: E402
from psycopg import sql  # noqa: E402

from portico_kernel.clock import read_clock  # noqa: E402
from tenants.grants import written_for  # noqa: E402
from tenants.models import Lender  # noqa: E402
from tests.bench.worker import answer_questions  # noqa: E402


def prepare() -> None:
    """Make the tables of the public schema."""
    call_command("migrate_schemas", shared=True, verbosity=0)


def time_creates(count: int) -> list[float]:
    """Seconds that stock takes to create each of some schemas with all tables (TenantMixin.create_schema)."""
    found = []
    for _ in range(count):
        lender = _lender()
        began = time.perf_counter()
        lender.create_schema(check_if_exists=True, verbosity=0)
        found.append(time.perf_counter() - began)
        connection.set_schema_to_public()  # type: ignore[attr-defined]  # django-tenants ships no types
    return found


def copy_schemas(count: int, script: str) -> int:
    """Make schemas by the product's script, with stock's own notes of what is applied; returns how many there are."""
    first = Lender.objects.order_by("created_at").first()
    assert first is not None
    for _ in range(count):
        lender = _lender()
        names = {"schema": sql.Identifier(lender.schema_name), "first": sql.Identifier(first.schema_name)}
        notes = (
            "DELETE FROM django_migrations; INSERT INTO django_migrations (app, name, applied)"
            " SELECT app, name, applied FROM {first}.django_migrations ORDER BY id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA {schema}; SET search_path TO {schema}").format(**names).as_string())
            cursor.execute(written_for(script, schema=lender.schema_name, role=connection.settings_dict["USER"]))
            cursor.execute(sql.SQL(notes).format(**names).as_string())
        connection.set_schema_to_public()  # type: ignore[attr-defined]  # django-tenants ships no types
    return Lender.objects.count()


def _lender() -> Lender:
    name = f"t_{secrets.token_hex(6)}"
    return Lender.objects.create(
        slug=name.replace("_", "-"), name=name, schema_name=name, db_role=name, created_at=read_clock()
    )


if __name__ == "__main__":
    answer_questions({"prepare": prepare, "time_creates": time_creates, "copy_schemas": copy_schemas})
