"""A ticket through both consoles, from the lender's request to what everybody sees afterwards."""

from __future__ import annotations

from feature_flags.models import SwitchChange
from feature_flags.queries import sections_switched_on
from feature_flags.tickets.models import Ticket
from tenants.context import in_platform, in_tenant
from tests.console.browsing import SUPPORT_HOST, browser, text_of
from tests.console.conftest import Desks
from tests.database import SYSTEM

ASK = "/console/sections/payments/ask"


def open_ticket(desks: Desks) -> int:
    answer = desks.admin.post(ASK, {"message": "Our customers pay by invoice from December."})
    assert answer.status_code == 302, text_of(answer)
    return int(answer["Location"].strip("/").split("/")[-1])


def payments_at(desks: Desks) -> tuple[bool, bool]:
    """Whether payments are on at alder and at birch."""
    found = []
    for lender in (desks.cast.lenders.alder, desks.cast.lenders.birch):
        with in_tenant(lender):
            found.append("payments" in sections_switched_on())
    return found[0], found[1]


def test_an_admin_opens_a_ticket_and_sees_that_it_waits(desks: Desks) -> None:
    number = open_ticket(desks)

    page = desks.admin.get(f"/console/tickets/{number}/")

    assert f"Ticket {number} is open. Support has been told." in text_of(page)
    assert "Our customers pay by invoice from December." in text_of(page)
    assert f"Ticket {number} is open" in text_of(desks.admin.get("/console/sections/"))


def test_support_reads_who_asks_what_and_why_with_the_impact(desks: Desks) -> None:
    number = open_ticket(desks)

    said = text_of(desks.support.get(f"/tickets/{number}/"))

    for words in (
        "Deactivate payments for Alder Finance",
        "Sam Ortiz",
        "sam@alder.test",
        "Our customers pay by invoice",
    ):
        assert words in said
    assert "What it touches now" in said


def test_carrying_it_out_turns_payments_off_for_that_lender_alone(desks: Desks) -> None:
    number = open_ticket(desks)

    done = desks.support.post(f"/tickets/{number}/carry-out", {"stranded_choice": "drain", "note": "As agreed."})

    assert done["Location"] == f"/tickets/{number}/"
    assert payments_at(desks) == (False, True)


def test_both_consoles_show_who_what_when_why_and_the_ticket(desks: Desks) -> None:
    number = open_ticket(desks)
    desks.support.post(f"/tickets/{number}/carry-out", {"stranded_choice": "cancel", "note": "As agreed with Sam."})

    seen = [
        desks.admin.get("/console/sections/"),
        desks.admin.get("/console/audit/"),
        desks.support.get(f"/lenders/{desks.cast.lenders.alder.id}/"),
    ]

    for page in seen:
        for words in ("Payments turned off", "Rita Moss", "As agreed with Sam.", f"Ticket {number}"):
            assert words in text_of(page)
    assert "Payments are now off" in text_of(desks.support.get("/history/"))


def test_a_missing_choice_and_note_are_named_and_nothing_changes(desks: Desks) -> None:
    number = open_ticket(desks)

    page = desks.support.post(f"/tickets/{number}/carry-out", {"note": " "})

    assert page.status_code == 422
    assert "Choose what happens to payments that are on their way." in text_of(page)
    assert "Say what you did and why" in text_of(page)
    assert payments_at(desks) == (True, True)


def test_a_declined_ticket_leaves_payments_alone_and_says_why(desks: Desks) -> None:
    number = open_ticket(desks)

    desks.support.post(f"/tickets/{number}/decline", {"note": "Your contract keeps payments on."})

    assert payments_at(desks) == (True, True)
    assert "Declined: Your contract keeps payments on." in text_of(desks.admin.get(f"/console/tickets/{number}/"))


def test_carrying_out_twice_changes_nothing_the_second_time(desks: Desks) -> None:
    number = open_ticket(desks)
    form = {"stranded_choice": "drain", "note": "As agreed."}
    desks.support.post(f"/tickets/{number}/carry-out", form)

    again = desks.support.post(f"/tickets/{number}/carry-out", form)

    late = desks.support.post(f"/tickets/{number}/decline", {"note": "Too late."})
    assert (again.status_code, late.status_code) == (409, 409)
    assert ["This ticket was carried out already." in text_of(each) for each in (again, late)] == [True, True]
    assert ["cannot become" in text_of(each) for each in (again, late)] == [False, False]
    with in_tenant(desks.cast.lenders.alder):
        assert SwitchChange.objects.count() == 1


def test_activating_again_brings_it_back(desks: Desks) -> None:
    first = open_ticket(desks)
    desks.support.post(f"/tickets/{first}/carry-out", {"stranded_choice": "drain", "note": "Off."})
    second = open_ticket(desks)

    desks.support.post(f"/tickets/{second}/carry-out", {"note": "And on again."})

    assert payments_at(desks) == (True, True)


def test_only_an_admin_of_the_lender_opens_a_ticket(desks: Desks) -> None:
    answers = {name: getattr(desks, name).post(ASK, {"message": "Please."}) for name in ("agent", "viewer", "nobody")}

    assert {name: a.status_code for name, a in answers.items()} == {"agent": 403, "viewer": 403, "nobody": 302}
    with in_platform(SYSTEM, "look"):
        assert Ticket.objects.count() == 0


def test_another_lender_sees_nothing_of_a_ticket(desks: Desks) -> None:
    number = open_ticket(desks)

    page = desks.other_admin.get(f"/console/tickets/{number}/")

    assert page.status_code == 404
    assert "invoice" not in text_of(desks.other_admin.get("/console/tickets/"))


def test_lender_staff_have_no_way_to_carry_a_ticket_out(desks: Desks) -> None:
    number = open_ticket(desks)
    stranger = browser(SUPPORT_HOST)

    answers = [
        desks.admin.post(f"/tickets/{number}/carry-out", {"stranded_choice": "drain", "note": "x"}),
        stranger.post(f"/tickets/{number}/carry-out", {"stranded_choice": "drain", "note": "x"}),
    ]

    assert [a.status_code for a in answers] == [404, 302]
    assert payments_at(desks) == (True, True)
