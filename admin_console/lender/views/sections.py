"""Sections: what borrowers see, who switches it, and asking support by ticket."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from admin_console.shared.sections import change_lines, section_lines
from feature_flags.catalogue import BY_KEY, Section
from feature_flags.operations import turn_switch
from feature_flags.queries import sections_switched_on
from feature_flags.sections import sections_of
from feature_flags.stranded import impact_of
from feature_flags.tickets.operations import open_ticket
from feature_flags.tickets.queries import open_ticket_about
from feature_flags.tickets.states import StrandedChoice
from portal_api.eft.queries import readiness
from portal_api.identity.roles import Action
from portico_kernel.errors import NotAllowed, NotFound, PorticoError

from ..doors import StaffVisit, staff_page


class AskForm(ConsoleForm):
    """Why support should turn a section."""

    message = forms.CharField(
        label="Why",
        max_length=1000,
        error_messages={"required": "Tell support why: they read it before anything changes."},
        help_text="Support reads this before anything changes. Say from when, if it matters.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TurnForm(ConsoleForm):
    """Why the lender turns a section of its own. ``intent`` makes a second press do nothing."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept with the change, for whoever asks later.",
        error_messages={"required": "Say why, for whoever asks later."},
    )
    intent = forms.UUIDField(widget=forms.HiddenInput)


@staff_page(Action.READ)
def sections(visit: StaffVisit) -> HttpResponse:
    """The catalogue with its positions, and every change."""
    lines = [
        (line, open_ticket_about(line.section.key, visit.lender.id))
        for line in section_lines(sections_of(visit.lender))
    ]
    context = {
        "lines": lines,
        "changes": change_lines(),
        "missing": readiness(),
        "may_ask": visit.may(Action.TICKETS_OPEN),
        "may_turn": visit.may(Action.SWITCHES_TURN),
    }
    return visit.page("lender/sections.html", context)


@staff_page(Action.TICKETS_OPEN, writes=Action.TICKETS_OPEN)
def ask(visit: StaffVisit, key: str) -> HttpResponse:
    """Ask support to turn a section that only support turns."""
    section = _declared(key)
    if section.switched_by != "support":
        raise NotFound
    wants_on = key not in sections_switched_on()
    form = AskForm(visit.request.POST if visit.posted else None)
    if visit.posted and form.is_valid():
        try:
            ticket = open_ticket(
                lender_id=visit.lender.id,
                section=key,
                wants_on=wants_on,
                message=form.cleaned_data["message"],
                opener_email=visit.user.email,
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done(
                f"Ticket {ticket.number} is open. Support has been told.", "console:ticket", ticket.number
            )
        except PorticoError as error:
            form.refuse(error)
    context = {
        "form": form,
        "section": section,
        "wants_on": wants_on,
        "impact": [] if wants_on else impact_of(key),
        "known": open_ticket_about(key, visit.lender.id),
    }
    return visit.page("lender/ask.html", context, status=form.http_status)


@staff_page(Action.SWITCHES_TURN, writes=Action.SWITCHES_TURN)
def turn(visit: StaffVisit, key: str) -> HttpResponse:
    """Turn a section that the lender turns itself."""
    section = _declared(key)
    if section.switched_by != "lender":
        raise NotAllowed("Support turns this section, when you open a ticket.")
    to_on = key not in sections_switched_on()
    form = TurnForm(visit.request.POST if visit.posted else None, initial={"intent": uuid.uuid4()})
    if visit.posted and form.is_valid():
        change = turn_switch(
            section=key,
            to_on=visit.request.POST.get("to") == "on",
            stranded_choice="" if to_on else StrandedChoice.DRAIN,
            reason=form.cleaned_data["reason"],
            ticket_number="",
            intent_id=form.cleaned_data["intent"],
            actor=visit.actor,
            now=visit.now,
        )
        said = f"{section.title} turned {'on' if change.to_on else 'off'}, for every borrower, from now on."
        return visit.done(said, "console:sections")
    context = {"form": form, "section": section, "to_on": to_on, "impact": [] if to_on else impact_of(key)}
    return visit.page("lender/turn.html", context, status=form.http_status)


def _declared(key: str) -> Section:
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]
