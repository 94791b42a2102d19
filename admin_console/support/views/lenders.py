"""Lenders at support: where each stands, and why something is missing there."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from admin_console.shared.sections import change_lines, section_lines
from admin_console.shared.tickets import ticket_line
from admin_console.shared.visits import Visit
from branding.published.queries import newest_version
from feature_flags.sections import sections_now
from feature_flags.tickets.queries import tickets
from portal_api.eft.queries import readiness
from tenants.context import in_tenant
from tenants.fleet.spares import spares_left
from tenants.hosts import hosts_of
from tenants.models import Lender
from tenants.queries import lender_by_id

from ..beginnings import Beginning, beginning_of
from ..doors import support_page
from ..forms import AdministratorForm
from ..queries import lender_line, lenders_found, opening_of, schema_of


@support_page
def lenders(visit: Visit) -> HttpResponse:
    """Every lender, by name, fifty a page."""
    words = words_typed(visit.request)
    page = page_of(visit.request, lenders_found(words=words))
    context = {
        "page": page,
        "lines": [lender_line(found) for found in page],
        "words": words,
        "places": spares_left(),
    }
    return visit.page("support/lenders.html", context)


@support_page
def lender(visit: Visit, lender_id: uuid.UUID) -> HttpResponse:
    """One lender: what it still needs, hosts, schema, sections with their history, readiness and tickets."""
    return lender_page(visit, lender_by_id(lender_id))


def lender_page(visit: Visit, found: Lender, refused: ConsoleForm | None = None) -> HttpResponse:
    """The same page, with the form on it that was refused."""
    hosts = hosts_of(found.id)
    context = {
        "lender": found,
        "hosts": hosts,
        "opens_at": address_of(hosts[0].domain) if hosts and found.is_live else "",
        "schema": schema_of(found),
        "tickets": [ticket_line(t) for t in tickets(lender_id=found.id)[:20]],
        **({} if found.offboarded_at else _look_inside(found, refused)),
        "form": refused,
    }
    return visit.page("support/lender.html", context, status=refused.http_status if refused else 200)


def _look_inside(found: Lender, refused: ConsoleForm | None) -> dict[str, Any]:
    """What only the lender's own schema knows. Never of one that has left: its schema may be gone."""
    site = found.sites.filter(is_default=True).first()
    brand = newest_version(site.id) if site else None
    with in_tenant(found):
        sections, missing, changes = sections_now(), readiness(), change_lines()
        beginning = beginning_of(found, brand=brand, missing=missing, sections=sections)
    return {
        "is_open": True,
        "brand": brand,
        "lines": section_lines(sections),
        "changes": changes,
        "missing": missing,
        "beginning": beginning,
        "inviting": None if beginning.is_administered else refused or _inviting(found, beginning),
    }


def _inviting(found: Lender, beginning: Beginning) -> AdministratorForm:
    """The form that invites the first administrator, filled in with whom support named before."""
    opening = opening_of(found)
    name, email = opening.get("administrator", ""), opening.get("administrator_email", "")
    if beginning.waiting:
        name, email = beginning.waiting[0].name, beginning.waiting[0].email
    return AdministratorForm(initial={"name": name, "email": email})


def address_of(host: str) -> str:
    """Where a browser opens a host."""
    return f"{settings.PORTICO_SCHEME}://{host}{settings.PORTICO_PORT_SUFFIX}/"
