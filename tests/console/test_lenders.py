"""Support's list of lenders, at three and at a thousand, and the page of one of them."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.context import in_platform
from tenants.models import Configuration, Lender, LenderSchema
from tenants.states import SchemaState
from tests.cast import NOW
from tests.console.browsing import text_of
from tests.console.conftest import Desks
from tests.console.making import listed
from tests.database import LONG_AGO, SYSTEM
from tests.statements import without_positions

# Token with login, tickets that wait, how many match, the page, its hosts, spare places.
STATEMENTS = 6


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_however_many_lenders_there_are(desks: Desks, rows: int) -> None:
    for number in range(rows):
        listed(f"oak{number}", f"Oak {number} Loans")
    desks.support.get("/lenders/?words=Oak")

    with in_platform(SYSTEM, "count"), CaptureQueriesContext(connection) as queries:
        said = text_of(desks.support.get("/lenders/?words=Oak"))

    assert said.count("Payments: on, but not ready") == rows
    assert len(without_positions(queries)) == STATEMENTS


def test_fifty_lenders_stand_on_a_page_and_the_rest_on_the_next(desks: Desks) -> None:
    for number in range(51):
        listed(f"oak{number}", f"Oak {number:02} Loans")

    first, second = desks.support.get("/lenders/?words=oak"), desks.support.get("/lenders/?words=oak&page=2")

    assert "1 to 50 of 51" in text_of(first)
    assert ("Oak 50 Loans" in text_of(first), "Oak 50 Loans" in text_of(second)) == (False, True)


@pytest.mark.parametrize("words", ["Birch Fin", "birch", "BIRCH.testserver", "fin bir"])
def test_a_lender_is_found_by_name_short_name_and_address(desks: Desks, words: str) -> None:
    said = text_of(desks.support.get("/lenders/", {"words": words}))

    assert ("Birch Finance" in said, "Alder Finance" in said) == (True, False)


def test_no_match_is_said_and_the_words_are_kept(desks: Desks) -> None:
    page = desks.support.get("/lenders/", {"words": "nobody"})

    assert "No lender matches." in text_of(page)
    assert 'value="nobody"' in page.content.decode()


def test_what_is_wrong_with_a_lender_shows_in_the_list(desks: Desks) -> None:
    listed("oak", "Oak Loans", money_frozen_at=NOW)
    listed("elm", "Elm Loans", is_live=False, offboarded_at=NOW)
    listed("fir", "Fir Loans", is_live=False)
    quiet = listed("yew", "Yew Loans")
    with in_platform(SYSTEM, "take back what is published"):
        Configuration.objects.filter(lender=quiet).update(parts=None)

    # Asked for by name: other tests leave lenders of theirs.
    said = text_of(desks.support.get("/lenders/", {"words": "Loans"}))

    assert "Oak Loans oak.testserver Eastern Time Money frozen Yew Loans" in said
    assert "Elm Loans elm.testserver Eastern Time Has left Fir Loans" in said
    assert "Fir Loans fir.testserver Eastern Time Not live Payments" in said
    assert "Yew Loans yew.testserver Eastern Time Open the lender to see them" in said


@pytest.mark.parametrize(
    ("spare", "said"), [(0, "No place is ready"), (1, "1 spare place ready"), (3, "3 spare places ready")]
)
def test_the_list_says_how_many_lenders_could_come_at_once(desks: Desks, spare: int, said: str) -> None:
    with in_platform(SYSTEM, "fill the pool"):
        LenderSchema.objects.filter(state=SchemaState.SPARE).update(state=SchemaState.SET_ASIDE)
        for number in range(spare):
            LenderSchema.objects.create(
                schema_name=f"t_{number}",
                db_role=f"r_{number}",
                state=SchemaState.SPARE,
                made_at=LONG_AGO,
                migrated_at=LONG_AGO,
            )

    assert said in text_of(desks.support.get("/lenders/"))


def test_the_lenders_page_shows_schema_hosts_and_where_to_open_it(desks: Desks) -> None:
    alder = desks.cast.lenders.alder
    with in_platform(SYSTEM, "write the schema down"):
        LenderSchema.objects.update_or_create(
            schema_name=alder.schema_name,
            defaults={
                "db_role": alder.db_role,
                "state": SchemaState.TAKEN,
                "made_at": LONG_AGO,
                "migrated_at": LONG_AGO,
            },
        )

    page = desks.support.get(f"/lenders/{alder.id}/")

    said = text_of(page)
    assert f"Schema {alder.schema_name} In use, migrated Mon, January 5, 2026 at 3:00 PM UTC" in said
    assert "Host for links alder.testserver" in said
    assert 'href="http://alder.testserver/"' in page.content.decode()
    assert "birch.testserver" not in said


def test_frozen_money_is_said_with_the_way_out(desks: Desks) -> None:
    alder, birch = desks.cast.lenders.alder, desks.cast.lenders.birch
    with in_platform(SYSTEM, "freeze"):
        Lender.objects.filter(id=alder.id).update(money_frozen_at=NOW, money_frozen_reason="Restored from a backup.")

    said = text_of(desks.support.get(f"/lenders/{alder.id}/"))
    other = text_of(desks.support.get(f"/lenders/{birch.id}/"))

    assert "No money moves at Alder Finance since Tue, November 10, 2026 at 3:00 PM UTC" in said
    assert "Restored from a backup. Borrowers cannot pay" in said
    assert "portico thaw alder" in said
    assert ("Offer payments" in said, "Offer payments" in other) == (False, True)
    assert "No money moves" not in other


def test_a_lender_that_has_left_is_shown_without_entering_it(desks: Desks) -> None:
    elm = listed("elm", "Elm Loans", is_live=False, offboarded_at=NOW)

    page = desks.support.get(f"/lenders/{elm.id}/")

    said = text_of(page)
    assert page.status_code == 200
    assert "Elm Loans left on Tue, November 10, 2026" in said
    assert "Open the portal" not in said


def test_an_unknown_lender_is_not_found(desks: Desks) -> None:
    assert desks.support.get(f"/lenders/{uuid.uuid4()}/").status_code == 404
