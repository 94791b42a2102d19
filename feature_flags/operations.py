"""Turning a switch, in the lender that is entered."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from tenants.epoch import raise_epoch

from .catalogue import section as declared
from .models import Switch, SwitchChange
from .queries import lock_switch
from .stranded import settle_stranded


def turn_switch(
    *,
    section: str,
    to_on: bool,
    stranded_choice: str,
    reason: str,
    ticket_number: str,
    intent_id: uuid.UUID,
    actor: Actor,
    now: datetime,
) -> SwitchChange:
    """Turn one section on or off and settle what that strands; in force for every new request at once.

    The same intent twice changes nothing the second time and returns the first change.
    """
    title = declared(section).title
    with transaction.atomic():
        lock_switch(section, shared=False)
        done = SwitchChange.objects.filter(intent_id=intent_id).first()
        if done is not None:
            return done
        Switch.objects.update_or_create(section=section, defaults={"is_on": to_on, "changed_at": now})
        outcome = {} if to_on else settle_stranded(section, choice=stranded_choice, actor=actor, now=now)
        change = SwitchChange.objects.create(
            section=section,
            to_on=to_on,
            at=now,
            actor_kind=actor.kind,
            actor_label=actor.label,
            reason=reason,
            ticket_number=ticket_number,
            stranded_choice="" if to_on else stranded_choice,
            intent_id=intent_id,
            outcome=outcome,
        )
        record(
            actor=actor,
            now=now,
            action="switch.turned_on" if to_on else "switch.turned_off",
            object_kind="section",
            object_id=section,
            summary=f"{title} turned {'on' if to_on else 'off'}.",
            reason=reason,
            ticket_number=ticket_number,
            facts=outcome,
        )
        raise_epoch()
    return change
