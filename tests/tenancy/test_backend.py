"""The database backend: positions, rollbacks, refusals, in each mode. The hammer stands in test_hammer.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from branding.published.models import BrandVersion
from feature_flags.models import Switch
from feature_flags.tickets.models import Ticket, TicketEvent
from portico_kernel.actor import Actor
from tenants.context import in_platform, in_tenant, reading_public
from tenants.errors import EnteringInsideTransaction, NoLenderEntered
from tenants.models import Lender, Site
from tests.database import LONG_AGO, SYSTEM, TwoLenders
from tests.tenancy.routes import routed, url_of


def where_am_i() -> tuple[str, str]:
    """The role and schema that PostgreSQL itself sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        role, schema = cursor.fetchone()
    return role, schema


@pytest.fixture(params=["straight", "set local", "set local behind a pooler"], autouse=True)
def way(lenders: TwoLenders, request: pytest.FixtureRequest) -> Iterator[str]:
    """Each test holds in each mode of the backend, and in SET LOCAL mode behind PgBouncer in transaction mode."""
    way: str = request.param
    if way == "straight":
        yield way
        return
    url = url_of("default") if way == "set local" else request.getfixturevalue("transaction_pooler")
    with routed(url, pooler="transaction"):
        yield way


@pytest.fixture
def committed(lenders: TwoLenders) -> Iterator[TwoLenders]:
    """Two lenders without a surrounding transaction; what is written is removed afterwards."""
    yield lenders
    for lender in (lenders.alder, lenders.birch):
        with in_tenant(lender):
            Switch.objects.all().delete()


def put_switch(section: str) -> None:
    Switch.objects.create(section=section, is_on=True, changed_at=LONG_AGO)


def test_a_query_outside_every_door_is_refused(lenders: TwoLenders) -> None:
    with pytest.raises(NoLenderEntered):
        Switch.objects.count()


def test_the_login_itself_can_read_nothing(lenders: TwoLenders) -> None:
    with (
        in_tenant(lenders.alder),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        cursor.execute(f"SET ROLE none; SELECT * FROM {lenders.alder.schema_name}.feature_flags_switch")
    connection.close()


def test_each_lender_is_entered_under_its_own_role_and_schema(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder):
        inside_alder = where_am_i()
        with in_tenant(lenders.birch):
            inside_birch = where_am_i()
        back = where_am_i()

    assert inside_alder == back == (lenders.alder.db_role, lenders.alder.schema_name)
    assert inside_birch == (lenders.birch.db_role, lenders.birch.schema_name)


def test_entering_another_lender_inside_a_transaction_is_refused(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder), transaction.atomic():
        with pytest.raises(EnteringInsideTransaction), in_tenant(lenders.birch):
            pass
        with in_tenant(lenders.alder):
            assert where_am_i()[1] == lenders.alder.schema_name


def test_after_a_rollback_the_position_is_sent_again(committed: TwoLenders) -> None:
    connection.close()
    with in_tenant(committed.alder):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            put_switch("payments")  # the position itself was sent inside this transaction
            _ = 1 / 0

        assert where_am_i() == (committed.alder.db_role, committed.alder.schema_name)
        assert Switch.objects.count() == 0


def test_after_a_savepoint_rollback_the_position_is_sent_again(committed: TwoLenders) -> None:
    with in_tenant(committed.birch):
        where_am_i()
    with in_tenant(committed.alder), transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            put_switch("payments")
            _ = 1 / 0
        put_switch("amortization")

    with in_tenant(committed.birch):
        assert list(Switch.objects.values_list("section", flat=True)) == []
    with in_tenant(committed.alder):
        assert list(Switch.objects.values_list("section", flat=True)) == ["amortization"]


def test_a_lender_cannot_read_the_other_lenders_rows_by_name(lenders: TwoLenders) -> None:
    with (
        in_tenant(lenders.alder),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        cursor.execute(f"SELECT count(*) FROM {lenders.birch.schema_name}.identity_user")
    connection.close()


def test_a_lender_sees_only_its_own_row_among_lenders(db: TwoLenders) -> None:
    with in_tenant(db.alder):
        assert [lender.slug for lender in Lender.objects.all()] == ["alder"]
    with in_platform(SYSTEM, "compare"):
        assert {"alder", "birch"} <= {lender.slug for lender in Lender.objects.all()}


def test_a_lender_has_no_right_on_a_public_table_that_its_schema_has_too(lenders: TwoLenders) -> None:
    both = (
        "FROM pg_class mine JOIN pg_class theirs USING (relname)"
        " WHERE mine.relnamespace = current_schema()::regnamespace AND mine.relkind = 'r'"
        " AND theirs.relnamespace = 'public'::regnamespace AND theirs.relkind = 'r'"
    )
    with in_tenant(lenders.alder), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {both}")
        in_both = cursor.fetchone()
        cursor.execute(
            f"SELECT relname {both} AND has_table_privilege(theirs.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        shadowing = cursor.fetchall()

    assert shadowing == []
    assert in_both[0] > 3


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET summary = 'x'", "DELETE FROM servicing_ledgerline"])
def test_a_lender_cannot_change_what_is_only_ever_added(db: TwoLenders, statement: str) -> None:
    with (
        in_tenant(db.alder),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        cursor.execute(statement)


def test_the_lookup_can_write_nothing(db: TwoLenders) -> None:
    with reading_public(), pytest.raises(DatabaseError, match="permission denied"):
        Lender.objects.update(name="x")


def test_the_platform_needs_a_reason(lenders: TwoLenders) -> None:
    with pytest.raises(ValueError, match="reason"), in_platform(Actor.system("x"), " "):
        pass


def test_a_lender_cannot_publish_on_another_lenders_site_or_speak_on_its_ticket(db: TwoLenders) -> None:
    with in_platform(SYSTEM, "set the stage"):
        site = Site.objects.get(lender_id=db.birch.id)
        ticket = Ticket.objects.create(
            lender_id=db.birch.id, section="payments", wants_on=False, message="x", opened_at=LONG_AGO, opened_by="x"
        )
    brand = BrandVersion(
        lender_id=db.alder.id,
        site_id=site.id,
        version=999,
        inputs={},
        words={},
        css_hash="0",
        css="",
        published_at=LONG_AGO,
        published_by="x",
    )
    said = TicketEvent(ticket_id=ticket.number, lender_id=db.alder.id, at=LONG_AGO, actor_label="x", text="x")

    for row in (brand, said):
        with in_tenant(db.alder), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)
