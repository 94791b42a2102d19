"""Lenders as support sees them, from inside the platform's door: lists cost the same at three and at a thousand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from admin_console.shared.sections import SectionLine, section_lines
from feature_flags.sections import PART, build_sections
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import Conflict
from tenants.models import Configuration, Domain, Lender, LenderSchema
from tenants.queries import lender_by_id

OPENED = "lender.opened"


@dataclass(frozen=True, slots=True)
class LenderLine:
    """One lender as a list shows it: with the sections that support switches, none where none are published."""

    lender: Lender
    host: str
    sections: list[SectionLine]


def lenders_found(*, words: str = "") -> QuerySet[Lender]:
    """Lenders by name; each of the words has to be in the name, the short name or a host name."""
    found = Lender.objects.order_by(Lower("name"), "slug")
    for word in words.split()[:8]:
        hosts = Domain.objects.filter(domain__icontains=word).values("tenant_id")
        found = found.filter(Q(name__icontains=word) | Q(slug__icontains=word) | Q(id__in=hosts))
    hosts_first = Prefetch("domains", Domain.objects.order_by("-is_primary", "id"))
    return found.select_related("configuration").prefetch_related(hosts_first)


def lender_line(lender: Lender) -> LenderLine:
    """The line of a lender that ``lenders_found`` returned. No query."""
    hosts = [str(domain.domain) for domain in lender.domains.all()]
    return LenderLine(lender, hosts[0] if hosts else "", _published_sections(lender))


def _published_sections(lender: Lender) -> list[SectionLine]:
    try:
        published = (lender.configuration.parts or {}).get(PART)
    except Configuration.DoesNotExist:
        published = None
    lines = section_lines(build_sections(published)) if published else []
    return [line for line in lines if line.section.switched_by == "support"]


def lender_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these lenders. One query."""
    return dict(Lender.objects.filter(id__in=set(ids)).values_list("id", "name"))


def schema_of(lender: Lender) -> LenderSchema | None:
    """What is written down about a lender's schema; None for one made before schemas were written down."""
    return LenderSchema.objects.filter(schema_name=lender.schema_name).first()


def present_lender(lender_id: uuid.UUID) -> Lender:
    """A lender that may be entered; raises NotFound, or Conflict for one that has left."""
    lender = lender_by_id(lender_id)
    if lender.offboarded_at is not None:
        raise Conflict(f"{lender.name} has left. Nothing can be changed there.")
    return lender


def opening_of(lender: Lender) -> dict[str, str]:
    """What support typed when it opened the lender; empty for one that came by command."""
    found = AuditEntry.objects.filter(object_kind="lender", object_id=str(lender.id), action=OPENED)
    return dict(found.values_list("facts", flat=True).first() or {})
