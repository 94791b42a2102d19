"""Switches as tests need them turned: without the ticket that turns them in life."""

from __future__ import annotations

from datetime import datetime

from feature_flags.models import Switch
from tenants.context import in_tenant
from tenants.epoch import raise_epoch
from tenants.models import Lender
from tests.database import LONG_AGO


def turn(lender: Lender, section: str, *, on: bool, at: datetime = LONG_AGO) -> None:
    """Put a section's switch where the test wants it, in force for the next request."""
    with in_tenant(lender):
        Switch.objects.update_or_create(section=section, defaults={"is_on": on, "changed_at": at})
        raise_epoch()
