"""The demo lenders' bank profiles: routing numbers that are valid in form and belong to nobody's test."""

from __future__ import annotations

from datetime import datetime

from portal_api.eft.operations.profile import save_profile
from portal_api.eft.queries import readiness
from portico_kernel.actor import Actor

from .lenders import DemoLender

ROUTING = "091000019"


def ensure_bank_profile(demo: DemoLender, *, actor: Actor, now: datetime) -> None:
    """Give the lender that is entered a complete profile, with cut-offs at midday and in the afternoon."""
    if not readiness():
        return
    number = f"{sum(demo.slug.encode()):08d}"
    save_profile(
        bank_name=demo.bank,
        destination_routing=ROUTING,
        origin_id=f"1{number}"[:9].ljust(10, "0"),
        company_name=demo.name.upper()[:16].strip(),
        company_id=f"1{number}",
        odfi_id=ROUTING[:8],
        entry_description="LOAN PMT",
        cutoffs=["11:00", "16:30"],
        effective_days=1,
        actor=actor,
        now=now,
    )
