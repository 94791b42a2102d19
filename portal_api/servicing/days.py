"""The lender's own calendar, and the lender that it belongs to."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from portico_kernel.calendar import local_day
from tenants.context import current_lender


class _Entered(Protocol):
    id: uuid.UUID
    slug: str
    time_zone: str
    currency: str


def lender_zone() -> ZoneInfo:
    """The time zone of the lender that is entered."""
    return ZoneInfo(_entered().time_zone)


def lender_day(now: datetime) -> date:
    """The calendar day that the entered lender lives at the instant ``now``."""
    return local_day(now, lender_zone())


def lender_id() -> uuid.UUID:
    """The lender that is entered, as work in the outbox names it."""
    return _entered().id


def lender_slug() -> str:
    """The entered lender's short name; stable, so that made-up people can be made from it."""
    return _entered().slug


def lender_currency() -> str:
    """The currency of the entered lender's accounts."""
    return _entered().currency


def _entered() -> _Entered:
    return cast(_Entered, current_lender())
