"""Rows that are worth nothing once they have expired: each app says which, and they go a month later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

KEPT_AFTER = timedelta(days=30)
BATCH = 500
# What one run may take: the rest goes with the next, so that no run holds its worker for long.
MOST_BATCHES = 100


@dataclass(frozen=True, slots=True)
class Expiring:
    """One kind of row. ``before`` gives those that expired before an instant; nothing may still need them.

    ``on_platform``: the table stands in the public schema as well.
    """

    name: str
    before: Callable[[datetime], QuerySet[Any]]
    on_platform: bool = False


def expired_by(model: type[Model], field: str, **also: Any) -> Callable[[datetime], QuerySet[Any]]:
    """Gives the rows of a model whose ``field`` is earlier than an instant; only those that ``also`` are so."""
    return lambda before: model._default_manager.filter(**{f"{field}__lt": before}, **also)


_kinds: dict[str, Expiring] = {}


def register_expiring(kind: Expiring) -> None:
    """Make a kind of row known; its app does so when it is ready."""
    _kinds[kind.name] = kind


def remove_expired(*, now: datetime, on_platform: bool = False, batch: int = BATCH) -> Mapping[str, int]:
    """Delete, where we stand, what expired more than KEPT_AFTER ago, a batch at a time; returns counts by kind."""
    wanted = [kind for kind in _kinds.values() if kind.on_platform or not on_platform]
    return {kind.name: _remove(kind.before(now - KEPT_AFTER), batch) for kind in wanted}


def _remove(expired: QuerySet[Any], batch: int) -> int:
    removed = 0
    for _ in range(MOST_BATCHES):
        ids = list(expired.order_by("pk").values_list("pk", flat=True)[:batch])
        if not ids:
            break
        expired.filter(pk__in=ids).delete()
        removed += len(ids)
    return removed
