"""Statements whose plans the server keeps: each lender's own, right after every change of place and of tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from portal_api.identity.models import User
from portico_kernel.compiled import CompiledQuery
from tenants.backend.pool import close_idle_connections
from tenants.context import in_tenant
from tenants.migrating import owner_connection
from tenants.models import Lender
from tests.cast import borrower
from tests.database import TwoLenders


def _named(email: str) -> QuerySet[User]:
    return User.objects.filter(email=email)


NAMED = CompiledQuery(_named, email=str)


@pytest.fixture
def marked(lenders: TwoLenders) -> Iterator[TwoLenders]:
    """One committed user for each lender, named after it, on connections that have planned nothing yet."""
    connection.close()
    close_idle_connections()
    for lender in (lenders.alder, lenders.birch):
        with in_tenant(lender):
            borrower("planned@example.test", lender.slug)
    yield lenders
    for lender in (lenders.alder, lenders.birch):
        with in_tenant(lender):
            User.objects.filter(email="planned@example.test").delete()


def seen() -> list[str]:
    return [user.name for user in NAMED.all(email="planned@example.test")]


def plans() -> list[str]:
    """What the server holds prepared for the lender that is entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%identity_user%"])
        return [statement.rpartition("/* ")[2] for (statement,) in cursor.fetchall()]


def test_each_lender_has_a_plan_of_its_own_and_sees_its_own_rows(marked: TwoLenders) -> None:
    visits = []
    for lender in (marked.alder, marked.birch) * 4:
        with in_tenant(lender):
            visits.append(seen())
    with in_tenant(marked.alder):
        kept = plans()

    assert visits == [["alder"], ["birch"]] * 4
    assert sorted(kept) == sorted(f"{lender.schema_name} */" for lender in (marked.alder, marked.birch))


def test_a_plan_is_of_no_use_to_another_lender(marked: TwoLenders) -> None:
    """PostgreSQL looks where it stands before it uses a plan, whatever the plan was made for."""
    with in_tenant(marked.alder):
        for _ in range(3):
            seen()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_prepared_statements WHERE statement LIKE %s", ["%identity_user%"])
            (prepared,) = cursor.fetchone()
    with in_tenant(marked.birch), connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {prepared}('planned@example.test')")
        names = [name for row in cursor.fetchall() for name in row if name in {"alder", "birch"}]

    assert names == ["birch"]


def test_a_rollback_takes_a_plan_to_no_other_lender(marked: TwoLenders) -> None:
    visits = []
    for lender in (marked.alder, marked.birch) * 3:
        with in_tenant(lender):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                seen()
                _ = 1 / 0
            visits.append(seen())

    assert visits == [["alder"], ["birch"]] * 3


def test_a_plan_whose_columns_have_changed_is_made_anew(marked: TwoLenders) -> None:
    with in_tenant(marked.alder):
        for _ in range(3):
            seen()
    _retype(marked.alder, "text")
    try:
        with in_tenant(marked.alder):
            found = seen()
    finally:
        _retype(marked.alder, "varchar(160)")

    assert found == ["alder"]


def _retype(lender: Lender, kind: str) -> None:
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {lender.schema_name}.identity_user ALTER COLUMN name TYPE {kind}")
