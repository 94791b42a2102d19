"""The lender's switches: the truth that money operations read in their own transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portico_kernel.rows import Row


class Switch(Row):
    """A section's present position. No row means the catalogue's default."""

    section = models.CharField(max_length=32, unique=True)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField()


class SwitchChange(Row):
    """One change of a switch: who, when, why, under which ticket, and what was chosen for what it strands."""

    append_only: ClassVar[bool] = True

    section = models.CharField(max_length=32)
    to_on = models.BooleanField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_label = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    ticket_number = models.CharField(max_length=32, blank=True)
    stranded_choice = models.CharField(max_length=16, blank=True)
    # The intent that asked for it: applying the same intent twice changes nothing the second time.
    intent_id = models.UUIDField(null=True, unique=True)
    outcome = models.JSONField(default=dict)
