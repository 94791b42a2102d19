"""Lenders at support: where each stands, and why something is missing there."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from admin_console.shared.sections import change_lines, section_lines
from admin_console.shared.tickets import ticket_line
from admin_console.shared.visits import Visit
from feature_flags.sections import sections_of
from feature_flags.tickets.queries import tickets
from portal_api.eft.queries import readiness
from tenants.context import in_tenant
from tenants.hosts import hosts_of
from tenants.queries import all_lenders, lender_by_id, primary_host
from tenants.snapshot import snapshot_for_host

from ..doors import support_page


@support_page
def lenders(visit: Visit) -> HttpResponse:
    """Every lender, by name."""
    rows = []
    for lender in all_lenders():
        snapshot = snapshot_for_host(primary_host(lender.id))
        rows.append((lender, section_lines(sections_of(snapshot)) if snapshot else []))
    return visit.page("support/lenders.html", {"rows": rows})


@support_page
def lender(visit: Visit, lender_id: uuid.UUID) -> HttpResponse:
    """One lender: hosts, sections with their history, readiness and tickets."""
    found = lender_by_id(lender_id)
    snapshot = snapshot_for_host(primary_host(found.id))
    with in_tenant(found):
        changes, missing = change_lines(), readiness()
    context = {
        "lender": found,
        "hosts": hosts_of(found.id),
        "brand": snapshot.parts["brand"] if snapshot else None,
        "lines": section_lines(sections_of(snapshot)) if snapshot else [],
        "changes": changes,
        "missing": missing,
        "tickets": [ticket_line(t) for t in tickets(lender_id=found.id)[:20]],
    }
    return visit.page("support/lender.html", context)
