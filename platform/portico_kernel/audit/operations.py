"""Writing the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portico_kernel.actor import Actor

from .models import AuditEntry


def record(
    *,
    actor: Actor,
    now: datetime,
    action: str,
    object_kind: str,
    object_id: object,
    summary: str,
    reason: str = "",
    ticket_number: str = "",
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one row in the schema that is entered, in the caller's transaction. ``summary`` is a plain sentence."""
    return AuditEntry.objects.create(
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        summary=summary,
        reason=reason,
        ticket_number=ticket_number,
        facts=dict(facts or {}),
    )
