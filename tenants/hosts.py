"""Host names of lenders, read from inside the platform door."""

from __future__ import annotations

import uuid

from .models import Domain


def hosts_of(lender_id: uuid.UUID) -> list[Domain]:
    """Every host name of a lender, the one that links use first, each with its site."""
    return list(Domain.objects.filter(tenant_id=lender_id).select_related("site").order_by("-is_primary", "domain"))
