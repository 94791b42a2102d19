"""Lenders as support sees them, from inside the platform's door: lists cost the same at three and at a thousand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from admin_console.shared.sections import SectionLine, section_lines
from feature_flags.sections import PART, build_sections
from tenants.models import Configuration, Domain, Lender, LenderSchema
from tenants.states import SchemaState


@dataclass(frozen=True, slots=True)
class LenderLine:
    """One lender as a list shows it. ``sections`` is empty where the lender has published none."""

    lender: Lender
    host: str
    sections: list[SectionLine]


def lenders_found(*, words: str = "") -> QuerySet[Lender]:
    """Lenders by name; each of the words has to be in the name, the short name or a host name."""
    found = Lender.objects.order_by("name", "slug")
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
    return section_lines(build_sections(published)) if published else []


def lender_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these lenders. One query."""
    return dict(Lender.objects.filter(id__in=set(ids)).values_list("id", "name"))


def schema_of(lender: Lender) -> LenderSchema | None:
    """What is written down about a lender's schema; None for one made before schemas were written down."""
    return LenderSchema.objects.filter(schema_name=lender.schema_name).first()


def places_ready() -> int:
    """How many lenders could be made this very moment."""
    return LenderSchema.objects.filter(state=SchemaState.SPARE).count()
