"""The configuration epoch: how every process learns, within a second, that a host shows something new.

One number for all, in one row, and beside each lender the number of its own last change: a process that
finds a new number asks whose it was, and forgets those lenders only.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from .context import lender_entered
from .models import Configuration, Epoch

Read = Callable[[], Any]
_parts: dict[str, Read] = {}
_initial: dict[str, Read] = {}


def register_published_part(name: str, *, read: Read, initial: Read) -> None:
    """Have a part of each lender's schema published with its changes.

    ``read`` returns it, ready for JSON, inside the lender; ``initial`` what it is in a lender that nobody
    has touched yet, read nowhere.
    """
    _parts[name], _initial[name] = read, initial


def read_parts() -> dict[str, Any]:
    """What the lender that is entered shows of its own schema."""
    return {name: read() for name, read in _parts.items()}


def initial_parts() -> dict[str, Any]:
    """The same of a lender that nobody has touched yet."""
    return {name: initial() for name, initial in _initial.items()}


def raise_epoch() -> None:
    """Say, in the transaction of a change inside a lender, that its hosts show something new, and publish it.

    Call it last: it holds one row's lock, under which what is published includes every earlier change.
    """
    lender = lender_entered()
    if lender is None:
        raise RuntimeError("on the platform, say whose configuration changed: raise_epoch_of(lender_id)")
    _write(lender.id, _next_epoch(), read_parts())


def raise_epoch_of(lender_id: uuid.UUID, *, parts: dict[str, Any] | None = None) -> None:
    """The same from the platform's door, for a change of a lender's public rows.

    What was published of its schema stays, unless ``parts`` replaces it.
    """
    _write(lender_id, _next_epoch(), parts)


def unpublish(lender_id: uuid.UUID) -> None:
    """From the platform's door: what is published of a lender holds no longer, its next reader asks its schema."""
    _write(lender_id, _next_epoch(), None)
    Configuration.objects.filter(lender_id=lender_id).update(parts=None)


def read_epoch() -> int:
    """The committed epoch."""
    return int(Epoch.objects.values_list("value", flat=True).get(id=1))


def lenders_changed_since(epoch: int) -> set[uuid.UUID]:
    """Whose hosts show something that they did not show at ``epoch``."""
    return set(Configuration.objects.filter(epoch__gt=epoch).values_list("lender_id", flat=True))


def _next_epoch() -> int:
    table = Epoch._meta.db_table
    with connection.cursor() as cursor:
        # Held until the caller's transaction ends: numbers are committed in their order.
        cursor.execute(f"UPDATE {table} SET value = value + 1 WHERE id = 1 RETURNING value")  # noqa: S608  # a name of ours
        (value,) = cursor.fetchone()
    return int(value)


def _write(lender_id: uuid.UUID, epoch: int, parts: dict[str, Any] | None) -> None:
    written = ["epoch"] if parts is None else ["epoch", "parts"]
    Configuration.objects.bulk_create(
        [Configuration(lender_id=lender_id, epoch=epoch, parts=parts)],
        update_conflicts=True,
        unique_fields=["lender"],
        update_fields=written,
    )
