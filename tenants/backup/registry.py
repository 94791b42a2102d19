"""What only higher packages know about coming back: they say it when their app is ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.db.models import Model


class AfterRestore(Protocol):
    """Work inside a lender that has just come back; may run twice."""

    def __call__(self, *, now: datetime) -> None: ...


_fleeting: set[str] = set()
_afterwards: list[AfterRestore] = []


def register_fleeting(*models: type[Model]) -> None:
    """Name tables that no backup takes: what opens doors must not come back to life."""
    _fleeting.update(model._meta.db_table for model in models)


def register_after_restore(work: AfterRestore) -> None:
    """Name what a restored lender needs besides its rows, such as its planned work."""
    if work not in _afterwards:
        _afterwards.append(work)


def fleeting_tables() -> frozenset[str]:
    """The tables that no backup takes."""
    return frozenset(_fleeting)


def after_restore() -> list[Callable[..., None]]:
    """What runs inside a restored lender."""
    return list(_afterwards)
