"""A ticket from the lender's request to the turned switch, and what the other lender notices: nothing."""

from __future__ import annotations

import pytest

from feature_flags.models import SwitchChange
from feature_flags.queries import is_switched_on_now, sections_switched_on
from feature_flags.tickets.errors import ChoiceMissing, NothingToChange, TicketAlreadyOpen
from feature_flags.tickets.models import SwitchIntent, Ticket
from feature_flags.tickets.operations import apply_intent, carry_out_ticket, decline_ticket, open_ticket
from feature_flags.tickets.queries import ticket_for
from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import MoveNotAllowed, NotFound
from tenants.context import in_platform, in_tenant, reading_public
from tenants.epoch import read_epoch
from tenants.snapshot import snapshot_for_host
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders

SAM = Actor("staff", "sam", "Sam Ortiz")
RITA = Actor("support", "rita", "Rita Moss")


def deactivation(db: TwoLenders) -> Ticket:
    with in_tenant(db.alder):
        return open_ticket(
            lender_id=db.alder.id,
            section="payments",
            wants_on=False,
            message="We only take cheques.",
            opener_email="sam@alder.test",
            actor=SAM,
            now=NOW,
        )


def test_carrying_out_a_ticket_turns_the_switch_of_that_lender_only(db: TwoLenders) -> None:
    ticket = deactivation(db)

    done = carry_out_ticket(number=ticket.number, stranded_choice="drain", note="As asked.", actor=RITA, now=NOW)

    assert done.status == "done"
    with in_tenant(db.alder):
        assert "payments" not in sections_switched_on()
        assert is_switched_on_now("payments") is False
    with in_tenant(db.birch):
        assert "payments" in sections_switched_on()
        assert SwitchChange.objects.count() == 0


def test_the_change_says_who_when_why_and_under_which_ticket_on_both_sides(db: TwoLenders) -> None:
    ticket = deactivation(db)

    carry_out_ticket(number=ticket.number, stranded_choice="cancel", note="As asked.", actor=RITA, now=NOW)

    with in_tenant(db.alder):
        change = SwitchChange.objects.get()
        entry = AuditEntry.objects.get(action="switch.turned_off")
    with in_platform(SYSTEM, "look"):
        there = AuditEntry.objects.get(action="ticket.carried_out")
    assert (change.actor_label, change.at, change.reason) == ("Rita Moss", NOW, "As asked.")
    assert change.ticket_number == entry.ticket_number == there.ticket_number == str(ticket.number)


def test_an_open_page_learns_of_the_switch_at_its_next_request(db: TwoLenders) -> None:
    before, other = snapshot_for_host("alder.testserver"), snapshot_for_host("birch.testserver")
    ticket = deactivation(db)
    with reading_public():
        epoch = read_epoch()

    carry_out_ticket(number=ticket.number, stranded_choice="drain", note="As asked.", actor=RITA, now=NOW)

    after = snapshot_for_host("alder.testserver")
    assert before is not None
    assert after is not None
    assert after.epoch == epoch + 1
    assert snapshot_for_host("birch.testserver") is other
    assert "payments" not in after.parts["sections"].offered | after.parts["sections"].not_ready


def test_applying_an_intent_twice_changes_nothing_the_second_time(db: TwoLenders) -> None:
    ticket = deactivation(db)
    carry_out_ticket(number=ticket.number, stranded_choice="drain", note="As asked.", actor=RITA, now=NOW)
    with in_platform(SYSTEM, "look"):
        intent = SwitchIntent.objects.get()

    apply_intent(intent_id=intent.id, now=NOW)

    with in_tenant(db.alder):
        assert SwitchChange.objects.count() == 1


def test_turning_off_needs_a_choice_and_a_note(db: TwoLenders) -> None:
    ticket = deactivation(db)

    with pytest.raises(ChoiceMissing) as refused:
        carry_out_ticket(number=ticket.number, stranded_choice="", note=" ", actor=RITA, now=NOW)

    assert set(refused.value.fields) == {"note", "stranded_choice"}
    with in_platform(SYSTEM, "look"):
        assert ticket_for(ticket.number).status == "open"


def test_a_ticket_is_carried_out_once(db: TwoLenders) -> None:
    ticket = deactivation(db)
    carry_out_ticket(number=ticket.number, stranded_choice="drain", note="As asked.", actor=RITA, now=NOW)

    with pytest.raises(MoveNotAllowed):
        carry_out_ticket(number=ticket.number, stranded_choice="drain", note="Again.", actor=RITA, now=NOW)
    with pytest.raises(MoveNotAllowed):
        decline_ticket(number=ticket.number, note="Too late.", actor=RITA, now=NOW)


def test_one_open_ticket_about_a_section(db: TwoLenders) -> None:
    deactivation(db)

    with pytest.raises(TicketAlreadyOpen):
        deactivation(db)


def test_asking_for_what_is_already_so_is_refused(db: TwoLenders) -> None:
    with in_tenant(db.alder), pytest.raises(NothingToChange, match="already on"):
        open_ticket(
            lender_id=db.alder.id,
            section="payments",
            wants_on=True,
            message="Please.",
            opener_email="",
            actor=SAM,
            now=NOW,
        )


def test_a_lender_cannot_see_another_lenders_ticket(db: TwoLenders) -> None:
    ticket = deactivation(db)

    with in_tenant(db.birch), pytest.raises(NotFound):
        ticket_for(ticket.number)


def test_a_declined_ticket_leaves_the_switch_alone(db: TwoLenders) -> None:
    ticket = deactivation(db)

    decline_ticket(number=ticket.number, note="Your contract says otherwise.", actor=RITA, now=NOW)

    with in_tenant(db.alder):
        assert "payments" in sections_switched_on()
        assert ticket_for(ticket.number).events.count() == 2
