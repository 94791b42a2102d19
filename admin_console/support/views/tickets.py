"""Tickets at support: what is asked, what it would strand, and carrying it out."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from admin_console.shared.paging import page_of
from admin_console.shared.tickets import ticket_line
from admin_console.shared.visits import Visit
from feature_flags.stranded import Impact, impact_of
from feature_flags.tickets.models import Ticket
from feature_flags.tickets.operations import carry_out_ticket, decline_ticket
from feature_flags.tickets.queries import ticket_for
from feature_flags.tickets.queries import tickets as all_tickets
from feature_flags.tickets.states import StrandedChoice, TicketStatus
from portal_api.eft.queries import readiness
from portico_kernel.errors import PorticoError
from tenants.context import in_tenant
from tenants.models import Lender
from tenants.queries import lender_by_id

from ..doors import support_action, support_page
from ..queries import lender_names

_MEANS = {
    StrandedChoice.DRAIN: (
        "Let them finish",
        "Payments that were accepted before go to the bank and settle as promised. Nobody can start a new one.",
    ),
    StrandedChoice.CANCEL: (
        "Cancel those that can still be canceled",
        "Payments before their cut-off are canceled and their borrowers told. Those already in a bank file finish.",
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to deal with payments on their way, and what it means."""

    value: str
    title: str
    means: str


CHOICES = [Choice(value, title, means) for value, (title, means) in _MEANS.items()]


class CarryOutForm(ConsoleForm):
    """What happens to what the change strands, and a note that the lender reads."""

    marks_optional = False

    stranded_choice = forms.ChoiceField(
        label="Payments on their way", choices=StrandedChoice.choices, required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        help_text="What you did and why. The lender reads it, and both change histories keep it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(ConsoleForm):
    """Why it is not done."""

    marks_optional = False

    note = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="The lender reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@support_page
def tickets(visit: Visit) -> HttpResponse:
    """Every lender's tickets, the open ones first."""
    waiting = [t for status in (TicketStatus.OPEN, TicketStatus.CARRYING_OUT) for t in all_tickets(status=status)]
    page = page_of(visit.request, all_tickets().filter(status__in=[TicketStatus.DONE, TicketStatus.DECLINED]))
    names = lender_names(t.lender_id for t in [*waiting, *page])
    context = {
        "waiting": [ticket_line(t, names.get(t.lender_id, "")) for t in waiting],
        "closed": [ticket_line(t, names.get(t.lender_id, "")) for t in page],
        "page": page,
    }
    return visit.page("support/tickets.html", context)


@support_page
def ticket(visit: Visit, number: int) -> HttpResponse:
    """One ticket with its impact and, while it is open, the two ways to end it."""
    return _ticket_page(visit, ticket_for(number), CarryOutForm(), DeclineForm(auto_id="decline_%s"))


@support_action
def carry_out(visit: Visit, number: int) -> HttpResponse:
    """Do what the ticket asks."""
    found = ticket_for(number)
    form = CarryOutForm(visit.request.POST)
    form.is_valid()
    try:
        carry_out_ticket(
            number=number,
            stranded_choice=form.cleaned_data.get("stranded_choice", ""),
            note=form.cleaned_data.get("note", ""),
            actor=visit.actor,
            now=visit.now,
        )
    except PorticoError as error:
        form.refuse(error)
        return _ticket_page(visit, ticket_for(number), form, DeclineForm(auto_id="decline_%s"))
    line = ticket_line(found)
    return visit.done(f"{line.asks}: done. The lender has been told.", "support:ticket", number)


@support_action
def decline(visit: Visit, number: int) -> HttpResponse:
    """Close the ticket without doing it."""
    ticket_for(number)
    form = DeclineForm(visit.request.POST, auto_id="decline_%s")
    form.is_valid()
    try:
        decline_ticket(number=number, note=form.cleaned_data.get("note", ""), actor=visit.actor, now=visit.now)
    except PorticoError as error:
        form.refuse(error)
        return _ticket_page(visit, ticket_for(number), CarryOutForm(), form)
    return visit.done(f"Ticket {number} is declined. The lender has been told.", "support:ticket", number)


def _ticket_page(visit: Visit, found: Ticket, form: ConsoleForm, declining: ConsoleForm) -> HttpResponse:
    lender = lender_by_id(found.lender_id)
    impact, missing = _look_inside(lender, found)
    context = {
        "ticket": found,
        "line": ticket_line(found, lender.name),
        "lender": lender,
        "impact": impact,
        "missing": missing,
        "carrying": form,
        "declining": declining,
        "form": declining if declining.is_bound else form,
        "choices": CHOICES,
        "chosen": form.data.get("stranded_choice", "") if form.is_bound else "",
        "is_open": found.status == TicketStatus.OPEN,
        "intent": getattr(found, "intent", None) if found.status in _DECIDED else None,
    }
    return visit.page("support/ticket.html", context, status=max(form.http_status, declining.http_status))


_DECIDED = {TicketStatus.CARRYING_OUT, TicketStatus.DONE}


def _look_inside(lender: Lender, found: Ticket) -> tuple[list[Impact], list[str]]:
    """What turning the section off would strand at this lender, and what it lacks to be ready."""
    with in_tenant(lender):
        return ([] if found.wants_on else impact_of(found.section)), readiness()
