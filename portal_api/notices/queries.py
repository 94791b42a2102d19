"""What was said, to whom, and whether it left."""

from __future__ import annotations

import uuid
from datetime import datetime

from .models import Notice


def notices_to(user_id: uuid.UUID, *, most: int = 50) -> list[Notice]:
    """The newest notices to one login, newest first."""
    return list(Notice.objects.filter(user_id=user_id).order_by("-created_at")[:most])


def notices_about(kind: str, object_id: object, *, most: int = 50) -> list[Notice]:
    """The newest notices about one thing (a payment, a ticket), newest first."""
    found = Notice.objects.filter(about_kind=kind, about_id=str(object_id))
    return list(found.order_by("-created_at")[:most])


def was_said(key: str) -> bool:
    """Whether a notice stands under this key."""
    return Notice.objects.filter(dedupe_key=key).exists()


def links_mailed(user_id: uuid.UUID, *, since: datetime) -> int:
    """How many notices with a secret link were accepted for one login after an instant."""
    return Notice.objects.filter(user_id=user_id, created_at__gt=since).exclude(link_purpose="").count()
