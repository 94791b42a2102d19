"""The demo's calendar moves on: each lender's night, and at each start, what fell due is paid as agreed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from portal_api.payments.queries import payments_in_flight
from portal_api.servicing.days import lender_day, lender_id, lender_zone
from portal_api.servicing.rolling import RolledForward, roll_forward
from portico_kernel.actor import Actor
from portico_kernel.calendar import ONE_DAY, cutoff_instant
from portico_kernel.outbox.operations import enqueue

NEW_DAY = "demo.new_day"
# Before the figures are moved on to the new day (servicing.new_day, at twenty past midnight).
JUST_AFTER_MIDNIGHT = time(0, 10)


def move_on(*, now: datetime, actor: Actor) -> RolledForward:
    """Post what fell due in the lender that is entered, and plan the next night. Doing it twice is fine.

    Accounts that somebody is paying at this moment are left alone: else they would be paid twice.
    """
    tomorrow = lender_day(now) + ONE_DAY
    enqueue(
        lender_id=lender_id(),
        task=NEW_DAY,
        arguments={},
        key=f"{NEW_DAY} {tomorrow.isoformat()}",
        due_at=cutoff_instant(tomorrow, JUST_AFTER_MIDNIGHT, lender_zone()),
        now=now,
    )
    being_paid = {payment.account_id for payment in payments_in_flight()}
    return roll_forward(today=lender_day(now), actor=actor, now=now, leave_alone=being_paid)


def new_day(*, now: datetime, **_: Any) -> None:
    """The night's door."""
    move_on(now=now, actor=Actor.system("demo"))
