"""What happens next, stored as due work: the night that moves figures on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from portico_kernel.calendar import cutoff_instant
from portico_kernel.outbox.operations import enqueue

from .days import lender_day, lender_id, lender_zone

NEW_DAY = "servicing.new_day"
# After the settling of what is due that day, which starts five minutes past midnight.
JUST_AFTER_SETTLING = time(0, 20)


def plan_next_day(now: datetime) -> None:
    """Store the next night's work of the entered lender; asking again for a night that is stored is fine."""
    tomorrow = lender_day(now) + timedelta(days=1)
    enqueue(
        lender_id=lender_id(),
        task=NEW_DAY,
        arguments={},
        key=f"{NEW_DAY} {tomorrow.isoformat()}",
        due_at=cutoff_instant(tomorrow, JUST_AFTER_SETTLING, lender_zone()),
        now=now,
    )
