"""The daily removal of expired rows: planned for each lender and for the platform, done by the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from portico_kernel.actor import Actor
from portico_kernel.expiry import remove_expired
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.outbox.operations import enqueue

from .context import in_platform, lender_entered
from .queries import all_lenders

REMOVE = "tenants.remove_expired"
SYSTEM = Actor.system("expiry")
log = structlog.get_logger(__name__)


def plan_removal(*, now: datetime) -> None:
    """Have today's expired rows removed everywhere; planning twice in a day removes once."""
    key = now.date().isoformat()
    with in_platform(SYSTEM, "plan the removal of expired rows"):
        # The platform's entry has no lender, and a key without one does not stand once by itself.
        planned = set(OutboxEntry.objects.filter(task=REMOVE, key=key).values_list("lender_id", flat=True))
        for lender_id in {None, *(lender.id for lender in all_lenders())} - planned:
            enqueue(lender_id=lender_id, task=REMOVE, arguments={}, key=key, now=now)


def remove(*, now: datetime, **_: Any) -> None:
    """Remove what has expired in the lender that is entered, else on the platform; may run twice."""
    if lender_entered() is None:
        with in_platform(SYSTEM, "remove expired rows"):
            removed = remove_expired(now=now, on_platform=True)
    else:
        removed = remove_expired(now=now)
    log.info("expired_rows_removed", **{name.replace(" ", "_"): count for name, count in removed.items()})
