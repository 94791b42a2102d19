"""The outbox' door to notices."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from tenants.context import in_platform, lender_entered

from .operations import deliver_notice
from .senders import MAILER


def deliver(*, notice_id: str, now: datetime, **_: Any) -> None:
    """Mail one notice of the lender that is entered, else of the platform; may run twice."""
    if lender_entered() is not None:
        deliver_notice(notice_id=uuid.UUID(notice_id), now=now)
        return
    with in_platform(MAILER, "mail a notice"):
        deliver_notice(notice_id=uuid.UUID(notice_id), now=now)
