"""Lenders that are rows and nothing more: enough for lists, which enter none of them."""

from __future__ import annotations

from typing import Any

from tenants.context import in_platform
from tenants.epoch import initial_parts, raise_epoch_of
from tenants.models import Domain, Lender, Site
from tests.database import LONG_AGO, SYSTEM


def listed(slug: str, name: str, **facts: Any) -> Lender:
    """A lender with a site and a host, whose schema does not exist."""
    with in_platform(SYSTEM, "a lender to list"):
        lender = Lender.objects.create(
            slug=slug, name=name, schema_name=f"t_{slug}", db_role=f"r_{slug}", created_at=LONG_AGO, **facts
        )
        site = Site.objects.create(lender=lender, name=name)
        Domain.objects.create(tenant=lender, site=site, domain=f"{slug}.testserver", is_primary=True)
        raise_epoch_of(lender.id, parts=initial_parts())
    return lender
