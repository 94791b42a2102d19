"""Stored answers to money requests."""

from __future__ import annotations

from django.db import models

from portico_kernel.rows import Row


class StoredAnswer(Row):
    """The answer to one request, written in the transaction that did the work (STYLE rule 32)."""

    user_id = models.UUIDField()
    key = models.CharField(max_length=80)
    route = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_key_once")]
