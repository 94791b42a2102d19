"""What has been put into files for banks, outside the reach of a lender's restore."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portico_kernel.rows import Row


class RegisteredFile(Row):
    """One generated file: which payments it debits and for how much in all. Written before the file is offered."""

    append_only: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    lender_id = models.UUIDField()
    file_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField()
    cutoff_at = models.DateTimeField()
    file_on = models.DateField()
    id_modifier = models.CharField(max_length=1)
    last_trace = models.CharField(max_length=15)  # a restored lender numbers its next entries after this one
    content_hash = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    payment_ids = models.JSONField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lender_id", "number"], name="registered_number_once")]
