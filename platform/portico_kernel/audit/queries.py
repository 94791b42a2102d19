"""Reading the audit log of the schema that is entered."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import AuditEntry


def audit_entries(*, words: str = "", kind: str = "") -> QuerySet[AuditEntry]:
    """What was done, newest first; ``words`` are looked for in what is said, by whom, and the ticket's number.

    ``kind`` keeps one kind of actor.
    """
    found = AuditEntry.objects.order_by("-at", "-id")
    for word in words.split()[:8]:
        found = found.filter(
            Q(summary__icontains=word)
            | Q(actor_label__icontains=word)
            | Q(reason__icontains=word)
            | Q(ticket_number=word)
        )
    return found.filter(actor_kind=kind) if kind else found


def audit_of(object_kind: str, object_id: object, *, most: int = 20) -> list[AuditEntry]:
    """What was done to one thing, newest first."""
    found = AuditEntry.objects.filter(object_kind=object_kind, object_id=str(object_id))
    return list(found.order_by("-at", "-id")[:most])
