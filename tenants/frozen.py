"""Money that is frozen: after a restore nothing is collected, posted or called back until somebody has looked.

The truth is the lender's row, read by money operations in their own transaction. They hold the lender's gate,
which whoever freezes takes for himself: what came before is finished, what comes after sees it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection

from portico_kernel.errors import Unavailable

from .context import current_lender
from .models import Lender

SET_ASIDE = "These rows were set aside: the lender lives in another schema."


@dataclass(frozen=True, slots=True)
class Frozen:
    """Since when no money moves, and why, in words for staff."""

    since: datetime | None
    reason: str


class MoneyFrozen(Unavailable):
    """No money moves at this lender until its payments were checked. Trying later may help."""

    code = "money_frozen"
    message = (
        "Payments are on hold here while we check them. Nothing was debited and nothing was changed."
        " Please try again later, or contact us."
    )


class Known(Protocol):
    """A lender, or a snapshot of one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def db_role(self) -> str: ...


def money_frozen(lender: Known) -> Frozen | None:
    """Why no money moves at a lender, or None; inside that lender or inside the platform. One query."""
    row = Lender.objects.filter(id=lender.id, db_role=lender.db_role)
    found = row.values_list("money_frozen_at", "money_frozen_reason").first()
    if found is None:
        # A process that has not heard of a restore yet stands in rows that nobody will see again.
        return Frozen(None, SET_ASIDE)
    since, reason = found
    return None if since is None else Frozen(since, reason)


def refuse_while_frozen() -> None:
    """Hold the gate of the lender that is entered until the transaction ends; raises MoneyFrozen. Two queries."""
    lender = current_lender()
    _take("pg_advisory_xact_lock_shared", lender.schema_name)
    if money_frozen(lender) is not None:
        raise MoneyFrozen


def close_gate(schema_name: str) -> None:
    """Wait until no money operation is under way in a schema, and keep new ones out until the transaction ends."""
    _take("pg_advisory_xact_lock", schema_name)


def _take(function: str, schema_name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s), hashtext('money'))", [schema_name])
