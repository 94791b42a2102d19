"""Accepting work in a transaction, so that it is done if and only if the transaction commits."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from .models import OutboxEntry
from .registry import known_names

_nudge: list[Callable[[], None]] = []


def nudge_with(callback: Callable[[], None]) -> None:
    """Name the function that tells the workers, after commit, that there is work (a hint; it may fail)."""
    _nudge[:] = [callback]


def enqueue(
    *,
    lender_id: uuid.UUID | None,
    task: str,
    arguments: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    key: str | None = None,
) -> None:
    """Accept work for a lender (None: the platform), to be run by name at or after ``due_at``.

    With ``key``, the same work asked twice stands once; that is fine and silent. Raises KeyError for a
    task that nobody registered.
    """
    if task not in known_names():
        raise KeyError(f"no task is registered as {task!r}")
    entry = OutboxEntry(
        lender_id=lender_id, task=task, arguments=dict(arguments), due_at=due_at or now, accepted_at=now, key=key
    )
    # ON CONFLICT DO NOTHING needs no right to read or change other rows.
    OutboxEntry.objects.bulk_create([entry], ignore_conflicts=key is not None)
    if entry.due_at <= now and _nudge:
        transaction.on_commit(_nudge[0], robust=True)
