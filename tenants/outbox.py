"""Doing what the outbox holds: claim a due entry, run it in its lender, write down how it went, take the next.

A worker that dies leaves its one entry leased for LEASE; after that another takes it, so a task may run
twice and must stand it (STYLE rule 33). Entries that wait for their turn are leased by nobody: a slow task
before them lets no lease of theirs run out.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import NotFound, PorticoError
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.outbox.registry import task_named
from portico_kernel.scrubbing import scrub_text

from .context import in_platform, in_tenant
from .hooks import expect_live_connections
from .models import Lender
from .queries import lender_by_id

log = structlog.get_logger(__name__)
SYSTEM = Actor.system("outbox")
LEASE = timedelta(minutes=5)
# What says of itself that trying again cannot help is given up soon; everything else is our fault or
# somebody's outage, and is tried every hour for a week. What is given up stays, for ``portico outbox``.
GIVE_UP_AFTER = 12
GIVE_UP_AFTER_DAYS = timedelta(days=7)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Round:
    """How one round went: entries done and entries that will be tried again (or were given up)."""

    done: int
    failed: int


def run_due(*, now: datetime, clock: Callable[[], datetime] | None = None, limit: int = 50) -> Round:
    """Run up to ``limit`` entries that are due at ``now``.

    Each entry's lease and task have the time that the door's ``clock`` shows when its turn comes; without one,
    ``now``.
    """
    expect_live_connections()
    done = failed = 0
    for entry_id in _due(now, limit):
        at = clock() if clock else now
        entry = _claim(entry_id, at)
        if entry is None:
            continue
        failure = _run(entry, at)
        _write_down(entry, failure, clock() if clock else now)
        done, failed = done + (failure is None), failed + (failure is not None)
    return Round(done, failed)


def _due(now: datetime, limit: int) -> list[uuid.UUID]:
    with in_platform(SYSTEM, "find due work"):
        return list(_waiting(now).order_by("due_at").values_list("id", flat=True)[:limit])


def _waiting(now: datetime) -> QuerySet[OutboxEntry]:
    # The work of a lender that left rests, and goes on where it was should the lender come back.
    gone = Lender.objects.filter(offboarded_at__isnull=False).values("id")
    waiting = OutboxEntry.objects.filter(done_at__isnull=True, gave_up_at__isnull=True, due_at__lte=now)
    return waiting.exclude(lender_id__in=gone)


def _claim(entry_id: uuid.UUID, now: datetime) -> OutboxEntry | None:
    """Lease one entry to this worker; None where another has it, or has done it meanwhile."""
    with in_platform(SYSTEM, "claim due work"), transaction.atomic():
        entry = _waiting(now).select_for_update(skip_locked=True).filter(id=entry_id).first()
        if entry is not None:
            entry.attempts += 1
            entry.due_at = now + LEASE
            entry.save(update_fields=["attempts", "due_at"])
    return entry


@dataclass(frozen=True, slots=True)
class _Failure:
    text: str
    is_permanent: bool


def _run(entry: OutboxEntry, now: datetime) -> _Failure | None:
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
        is_permanent = isinstance(error, PorticoError) and error.permanent
        return _Failure(scrub_text(f"{type(error).__name__}: {error}")[:500], is_permanent)
    return None


def _write_down(entry: OutboxEntry, failure: _Failure | None, now: datetime) -> None:
    entry.last_error = failure.text if failure else ""
    if failure is None:
        entry.done_at = now
    elif _is_hopeless(entry, failure, now):
        entry.gave_up_at = now
        log.error("outbox_task_given_up", task=entry.task, entry=str(entry.id), attempts=entry.attempts)
    else:
        entry.due_at = now + min(timedelta(seconds=2 ** min(entry.attempts, 12)), LONGEST_WAIT)
    with in_platform(SYSTEM, "write down how work went"):
        rows = OutboxEntry.objects.filter(id=entry.id)
        # Whoever failed after the lease ran out must not take the entry from the worker that has it now.
        ours = rows if failure is None else rows.filter(attempts=entry.attempts)
        ours.update(
            last_error=entry.last_error, done_at=entry.done_at, gave_up_at=entry.gave_up_at, due_at=entry.due_at
        )


def _is_hopeless(entry: OutboxEntry, failure: _Failure, now: datetime) -> bool:
    if failure.is_permanent:
        return entry.attempts >= GIVE_UP_AFTER
    return now - entry.accepted_at >= GIVE_UP_AFTER_DAYS


def given_up() -> list[OutboxEntry]:
    """Work that nobody tries any more, oldest first; inside the platform."""
    return list(OutboxEntry.objects.filter(gave_up_at__isnull=False).order_by("gave_up_at"))


def try_again(*, entry_id: uuid.UUID, actor: Actor, now: datetime) -> None:
    """Put given-up work back; raises NotFound for anything else."""
    with in_platform(actor, "try given-up work again"), transaction.atomic():
        found = OutboxEntry.objects.filter(id=entry_id, gave_up_at__isnull=False)
        if not found.update(gave_up_at=None, attempts=0, due_at=now, accepted_at=now):
            raise NotFound("There is no given-up work of that id.")
        record(
            actor=actor,
            now=now,
            action="outbox.tried_again",
            object_kind="outbox",
            object_id=entry_id,
            summary="Given-up work was put back.",
        )
