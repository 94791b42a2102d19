"""What the web app knows before its first request: lender, brand, sections, viewer."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.utils.translation import get_language

from branding.published.queries import PublishedBrand
from feature_flags.sections import sections_of
from portal_api.identity.models import User
from tenants.snapshot import LenderSnapshot


def bootstrap_for(lender: LenderSnapshot, user: User | None) -> dict[str, Any]:
    """The bootstrap of one host for one person (None: nobody has signed in)."""
    language = (user.language if user else None) or get_language() or "en"
    brand = cast(PublishedBrand, lender.parts["brand"])
    in_force = sections_of(lender)
    state = "on" if "payments" in in_force.offered else "not_ready" if "payments" in in_force.not_ready else "off"
    return {
        "epoch": lender.epoch,
        "build": settings.PORTICO_BUILD,
        "language": language,
        "languages": [code for code, _ in settings.LANGUAGES],
        "lender": {
            "slug": lender.slug,
            "name": lender.name,
            "time_zone": lender.time_zone,
            "country": lender.country,
            "currency": lender.currency,
        },
        "brand": brand.for_web(language),
        "sections": sorted(in_force.offered),
        "payments_state": state,
        "wallet_origin": settings.PORTICO_WALLET_ORIGIN,
        "viewer": _viewer(user),
        "idle": {"timeout_seconds": settings.PORTICO_IDLE_SECONDS, "warn_seconds": settings.PORTICO_IDLE_WARN_SECONDS},
        "demo": {"mail_url": "/demo/mail"} if settings.PORTICO_DEMO else None,
    }


def _viewer(user: User | None) -> dict[str, Any] | None:
    if user is None:
        return None
    initials = "".join(part[0] for part in user.name.split()[:2]).upper()
    return {"id": str(user.id), "name": user.name, "email": user.email, "initials": initials, "read_only": False}
