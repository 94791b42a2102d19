"""The lender's own calendar day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from portico_kernel.calendar import local_day
from tenants.context import current_lender


class _HasZone(Protocol):
    time_zone: str


def lender_zone() -> ZoneInfo:
    """The time zone of the lender that is entered."""
    return ZoneInfo(cast(_HasZone, current_lender()).time_zone)


def lender_day(now: datetime) -> date:
    """The calendar day that the entered lender lives at the instant ``now``."""
    return local_day(now, lender_zone())
