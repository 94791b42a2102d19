"""SET LOCAL mode behind a pooler: nothing stays on the server, and every way to ask finds its lender."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import NotSupportedError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from feature_flags.models import Switch
from portal_api.identity.models import AuthToken, User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token
from portico_kernel.clock import read_clock
from tenants.context import in_tenant
from tenants.errors import NoLenderEntered
from tenants.hooks import expect_live_connections
from tests.cast import borrower
from tests.database import LONG_AGO, TwoLenders
from tests.tenancy.routes import routed, url_of

STATE = "SELECT current_user, current_setting('search_path'), current_setting('TimeZone')"
PEOPLE = ("Ana", "Bo", "Cy")


@pytest.fixture
def behind(lenders: TwoLenders, transaction_pooler: str) -> Iterator[TwoLenders]:
    """The two lenders by way of the pooler, each with three committed people, named after it."""
    with routed(transaction_pooler, pooler="transaction"):
        for lender in (lenders.alder, lenders.birch):
            with in_tenant(lender):
                for name in PEOPLE:
                    borrower(f"{name}@pooled.test", f"{name} of {lender.slug}")
        yield lenders
        for lender in (lenders.alder, lenders.birch):
            with in_tenant(lender):
                AuthToken.objects.filter(user__email__endswith="@pooled.test").delete()
                User.objects.filter(email__endswith="@pooled.test").delete()
                Switch.objects.all().delete()


@pytest.fixture
def straight(lenders: TwoLenders) -> str:
    """The app's address without the pooler."""
    return url_of("default")


def people(slug: str) -> list[str]:
    return [f"{name} of {slug}" for name in PEOPLE]


def pooled_people() -> list[str]:
    return list(User.objects.filter(email__endswith="@pooled.test").order_by("name").values_list("name", flat=True))


def servers_that_see(url: str) -> list[tuple[str, ...]]:
    """What both of the pooler's servers hold for their next client."""
    with psycopg.connect(url) as one, psycopg.connect(url) as other:
        return [row for client in (one, other) for row in client.execute(STATE).fetchall()]


def test_nothing_stays_on_the_server(straight: str, behind: TwoLenders, transaction_pooler: str) -> None:
    with psycopg.connect(straight) as fresh:
        expected = fresh.execute(STATE).fetchall()

    for lender in (behind.alder, behind.birch):
        with in_tenant(lender):
            pooled_people()
            with transaction.atomic():
                pooled_people()
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                pooled_people()
                _ = 1 / 0

    assert servers_that_see(transaction_pooler) == expected * 2


def test_a_statement_costs_no_round_trip_for_its_position(behind: TwoLenders) -> None:
    with in_tenant(behind.alder), CaptureQueriesContext(connection) as alone:
        pooled_people()
    with in_tenant(behind.alder), CaptureQueriesContext(connection) as together, transaction.atomic():
        pooled_people()
        pooled_people()

    # Django notes a BEGIN when atomic() is entered; what is sent comes with the first statement.
    assert [words(q["sql"]) for q in alone.captured_queries] == ["SELECT set_config"]
    assert [words(q["sql"]) for q in together.captured_queries] == [
        "BEGIN",
        "BEGIN; SELECT set_config",
        "SELECT",
        "COMMIT",
    ]


def words(statement: str) -> str:
    """How a message begins: as far as the position's call, else its first word."""
    before, call, _ = statement.partition("set_config")
    return before + call if call else statement.split()[0]


def test_one_cursor_stands_right_in_each_of_its_statements(behind: TwoLenders) -> None:
    with in_tenant(behind.alder), connection.cursor() as cursor:
        schemas = []
        for _ in range(3):
            cursor.execute("SELECT current_schema(), %s", ["100%"])
            schemas.append(cursor.fetchone())
        table = sql.Identifier("identity_user")
        cursor.execute(sql.SQL("SELECT name FROM {} WHERE email LIKE '%@pooled.test'").format(table))
        names = sorted(row[0] for row in cursor.fetchall())

    assert schemas == [(behind.alder.schema_name, "100%")] * 3
    assert names == people("alder")


def test_a_cursor_that_is_kept_is_of_no_use_outside(behind: TwoLenders) -> None:
    with in_tenant(behind.alder):
        cursor = connection.cursor()
        cursor.execute("SELECT 1")

    with pytest.raises(NoLenderEntered):
        cursor.execute("SELECT current_schema()")


def test_rows_that_are_read_in_pieces_come_from_one_lender(behind: TwoLenders) -> None:
    with in_tenant(behind.alder):
        pieces = User.objects.filter(email__endswith="@pooled.test").order_by("name").iterator(chunk_size=1)
        seen = []
        for user in pieces:
            seen.append(user.name)
            with in_tenant(behind.birch):
                assert pooled_people() == people("birch")

    assert seen == people("alder")


def test_a_cursor_on_the_server_is_refused(behind: TwoLenders) -> None:
    with in_tenant(behind.alder), pytest.raises(NotSupportedError, match="outlives"):
        connection.chunked_cursor()


def test_many_statements_at_once_and_a_copy_go_to_the_lender(behind: TwoLenders) -> None:
    columns = "feature_flags_switch (id, section, is_on, changed_at)"
    insert = f"INSERT INTO {columns} VALUES (gen_random_uuid(), %s, true, %s)"
    with in_tenant(behind.alder):
        with connection.cursor() as cursor:
            cursor.executemany(insert, [("one", LONG_AGO), ("two", LONG_AGO)])
            assert cursor.rowcount == 2
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            cursor.copy(f"COPY {columns} FROM STDIN") as copy,
        ):
            copy.write_row((uuid.uuid4(), "three", True, LONG_AGO))
        sections = sorted(Switch.objects.values_list("section", flat=True))

    assert sections == ["one", "three", "two"]
    with in_tenant(behind.birch):
        assert Switch.objects.count() == 0


def test_the_times_are_read_alike_where_the_server_lives_elsewhere(straight: str, behind: TwoLenders) -> None:
    with psycopg.connect(straight, autocommit=True) as myself:
        myself.execute("ALTER ROLE CURRENT_USER SET TimeZone = 'Asia/Tokyo'")
    try:
        with routed(straight, pooler="transaction"), in_tenant(behind.alder), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('TimeZone')")
            assert cursor.fetchone() == ("UTC",)
    finally:
        with psycopg.connect(straight, autocommit=True) as myself:
            myself.execute("ALTER ROLE CURRENT_USER RESET TimeZone")


def test_a_connection_that_was_cut_is_replaced_when_the_next_request_begins(straight: str, behind: TwoLenders) -> None:
    with routed(straight, pooler="transaction"):
        with in_tenant(behind.alder):
            assert pooled_people() == people("alder")
        with psycopg.connect(straight, autocommit=True) as rival:
            rival.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        expect_live_connections()
        with in_tenant(behind.birch), transaction.atomic():
            assert pooled_people() == people("birch")


def test_requests_of_two_lenders_are_answered_by_the_whole_stack(behind: TwoLenders) -> None:
    browsers = {}
    for lender in (behind.alder, behind.birch):
        with in_tenant(lender):
            user = User.objects.get(email=f"{PEOPLE[0]}@pooled.test")
            secret = issue_token(user=user, audience=Audience.PORTAL, address="", browser="", now=read_clock())
        browsers[lender.slug] = Client(headers={"host": f"{lender.slug}.testserver"})
        browsers[lender.slug].cookies["portico_portal"] = secret

    answers = [(slug, browsers[slug].get("/api/v1/bootstrap")) for _ in range(5) for slug in ("alder", "birch")]

    assert [(slug, answer.status_code, answer.json()["viewer"]["name"]) for slug, answer in answers] == [
        ("alder", 200, "Ana of alder"),
        ("birch", 200, "Ana of birch"),
    ] * 5
