"""Two clicks at once on "Ask support": one ticket, and a sentence for the other."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from feature_flags.tickets.models import Ticket
from feature_flags.tickets.operations import open_ticket
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import TwoLenders
from tests.eft.conftest import empty
from tests.feature_flags.test_tickets import SAM
from tests.payments.stage import at_once


@pytest.fixture
def committed(lenders: TwoLenders) -> Iterator[TwoLenders]:
    """The lenders, whose tickets other connections see; emptied afterwards."""
    try:
        yield lenders
    finally:
        empty(lenders)
        forget_tickets()


def forget_tickets() -> None:
    """Empty the platform's tables of tickets, as the owner."""
    owner = connections["owner"].settings_dict
    with psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"], dbname=owner["NAME"]
    ) as connection:
        connection.execute("TRUNCATE tickets_ticket, tickets_ticketevent, tickets_switchintent")


def test_of_many_clicks_at_once_one_opens_a_ticket(committed: TwoLenders) -> None:
    alder = committed.alder

    def click() -> Ticket:
        return open_ticket(
            lender_id=alder.id,
            section="payments",
            wants_on=False,
            message="We only take cheques.",
            opener_email="sam@alder.test",
            actor=SAM,
            now=NOW,
        )

    results = at_once(alder, *[click for _ in range(4)])

    named = sorted(type(result).__name__ for result in results)
    assert named == ["Ticket", "TicketAlreadyOpen", "TicketAlreadyOpen", "TicketAlreadyOpen"]
    with in_tenant(alder):
        assert Ticket.objects.count() == 1


def test_two_lenders_ask_about_the_same_section_side_by_side(db: TwoLenders) -> None:
    for lender in (db.alder, db.birch):
        with in_tenant(lender):
            open_ticket(
                lender_id=lender.id,
                section="payments",
                wants_on=False,
                message="",
                opener_email="",
                actor=SAM,
                now=NOW,
            )
            assert Ticket.objects.count() == 1
