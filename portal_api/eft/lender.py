"""What bank files need to know about the lender that is entered."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from portico_kernel.calendar import local_day
from tenants.context import current_lender


class LenderFacts(Protocol):
    """A lender, or the snapshot of one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def currency(self) -> str: ...


def lender_at_hand() -> LenderFacts:
    """The lender that is entered; raises NoLenderEntered outside of any."""
    return cast(LenderFacts, current_lender())


def lender_zone() -> ZoneInfo:
    """Its time zone: cut-offs are times on the wall of the lender's office."""
    return ZoneInfo(lender_at_hand().time_zone)


def lender_day(now: datetime) -> date:
    """The day that it is for the lender."""
    return local_day(now, lender_zone())
