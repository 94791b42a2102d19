"""Tickets' background doors."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from .operations import apply_intent


def carry_on(*, now: datetime, intent_id: str, **_: Any) -> None:
    """Finish an intent that the console began; nothing happens when it is confirmed already."""
    apply_intent(intent_id=uuid.UUID(intent_id), now=now)
