"""Support is told of a ticket and the lender's administrators of its end, by notices with a link."""

from __future__ import annotations

from admin_console.shared.ticket_notices import tell_lender, tell_support
from portal_api.notices.models import Notice
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tests.cast import NOW
from tests.console.conftest import Desks
from tests.console.test_ticket_journey import open_ticket
from tests.database import SYSTEM


def test_support_is_told_who_asks_what_and_where_to_look(desks: Desks) -> None:
    number = open_ticket(desks)

    with in_tenant(desks.cast.lenders.alder):
        tell_support(now=NOW, number=number)

    with in_platform(SYSTEM, "look"):
        notice = Notice.objects.get(kind="ticket")
    assert (notice.to_email, notice.action_path) == ("rita@portico.test", f"/tickets/{number}/")
    assert notice.subject == f"Ticket {number}: Alder Finance asks to deactivate payments"
    assert desks.support.get(notice.action_path).status_code == 200


def test_the_lenders_administrators_alone_are_told_how_it_ended(desks: Desks) -> None:
    number = open_ticket(desks)
    desks.support.post(f"/tickets/{number}/carry-out", {"stranded_choice": "drain", "note": "As agreed."})

    with in_tenant(desks.cast.lenders.alder):
        tell_lender(now=NOW, number=number, happened="done")
        notices = list(Notice.objects.filter(kind="ticket").values_list("to_email", "subject", "action_path"))

    assert notices == [("sam@alder.test", f"Ticket {number} was carried out", f"/console/tickets/{number}/")]
    assert desks.admin.get(f"/console/tickets/{number}/").status_code == 200


def test_a_task_that_runs_twice_tells_each_person_once(desks: Desks) -> None:
    number = open_ticket(desks)
    desks.support.post(f"/tickets/{number}/carry-out", {"stranded_choice": "drain", "note": "As agreed."})

    with in_tenant(desks.cast.lenders.alder):
        for _ in range(2):
            tell_support(now=NOW, number=number, happened="opened")
            tell_lender(now=NOW, number=number, happened="done")
        to_lender = Notice.objects.filter(kind="ticket").count()

    with in_platform(SYSTEM, "look"):
        to_support = Notice.objects.filter(kind="ticket").count()
        queued = OutboxEntry.objects.filter(task="notices.deliver").count()
    assert (to_lender, to_support, queued) == (1, 1, 2)
