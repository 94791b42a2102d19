"""The two doors themselves: who is inside, who is not, and that leaving always leads back."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from contextvars import copy_context

import pytest
from django.db import DatabaseError, connection

from feature_flags.models import Switch
from portal_api.identity.models import User
from tenants.context import current_lender, in_platform, in_tenant, reading_public
from tenants.errors import NoLenderEntered
from tests.database import SYSTEM, TwoLenders


def inside() -> str:
    """The slug of the lender that this code runs inside of, empty outside of any."""
    try:
        return current_lender().slug
    except NoLenderEntered:
        return ""


def schema() -> str:
    """The schema that PostgreSQL itself looks into."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (name,) = cursor.fetchone()
    return str(name)


def test_leaving_by_an_error_leads_back_to_where_one_was(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder):
        with pytest.raises(ZeroDivisionError), in_tenant(lenders.birch):
            _ = 1 / 0

        assert (inside(), schema()) == ("alder", lenders.alder.schema_name)
    assert inside() == ""
    with pytest.raises(NoLenderEntered):
        Switch.objects.count()


def test_an_error_of_the_database_leads_back_as_well(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder):
        with (
            pytest.raises(DatabaseError),
            in_tenant(lenders.birch),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")

        assert (inside(), schema()) == ("alder", lenders.alder.schema_name)


def test_the_platform_is_no_lender_even_from_inside_one(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder):
        with in_platform(SYSTEM, "look around"):
            seen = (inside(), schema())

        assert seen == ("", "public")
        assert inside() == "alder"


def test_a_thread_that_is_started_inside_a_lender_is_inside_none(lenders: TwoLenders) -> None:
    answers: list[object] = []

    def look() -> None:
        try:
            answers.append(inside())
            answers.append(User.objects.count())
        except NoLenderEntered as error:
            answers.append(type(error))
        finally:
            connection.close()

    with in_tenant(lenders.alder):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert answers == ["", NoLenderEntered]


def test_a_thread_that_inherits_the_name_of_a_lender_still_gets_no_rows(lenders: TwoLenders) -> None:
    """A copied context says "alder", but the thread's own connection stands nowhere: it refuses."""
    answers: list[object] = []

    def look() -> None:
        try:
            answers.append(inside())
            answers.append(User.objects.count())
        except NoLenderEntered as error:
            answers.append(type(error))
        finally:
            connection.close()

    with in_tenant(lenders.alder):
        thread = threading.Thread(target=copy_context().run, args=(look,))
        thread.start()
        thread.join()

    assert answers == ["alder", NoLenderEntered]


def test_a_query_made_inside_and_read_outside_is_refused(lenders: TwoLenders) -> None:
    with in_tenant(lenders.alder):
        lazy = User.objects.filter(email="ada@example.com")

    with pytest.raises(NoLenderEntered):
        list(lazy)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_the_platform_is_not_entered_without_a_reason(lenders: TwoLenders, reason: str) -> None:
    with pytest.raises(ValueError, match="reason"), in_platform(SYSTEM, reason):
        pass

    assert inside() == ""


def test_looking_up_hosts_is_a_door_that_makes_nobody_a_lender(lenders: TwoLenders) -> None:
    door: AbstractContextManager[None] = reading_public()
    with door:
        seen = inside()

    assert seen == ""
    with pytest.raises(NoLenderEntered):
        connection.cursor()
