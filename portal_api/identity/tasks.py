"""The outbox' door to logins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portico_kernel.actor import Actor
from tenants.context import in_platform, lender_entered

from .operations.passwords import mail_reset
from .states import UserKind

SYSTEM = Actor.system("identity")


def mail_asked_reset(*, now: datetime, ask_id: str, email: str, kind: str, address: str, **_: Any) -> None:
    """Mail the link that somebody asked for, of the lender that is entered, else of the platform; may run twice."""
    if lender_entered() is not None:
        mail_reset(ask_id=ask_id, email=email, kind=UserKind(kind), address=address, now=now)
        return
    with in_platform(SYSTEM, "mail a reset link"):
        mail_reset(ask_id=ask_id, email=email, kind=UserKind(kind), address=address, now=now)
