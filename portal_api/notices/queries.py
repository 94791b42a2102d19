"""What was said, to whom, and whether it left."""

from __future__ import annotations

import uuid

from .models import Notice


def notices_to(user_id: uuid.UUID, *, most: int = 50) -> list[Notice]:
    """The newest notices to one login, newest first."""
    return list(Notice.objects.filter(user_id=user_id).order_by("-created_at")[:most])


def notices_about(kind: str, object_id: object, *, most: int = 50) -> list[Notice]:
    """The newest notices about one thing (a payment, a ticket), newest first."""
    found = Notice.objects.filter(about_kind=kind, about_id=str(object_id))
    return list(found.order_by("-created_at")[:most])
