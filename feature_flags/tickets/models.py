"""Tickets, their history, and the intent that spans platform and lender."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portico_kernel.rows import Row

from .states import UNFINISHED, StrandedChoice, TicketStatus


class Ticket(models.Model):
    """A lender's request to support. The number is what people say on the phone."""

    append_only: ClassVar[bool] = False
    lookup_may_read: ClassVar[bool] = False
    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    number = models.BigAutoField(primary_key=True)
    lender_id = models.UUIDField(db_index=True)
    section = models.CharField(max_length=32)
    wants_on = models.BooleanField()
    message = models.CharField(max_length=1000)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    opener_email = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=16, choices=TicketStatus.choices, default=TicketStatus.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lender_id", "section"],
                condition=models.Q(status__in=UNFINISHED),
                name="ticket_unfinished_once",
            )
        ]


class TicketEvent(Row):
    """One thing said or done on a ticket."""

    lenders_rows_also: ClassVar[str] = "ticket_id IN (SELECT number FROM public.tickets_ticket)"

    append_only: ClassVar[bool] = True
    lenders_may: ClassVar[frozenset[str]] = frozenset({"INSERT", "SELECT"})

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")
    lender_id = models.UUIDField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_label = models.CharField(max_length=200)
    text = models.CharField(max_length=1000)


class SwitchIntent(Row):
    """Support's decision to turn a switch: intended here, applied in the lender, confirmed here.

    Each step is safe to repeat, so that it also works when the lender stands in another database.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="intent")
    lender_id = models.UUIDField()
    stranded_choice = models.CharField(max_length=16, choices=StrandedChoice.choices, blank=True)
    note = models.CharField(max_length=500)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    intended_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)
