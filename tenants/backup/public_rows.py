"""A lender's rows in the public schema: every shared table that names a lender, found by its columns."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core import serializers
from django.db.models import Model, QuerySet

from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.grants import models_of
from tenants.models import Configuration, Domain, Lender

# Work in hand belongs to the moment, and what hosts show is published anew.
NEVER = (OutboxEntry, Configuration)


def part_name(model: type[Model]) -> str:
    """How a shared table is called in a backup."""
    return f"public/{model._meta.label_lower}"


def of_lender(lender_id: uuid.UUID) -> Iterator[QuerySet[Model]]:
    """The rows of one lender, table by table; what others point at comes first."""
    for model in _ordered(models_of(settings.SHARED_APPS)):
        column = _names_lender_by(model)
        if column and model not in NEVER:
            rows = model._default_manager.using("owner").filter(**{column: lender_id}).order_by("pk")
            yield rows.filter(object_kind="lender") if model is AuditEntry else rows


def lines_of(rows: QuerySet[Model]) -> Iterator[bytes]:
    """Each row as a line of JSON."""
    for row in rows.iterator(chunk_size=200):
        yield serializers.serialize("jsonl", [row]).strip().encode() + b"\n"


def rows_from(lines: bytes) -> list[Model]:
    """The rows again; columns that this version no longer has are left out, new ones have their defaults."""
    found = serializers.deserialize("jsonl", lines.decode(), using="owner", ignorenonexistent=True)
    return [each.object for each in found]


def shown_by_hosts(model: type[Model]) -> bool:
    """Whether a copy of a lender has rows of this table, too: those that its hosts show, but for their names."""
    return bool(getattr(model, "lookup_may_read", False)) and model not in {Lender, Domain}


def _names_lender_by(model: type[Model]) -> str:
    if model is Lender:
        return "id"
    if model is AuditEntry:
        return "object_id"
    for field in model._meta.local_concrete_fields:
        if field.column == "lender_id" or field.related_model is Lender:
            return str(field.attname)
    return ""


def _ordered(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Tables before those that point at them."""
    ordered: list[type[Model]] = []
    waiting = list(models)
    while waiting:
        for model in waiting:
            needs = {f.related_model for f in model._meta.local_concrete_fields if f.related_model} - {model}
            if needs.isdisjoint(waiting):
                ordered.append(model)
        waiting = [model for model in waiting if model not in ordered]
    return ordered
