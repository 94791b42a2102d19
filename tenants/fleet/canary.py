"""The lenders that a migration tries first, and the look at them before it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from portico_kernel.errors import NotFound
from tenants.migrating import owner_connection
from tenants.models import Lender, LenderSchema
from tenants.states import SchemaState

from .shape import difference

LINES_SHOWN = 5
MANY_LENDERS = 10
"""Above this many, one lender goes first also where nobody asked for it."""


def canary_schemas(*, wanted: int | None, slugs: Sequence[str]) -> list[LenderSchema]:
    """The schemas of the lenders that go first: those named, and of the oldest as many as ``wanted`` says.

    Raises what ``lenders_named`` raises.
    """
    owner_connection().set_schema_to_public()
    lenders = Lender.objects.using("owner")
    named = lenders_named(slugs)
    count = wanted
    if count is None:
        count = 1 if not slugs and lenders.count() > MANY_LENDERS else 0
    oldest = lenders.exclude(slug__in=slugs).order_by("created_at", "id").values_list("schema_name", flat=True)[:count]
    rows = LenderSchema.objects.using("owner").filter(state=SchemaState.TAKEN)
    return list(rows.filter(schema_name__in=[*named, *oldest]))


def lenders_named(slugs: Sequence[str]) -> list[str]:
    """The schemas of these lenders; raises NotFound with a sentence for a name that no lender has."""
    owner_connection().set_schema_to_public()
    known = dict(Lender.objects.using("owner").filter(slug__in=slugs).values_list("slug", "schema_name"))
    for slug in slugs:
        if slug not in known:
            raise NotFound(f"There is no lender called {slug!r}, so nothing was migrated.")
    return list(known.values())


def what_differs(canary: Sequence[LenderSchema]) -> str:
    """A sentence about the first of them that does not equal the template now; empty where all do."""
    owner_connection().set_schema_to_public()
    template = LenderSchema.objects.using("owner").get(state=SchemaState.TEMPLATE)
    for row in canary:
        lines = difference(row.schema_name, template.schema_name)
        if lines:
            return f"{row.schema_name} differs from the template: {'; '.join(lines[:LINES_SHOWN])}"
    return ""
