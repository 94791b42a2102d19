"""Work that is due: at once (the outbox) or at an instant (the due index). One table serves both."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from portico_kernel.rows import Row


class OutboxEntry(Row):
    """One task to run for one lender (or for the platform) at or after ``due_at``; it may run twice."""

    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    lender_id = models.UUIDField(null=True)
    task = models.CharField(max_length=64)
    arguments = models.JSONField(default=dict)
    # The same key twice is the same work: "eft.generate 2026-11-23T22:00Z" stands here once per lender.
    key = models.CharField(max_length=160, null=True)
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lender_id", "task", "key"], name="outbox_key_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True, gave_up_at__isnull=True),
                name="outbox_due",
            )
        ]
