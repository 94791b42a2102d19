"""Letting a lender live in another schema: one transaction, with the money frozen, and a way back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.audit.operations import record
from tenants.context import in_platform, in_tenant
from tenants.epoch import raise_epoch, unpublish
from tenants.frozen import close_gate
from tenants.migrating import owner_connection
from tenants.models import Lender, LenderSchema
from tenants.states import SchemaState

from . import tables
from .errors import CannotRestore, RestoreUnderWay
from .registry import after_restore, fleeting_tables

SWAPPED = "lender.restored"


@contextmanager
def the_only_restore(slug: str) -> Iterator[None]:
    """Hold a short name for one restore; raises RestoreUnderWay. The lock ends with the process, however it ends."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('restore'), hashtext(%s))", [slug])
        if cursor.fetchone() != (True,):
            raise RestoreUnderWay(slug)
    try:
        yield
    finally:
        owner.set_schema_to_public()
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('restore'), hashtext(%s))", [slug])


def swap(*, lender: Lender, to: LenderSchema, because: str, actor: Actor, now: datetime) -> Lender:
    """Let a lender live in ``to`` from now on, its money frozen; the schema that it leaves is set aside.

    Payments that are being accepted are waited for. Raises CannotRestore where the lender has moved meanwhile.
    """
    end_sessions(to)
    with in_platform(actor, f"restore {lender.slug}"), transaction.atomic():
        close_gate(lender.schema_name)
        row = Lender.objects.select_for_update().get(id=lender.id)
        if row.schema_name != lender.schema_name:
            raise CannotRestore(f"{row.slug} was moved to another schema meanwhile. Look again.")
        LenderSchema.objects.filter(schema_name=row.schema_name).update(state=SchemaState.SET_ASIDE)
        LenderSchema.objects.filter(id=to.id).update(state=SchemaState.TAKEN)
        left = row.schema_name
        row.schema_name, row.db_role = to.schema_name, to.db_role
        row.money_frozen_at, row.money_frozen_reason = now, because[:200]
        fields = ["schema_name", "db_role", "money_frozen_at", "money_frozen_reason"]
        row.save(update_fields=fields)
        write_down(row, because, {"from_schema": left, "to_schema": to.schema_name}, actor, now)
        unpublish(row.id)
    return row


def way_back(lender: Lender) -> LenderSchema:
    """The schema that a lender left with its last restore; inside the platform. Raises CannotRestore."""
    moves = AuditEntry.objects.filter(object_kind="lender", object_id=str(lender.id), action=SWAPPED)
    last = moves.order_by("-id").first()
    left = str(last.facts.get("from_schema", "")) if last else ""
    found = LenderSchema.objects.filter(schema_name=left, state=SchemaState.SET_ASIDE).first()
    if found is None:
        raise CannotRestore(f"{lender.slug} was not restored in place, so there is nothing to go back to.")
    return found


def write_down(lender: Lender, because: str, facts: dict[str, str], actor: Actor, now: datetime) -> None:
    """Say in the platform's audit log what a lender lives in from now on."""
    record(
        actor=actor,
        now=now,
        action=SWAPPED,
        object_kind="lender",
        object_id=lender.id,
        summary=f"{lender.name}: {because}",
        facts=facts,
    )


def finish(lender: Lender, *, now: datetime) -> None:
    """Give a lender that came back what it needs besides its rows."""
    with in_tenant(lender), transaction.atomic():
        for work in after_restore():
            work(now=now)
        raise_epoch()


def end_sessions(schema: LenderSchema) -> None:
    """Remove what opens doors from a schema that somebody will live in again."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        standing = tables.relations_of(cursor, schema.schema_name).tables
        tables.empty(cursor, schema.schema_name, sorted(fleeting_tables() & standing.keys()))


def vault_mates(lender_id: uuid.UUID, vault_id: uuid.UUID) -> list[Lender]:
    """The other lenders that were made from the same one; inside the platform."""
    return list(Lender.objects.filter(vault_id=vault_id).exclude(id=lender_id).order_by("slug"))
