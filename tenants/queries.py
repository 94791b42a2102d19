"""What may be read about lenders, from inside the platform door."""

from __future__ import annotations

import uuid

from portico_kernel.errors import NotFound

from .models import Domain, Lender


def lender_by_slug(slug: str) -> Lender:
    """The lender with that short name; raises NotFound with a sentence that names the ones that exist."""
    try:
        return Lender.objects.get(slug=slug)
    except Lender.DoesNotExist:
        known = ", ".join(Lender.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise NotFound(f"There is no lender called {slug!r}. Lenders here: {known or 'none yet'}.") from None


def lender_by_id(lender_id: uuid.UUID) -> Lender:
    """The lender with that id; raises NotFound."""
    try:
        return Lender.objects.get(id=lender_id)
    except Lender.DoesNotExist:
        raise NotFound("There is no such lender.") from None


def all_lenders() -> list[Lender]:
    """Every lender, by name."""
    return list(Lender.objects.order_by("name"))


def primary_host(lender_id: uuid.UUID) -> str:
    """The host name that links in messages use; raises NotFound when the lender has none."""
    domain = Domain.objects.filter(tenant_id=lender_id).order_by("-is_primary", "id").first()
    if domain is None:
        raise NotFound("This lender has no host name yet.")
    return str(domain.domain)
