"""The audit log's one table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portico_kernel.rows import Row


class AuditEntry(Row):
    """One thing that somebody did. Facts never hold secrets or account numbers.

    Ids count up: of two things at the same instant, the later one has the higher id.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # the one table whose order is its point

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=48)
    object_id = models.CharField(max_length=64)
    summary = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True)
    ticket_number = models.CharField(max_length=32, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_kind", "object_id", "at"], name="audit_object")]
