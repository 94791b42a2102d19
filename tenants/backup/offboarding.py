"""A lender's end: off after a last backup, with a way back; and, a month later, gone for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.audit.operations import record
from portico_kernel.errors import InvalidInput
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.storage import storage
from tenants.context import in_platform
from tenants.epoch import unpublish
from tenants.frozen import close_gate
from tenants.grants import models_of
from tenants.migrating import owner_connection
from tenants.models import Configuration, Domain, Lender, LenderSchema

from . import public_rows, tables
from .errors import CannotLeave
from .manifest import Manifest
from .reading import verify
from .swapping import SWAPPED, end_sessions, finish, the_only_restore, vault_mates
from .taking import Taken, Watch, back_up, file_name

KEPT_FOR = timedelta(days=30)
SIDES = ("from_schema", "to_schema")  # in the audit rows of restores
RETURNED = "Came back after it was offboarded."


@dataclass(frozen=True, slots=True)
class Gone:
    """What a purge removed. ``files`` is 0 where another lender still has the same vault."""

    schemas: int
    files: int


def offboard(
    *,
    lender: Lender,
    reason: str,
    folder: Path,
    actor: Actor,
    now: datetime,
    watch: Watch = lambda items, _: items,
) -> Taken:
    """Take a last backup, then switch a lender off: its hosts answer 404, nobody is signed in, its work rests.

    Raises CannotLeave where it is off already, and InvalidInput without a reason.
    """
    if not reason.strip():
        raise InvalidInput("Say why the lender leaves.", fields={"reason": "Say why the lender leaves."})
    with the_only_restore(lender.slug):
        if lender.offboarded_at is not None:
            raise CannotLeave(f"{lender.slug} was offboarded on {lender.offboarded_at:%Y-%m-%d} already.")
        # Off before the backup: what is accepted in between would be in neither.
        _switch(lender, off_since=now, reason=reason, actor=actor, now=now)
        try:
            return back_up(
                lender=lender, target=folder / file_name(lender.slug, now), actor=actor, now=now, watch=watch
            )
        except BaseException:
            _switch(lender, off_since=None, reason="The last backup could not be taken.", actor=actor, now=now)
            raise
        finally:
            end_sessions(_schema_of(lender))


def come_back(*, lender: Lender, reason: str, actor: Actor, now: datetime) -> Lender:
    """Switch an offboarded lender on again; frozen where another lender has its borrowers. Raises CannotLeave."""
    with the_only_restore(lender.slug):
        if lender.offboarded_at is None:
            raise CannotLeave(f"{lender.slug} is not offboarded.")
        _switch(lender, off_since=None, reason=reason or RETURNED, actor=actor, now=now)
    back = Lender.objects.using("owner").get(id=lender.id)
    finish(back, now=now)
    return back


def purge(*, lender: Lender, backup: Path, reason: str, actor: Actor, now: datetime) -> Gone:
    """Remove an offboarded lender's schemas, roles, files and public rows for good.

    ``reason`` is asked for within a month of its leaving. Tickets, the register of bank files and the audit stay.
    Raises CannotLeave, and what ``verify`` raises for a backup that could not bring it back.
    """
    with the_only_restore(lender.slug):
        _refuse_to_purge(lender, verify(backup), reason, now)
        with in_platform(actor, f"purge {lender.slug}"):
            mates = vault_mates(lender.id, lender.vault_id)
        keys = [] if mates else list(storage().keys_of(lender))
        for key in keys:
            storage().remove(key)
        schemas = _schemas_of(lender)
        _note_purge(lender, backup.name, reason, actor, now)
        # As the owner: nobody else may remove what is only ever added to. All of it or nothing, so that a purge
        # that dies half-way leaves a lender that can come back, and is run again.
        owner_connection().set_schema_to_public()
        with transaction.atomic(using="owner"):
            _drop(schemas)
            _remove_rows(lender)
    return Gone(len(schemas), len(keys))


def default_folder() -> Path:
    """Where last backups go unless somebody names a place."""
    return Path(settings.PORTICO_VAR) / "backups"


def _switch(lender: Lender, *, off_since: datetime | None, reason: str, actor: Actor, now: datetime) -> None:
    with in_platform(actor, f"offboard {lender.slug}"), transaction.atomic():
        close_gate(lender.schema_name)
        row = Lender.objects.select_for_update().get(id=lender.id)
        row.is_live, row.offboarded_at = off_since is None, off_since
        if off_since is None and vault_mates(row.id, row.vault_id):
            row.money_frozen_at, row.money_frozen_reason = now, RETURNED
        row.save(update_fields=["is_live", "offboarded_at", "money_frozen_at", "money_frozen_reason"])
        record(
            actor=actor,
            now=now,
            action="lender.offboarded" if off_since else "lender.came_back",
            object_kind="lender",
            object_id=row.id,
            summary=f"{row.name} was {'switched off' if off_since else 'switched on again'}.",
            reason=reason.strip()[:500],
        )
        unpublish(row.id)


def _refuse_to_purge(lender: Lender, manifest: Manifest, reason: str, now: datetime) -> None:
    if lender.offboarded_at is None:
        raise CannotLeave(f"{lender.slug} is live. Offboard it first: portico offboard {lender.slug} --reason …")
    if now < lender.offboarded_at + KEPT_FOR and not reason.strip():
        day = lender.offboarded_at + KEPT_FOR
        raise CannotLeave(
            f"{lender.slug} left less than {KEPT_FOR.days} days ago. Purge it from {day:%Y-%m-%d} on, or say why it"
            " cannot wait: --purge-before-its-time REASON."
        )
    if manifest.lender_id != lender.id or manifest.made_at < lender.offboarded_at:
        raise CannotLeave(
            f"This backup is not {lender.slug}'s last: it is {manifest.slug}'s of {manifest.made_at:%Y-%m-%d %H:%M}"
            f" UTC, and {lender.slug} was offboarded on {lender.offboarded_at:%Y-%m-%d %H:%M}."
        )


def _schema_of(lender: Lender) -> LenderSchema:
    return LenderSchema.objects.using("owner").get(schema_name=lender.schema_name)


def _schemas_of(lender: Lender) -> list[LenderSchema]:
    """The schema that a lender lives in and those that it left with restores."""
    moves = AuditEntry.objects.using("owner").filter(object_kind="lender", object_id=str(lender.id), action=SWAPPED)
    names = {str(facts.get(side, "")) for facts in moves.values_list("facts", flat=True) for side in SIDES}
    return list(LenderSchema.objects.using("owner").filter(schema_name__in={*names, lender.schema_name}))


def _note_purge(lender: Lender, backup: str, reason: str, actor: Actor, now: datetime) -> None:
    with in_platform(actor, f"purge {lender.slug}"), transaction.atomic():
        record(
            actor=actor,
            now=now,
            action="lender.purged",
            object_kind="lender",
            object_id=lender.id,
            summary=f"{lender.name} was removed for good.",
            reason=reason.strip()[:500],
            facts={"backup": backup, "slug": lender.slug},
        )


def _remove_rows(lender: Lender) -> None:
    OutboxEntry.objects.using("owner").filter(lender_id=lender.id).delete()
    Domain.objects.using("owner").filter(tenant_id=lender.id).delete()
    Configuration.objects.using("owner").filter(lender_id=lender.id).delete()
    # What points at something goes before it.
    shown = [model for model in models_of(settings.SHARED_APPS) if public_rows.shown_by_hosts(model)]
    for model in reversed(shown):
        if any(field.column == "lender_id" for field in model._meta.local_concrete_fields):
            model._default_manager.using("owner").filter(lender_id=lender.id).delete()
    Lender.objects.using("owner").filter(id=lender.id).delete()


def _drop(schemas: list[LenderSchema]) -> None:
    owner = owner_connection()
    owner.set_schema_to_public()
    for schema in schemas:
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            tables.drop_schema(cursor, schema.schema_name, schema.db_role)
            LenderSchema.objects.using("owner").filter(id=schema.id).delete()
