"""Bank files are stored under a folder of the test's own; races need rows that other connections can see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tenants.context import in_platform
from tenants.epoch import initial_parts, raise_epoch_of
from tests.cast import Cast, assemble
from tests.database import SYSTEM, TwoLenders


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Objects and the master key of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)
    return tmp_path


@pytest.fixture
def committed(lenders: TwoLenders) -> Iterator[Cast]:
    """The cast, committed; every table of both lenders is emptied afterwards."""
    cast = assemble(lenders)
    yield cast
    empty(lenders)


def empty(lenders: TwoLenders) -> None:
    """Forget everything but the lenders themselves, as the owner: lenders' roles may not."""
    owner = connections["owner"].settings_dict
    with psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"], dbname=owner["NAME"]
    ) as connection:
        schemas = [lenders.alder.schema_name, lenders.birch.schema_name]
        rows = connection.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE (schemaname = ANY(%s) AND tablename <> 'django_migrations')"
            " OR (schemaname = 'public' AND tablename IN ('outbox_outboxentry', 'eft_register_registeredfile'))",
            [schemas],
        ).fetchall()
        connection.execute(f"TRUNCATE {', '.join(name for (name,) in rows)}".encode())
    with in_platform(SYSTEM, "publish that nothing is turned"):
        for lender in (lenders.alder, lenders.birch):
            raise_epoch_of(lender.id, parts=initial_parts())
