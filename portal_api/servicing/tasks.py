"""Doors for background work. Each may run twice; the next night is stored before this one's work is done."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import structlog

from portico_kernel.calendar import cutoff_instant
from portico_kernel.outbox.operations import enqueue

from .days import lender_day, lender_id, lender_zone
from .nightly import age_accounts, verify_ledger

log = structlog.get_logger(__name__)

NEW_DAY = "servicing.new_day"
# After the settling of what is due that day, which starts five minutes past midnight.
JUST_AFTER_SETTLING = time(0, 20)


def new_day(*, now: datetime, **_: Any) -> None:
    """Move every account's figures on to the lender's new day, and check the books."""
    plan_next_day(now)
    age_accounts(today=lender_day(now), now=now)
    for mismatch in verify_ledger():
        log.error(
            "ledger_mismatch",
            account_id=str(mismatch.account_id),
            figure=mismatch.figure,
            shown_minor=mismatch.shown_minor,
            ledger_minor=mismatch.ledger_minor,
        )


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
