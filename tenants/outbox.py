"""Doing what the outbox holds: claim a few due entries, run each in its lender, write down how it went.

A worker that dies leaves its entry leased for LEASE; after that another takes it, so a task may run
twice and must stand it (STYLE rule 33).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.outbox.registry import task_named

from .context import in_platform, in_tenant
from .hooks import expect_live_connections
from .queries import lender_by_id

log = structlog.get_logger(__name__)
SYSTEM = Actor.system("outbox")
LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = 12


@dataclass(frozen=True, slots=True)
class Round:
    """How one round went: entries done and entries that will be tried again (or were given up)."""

    done: int
    failed: int


def run_due(*, now: datetime, limit: int = 50) -> Round:
    """Run up to ``limit`` entries that are due at ``now``."""
    expect_live_connections()
    done = failed = 0
    for entry in _claim(now, limit):
        error = _run(entry, now)
        _write_down(entry, error, now)
        done, failed = done + (error is None), failed + (error is not None)
    return Round(done, failed)


def _claim(now: datetime, limit: int) -> list[OutboxEntry]:
    with in_platform(SYSTEM, "claim due work"), transaction.atomic():
        due = list(
            OutboxEntry.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, gave_up_at__isnull=True, due_at__lte=now)
            .order_by("due_at")[:limit]
        )
        for entry in due:
            entry.attempts += 1
            entry.due_at = now + LEASE
        OutboxEntry.objects.bulk_update(due, ["attempts", "due_at"])
    return due


def _run(entry: OutboxEntry, now: datetime) -> str | None:
    """Run one entry; returns what went wrong, or None."""
    try:
        task = task_named(entry.task)
        if entry.lender_id is None:
            task.run(now=now, **entry.arguments)
        else:
            with in_platform(SYSTEM, "find the lender of an entry"):
                lender = lender_by_id(entry.lender_id)
            with in_tenant(lender):
                task.run(now=now, **entry.arguments)
    except Exception as error:
        # The border of all background work: the entry keeps the reason, the log (and Sentry) the trace.
        log.exception("outbox_task_failed", task=entry.task, entry=str(entry.id), attempts=entry.attempts)
        return f"{type(error).__name__}: {error}"[:500]
    return None


def _write_down(entry: OutboxEntry, error: str | None, now: datetime) -> None:
    entry.last_error = error or ""
    if error is None:
        entry.done_at = now
    elif entry.attempts >= GIVE_UP_AFTER:
        entry.gave_up_at = now
    else:
        entry.due_at = now + timedelta(seconds=min(2**entry.attempts, 3600))
    with in_platform(SYSTEM, "write down how work went"):
        entry.save(update_fields=["last_error", "done_at", "gave_up_at", "due_at"])
