"""The life of a ticket: opened by the lender, carried out or declined by support.

A change spans the platform and the lender: an intent row here, an application there, a confirmation
here. Each step is safe to repeat, so that it also works when they are different databases.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from feature_flags.catalogue import section as declared
from feature_flags.operations import turn_switch
from feature_flags.queries import sections_switched_on
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.outbox.operations import enqueue
from tenants.context import in_platform, in_tenant
from tenants.models import Lender
from tenants.queries import lender_by_id

from .errors import ChoiceMissing, NothingToChange, TicketAlreadyOpen
from .models import SwitchIntent, Ticket, TicketEvent
from .queries import open_ticket_about
from .states import TICKET_LIFE, StrandedChoice, TicketStatus


def open_ticket(
    *, lender_id: uuid.UUID, section: str, wants_on: bool, message: str, opener_email: str, actor: Actor, now: datetime
) -> Ticket:
    """Ask support, from inside the lender, to turn a section on or off.

    Raises TicketAlreadyOpen or NothingToChange.
    """
    title = declared(section).title
    if (section in sections_switched_on()) == wants_on:
        raise NothingToChange(f"{title} is already {'on' if wants_on else 'off'}.")
    known = open_ticket_about(section, lender_id)
    if known is not None:
        raise TicketAlreadyOpen(f"Ticket {known.number} about {title.lower()} is still open.")
    ticket = Ticket(
        lender_id=lender_id,
        section=section,
        wants_on=wants_on,
        message=message,
        opened_at=now,
        opened_by=actor.label,
        opener_email=opener_email,
    )
    try:
        with transaction.atomic():
            ticket.save(force_insert=True)
            _note_opened(ticket, actor, now)
    except IntegrityError as error:
        # Somebody else's click came in between.
        raise TicketAlreadyOpen(f"A ticket about {title.lower()} is still open.") from error
    return ticket


def _note_opened(ticket: Ticket, actor: Actor, now: datetime) -> None:
    """The history, the audit row and the message to support, in the caller's transaction."""
    wish = f"{'activate' if ticket.wants_on else 'deactivate'} {declared(ticket.section).title.lower()}"
    _say(ticket, f"Ticket opened: {wish}.", actor, now)
    record(
        actor=actor,
        now=now,
        action="ticket.opened",
        object_kind="ticket",
        object_id=ticket.number,
        summary=f"Asked support to {wish}.",
        reason=ticket.message,
        ticket_number=str(ticket.number),
    )
    enqueue(
        lender_id=ticket.lender_id,
        task="tickets.tell_support",
        arguments={"number": ticket.number, "happened": "opened"},
        now=now,
    )


def carry_out_ticket(*, number: int, stranded_choice: str, note: str, actor: Actor, now: datetime) -> Ticket:
    """Decide, as support, to do what the ticket asks, and do it. Raises ChoiceMissing or MoveNotAllowed."""
    intent = _intend(number=number, stranded_choice=stranded_choice, note=note, actor=actor, now=now)
    return apply_intent(intent_id=intent.id, now=now)


def _intend(*, number: int, stranded_choice: str, note: str, actor: Actor, now: datetime) -> SwitchIntent:
    with in_platform(actor, f"ticket {number}"), transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(number=number)
        _require_choice(ticket, stranded_choice, note)
        TICKET_LIFE.apply(ticket, TicketStatus.CARRYING_OUT)
        ticket.save(update_fields=["status"])
        intent = SwitchIntent.objects.create(
            ticket=ticket,
            lender_id=ticket.lender_id,
            stranded_choice="" if ticket.wants_on else stranded_choice,
            note=note,
            actor_id=actor.id,
            actor_label=actor.label,
            intended_at=now,
        )
        _say(ticket, f"Support took this on: {note}", actor, now)
        # Should this process die before it is confirmed, the outbox carries on.
        enqueue(lender_id=None, task="tickets.carry_on", arguments={"intent_id": str(intent.id)}, now=now)
    return intent


def _require_choice(ticket: Ticket, stranded_choice: str, note: str) -> None:
    fields = {}
    if not note.strip():
        fields["note"] = "Say what you did and why: the lender reads it."
    if not ticket.wants_on and stranded_choice not in StrandedChoice.values:
        fields["stranded_choice"] = "Choose what happens to payments that are on their way."
    if fields:
        raise ChoiceMissing(fields=fields)


def apply_intent(*, intent_id: uuid.UUID, now: datetime) -> Ticket:
    """Turn the switch in the lender and confirm it on the ticket. Doing it twice changes nothing."""
    system = Actor.system("tickets")
    with in_platform(system, "carry out an intent"):
        intent = SwitchIntent.objects.select_related("ticket").get(id=intent_id)
        lender = lender_by_id(intent.lender_id)
    ticket, actor = intent.ticket, Actor("support", intent.actor_id, intent.actor_label)
    with in_tenant(lender):
        change = turn_switch(
            section=ticket.section,
            to_on=ticket.wants_on,
            stranded_choice=intent.stranded_choice,
            reason=intent.note,
            ticket_number=str(ticket.number),
            intent_id=intent.id,
            actor=actor,
            now=now,
        )
    return _confirm(intent_id, lender, change.outcome, actor, now)


def _confirm(intent_id: uuid.UUID, lender: Lender, outcome: dict[str, int], actor: Actor, now: datetime) -> Ticket:
    with in_platform(actor, "confirm an intent"), transaction.atomic():
        intent = SwitchIntent.objects.select_for_update().select_related("ticket").get(id=intent_id)
        ticket = intent.ticket
        if intent.confirmed_at is not None:
            return ticket
        intent.confirmed_at, intent.outcome = now, outcome
        intent.save(update_fields=["confirmed_at", "outcome"])
        TICKET_LIFE.apply(ticket, TicketStatus.DONE)
        ticket.save(update_fields=["status"])
        title = declared(ticket.section).title
        turned = f"{title} {'are' if title.endswith('s') else 'is'} now {'on' if ticket.wants_on else 'off'}."
        _say(ticket, turned, actor, now)
        record(
            actor=actor,
            now=now,
            action="ticket.carried_out",
            object_kind="lender",
            object_id=lender.id,
            summary=f"{lender.name}: {turned}",
            reason=intent.note,
            ticket_number=str(ticket.number),
            facts=outcome,
        )
        enqueue(
            lender_id=lender.id,
            task="tickets.tell_lender",
            arguments={"number": ticket.number, "happened": "done"},
            now=now,
        )
    return ticket


def decline_ticket(*, number: int, note: str, actor: Actor, now: datetime) -> Ticket:
    """Close a ticket without doing it, with a reason that the lender reads. Raises MoveNotAllowed."""
    if not note.strip():
        raise ChoiceMissing(fields={"note": "Say why: the lender reads it."})
    with in_platform(actor, f"ticket {number}"), transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(number=number)
        TICKET_LIFE.apply(ticket, TicketStatus.DECLINED)
        ticket.save(update_fields=["status"])
        _say(ticket, f"Declined: {note}", actor, now)
        record(
            actor=actor,
            now=now,
            action="ticket.declined",
            object_kind="lender",
            object_id=ticket.lender_id,
            summary=f"Ticket {number} was declined.",
            reason=note,
            ticket_number=str(number),
        )
        enqueue(
            lender_id=ticket.lender_id,
            task="tickets.tell_lender",
            arguments={"number": number, "happened": "declined"},
            now=now,
        )
    return ticket


def _say(ticket: Ticket, text: str, actor: Actor, now: datetime) -> None:
    TicketEvent.objects.create(
        ticket=ticket,
        lender_id=ticket.lender_id,
        at=now,
        actor_kind=actor.kind,
        actor_label=actor.label,
        text=text,
    )
