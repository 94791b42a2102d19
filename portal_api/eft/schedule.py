"""What happens next, stored as due work: the next cut-off's file and the next day's settling.

Each run stores the one after it, and each kind of run stores both kinds, so that one lost entry is made
good by the other. Asking again for what is stored is fine: the key is the instant, or the day.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from portal_api.servicing.days import lender_day, lender_zone
from portico_kernel.calendar import cutoff_instant
from portico_kernel.outbox.operations import enqueue

from .lender import lender_at_hand
from .queries import next_window, readiness

GENERATE = "eft.generate"
SETTLE = "eft.settle"
JUST_AFTER_MIDNIGHT = time(0, 5)


def plan_ahead(now: datetime) -> None:
    """Store the lender's next file and next settling; only the settling where the profile is not complete."""
    # While money is frozen, too: a run that finds it so does nothing but store the next one.
    if not readiness():
        plan_file(cutoff_at=next_window(now).cutoff_at, now=now)
    tomorrow = lender_day(now) + timedelta(days=1)
    enqueue(
        lender_id=lender_at_hand().id,
        task=SETTLE,
        arguments={},
        key=tomorrow.isoformat(),
        due_at=cutoff_instant(tomorrow, JUST_AFTER_MIDNIGHT, lender_zone()),
        now=now,
    )


def plan_file(*, cutoff_at: datetime, now: datetime) -> None:
    """Store the generation at one cut-off."""
    instant = cutoff_at.isoformat()
    enqueue(
        lender_id=lender_at_hand().id,
        task=GENERATE,
        arguments={"cutoff_at": instant},
        key=instant,
        due_at=cutoff_at,
        now=now,
    )


def settle_soon(now: datetime) -> None:
    """Settle at once: a file was said to be sent on or after its effective date."""
    enqueue(lender_id=lender_at_hand().id, task=SETTLE, arguments={}, now=now)
