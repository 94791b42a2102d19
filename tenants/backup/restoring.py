"""Bringing a lender back from its backup: in its own place, beside its original, or where it had gone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from portico_kernel.actor import Actor
from tenants.context import in_platform
from tenants.epoch import unpublish
from tenants.migrating import owner_connection
from tenants.models import Domain, Lender, LenderSchema, Site
from tenants.new_lender import NewLender, read_new_lender, refuse_taken_names, taken_hosts
from tenants.states import SchemaState

from . import public_rows, tables
from .errors import CannotRestore
from .loading import Loaded, loaded
from .manifest import Manifest
from .reading import verify
from .swapping import finish, swap, the_only_restore, way_back, write_down
from .taking import Watch

LENDER = Lender._meta.label_lower
DOMAIN = Domain._meta.label_lower


@dataclass(frozen=True, slots=True)
class Restored:
    """A lender that came back, its money frozen. ``left``: the schema that it left, where it had one."""

    lender: Lender
    manifest: Manifest
    left: str = ""


def restore(*, path: Path, actor: Actor, now: datetime, watch: Watch = lambda items, _: items) -> Restored:
    """Bring a lender back as the backup has it, under its own name and hosts.

    Where it stands, it moves into a fresh schema and the one that it leaves is set aside. Where it is gone, it is
    made again. Raises what ``verify`` raises, CannotRestore, RestoreUnderWay, or Conflict where others have its names.
    """
    manifest = verify(path)
    with the_only_restore(manifest.slug):
        with in_platform(actor, f"restore {manifest.slug}"):
            lender = Lender.objects.filter(id=manifest.lender_id).first()
            if lender is None and Lender.objects.filter(slug=manifest.slug).exists():
                raise CannotRestore(
                    f"{manifest.slug} is another lender here than the one of this backup. Restore it under another"
                    " name: --as NEWSLUG --host HOST."
                )
        because = _because(manifest)
        with loaded(path, manifest, now=now, watch=watch) as new:
            if lender is None:
                made = _make(new, manifest, None, because, actor, now)
            else:
                made = swap(lender=lender, to=new.schema, because=because, actor=actor, now=now)
    finish(made, now=now)
    return Restored(made, manifest, lender.schema_name if lender else "")


def restore_as(
    *,
    path: Path,
    slug: str,
    hosts: Sequence[str],
    actor: Actor,
    now: datetime,
    watch: Watch = lambda items, _: items,
) -> Restored:
    """Make a lender of another name from a backup, with an id of its own and the original's vault.

    Raises what ``restore`` raises, and InvalidInput for a name or host that cannot be.
    """
    manifest = verify(path)
    asked = read_new_lender(slug=slug, name=manifest.name, hosts=hosts, time_zone="UTC")
    with the_only_restore(asked.slug):
        with in_platform(actor, f"restore {manifest.slug} as {asked.slug}"):
            refuse_taken_names(asked)
        with loaded(path, manifest, now=now, watch=watch) as new:
            made = _make(new, manifest, asked, f"{_because(manifest)} A copy of {manifest.slug}.", actor, now)
    finish(made, now=now)
    return Restored(made, manifest)


def go_back(*, lender: Lender, actor: Actor, now: datetime) -> Lender:
    """Let a lender live again in the schema that it left with its last restore; money is frozen, too.

    Raises CannotRestore where there is none, RestoreUnderWay.
    """
    with the_only_restore(lender.slug):
        with in_platform(actor, f"take back the restore of {lender.slug}"):
            left = way_back(lender)
        because = "The last restore was taken back."
        moved = swap(lender=lender, to=left, because=because, actor=actor, now=now)
    finish(moved, now=now)
    return moved


def _because(manifest: Manifest) -> str:
    return f"Restored from the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC."


def _make(
    new: Loaded, manifest: Manifest, asked: NewLender | None, because: str, actor: Actor, now: datetime
) -> Lender:
    """Write the rows that hosts show around a loaded schema; under another name each gets an id of its own."""
    rows = [row for name in new.public for row in _shown(name, new.public[name])]
    sites = [row for row in rows if isinstance(row, Site)]
    by_old = {old: uuid.uuid4() for old in (manifest.lender_id, *(row.pk for row in rows))} if asked else {}
    for row in rows:
        _rename(row, by_old)
    _rename_inside(new.schema, by_old)
    lender = _lender(new, asked, by_old, because, now)
    domains = _domains(new, asked, lender, sites)
    try:
        with in_platform(actor, f"restore {manifest.slug}"), transaction.atomic():
            LenderSchema.objects.filter(id=new.schema.id).update(state=SchemaState.TAKEN)
            whole: list[Model] = [lender, *rows, *domains]
            for row in whole:
                type(row)._default_manager.bulk_create([row])
            write_down(lender, because, {"to_schema": new.schema.schema_name}, actor, now)
            unpublish(lender.id)
    except IntegrityError as error:
        raise taken_hosts([domain.domain for domain in domains]) from error
    return lender


def _shown(name: str, lines: bytes) -> list[Model]:
    model = apps.get_model(name)
    return public_rows.rows_from(lines) if public_rows.shown_by_hosts(model) else []


def _lender(
    new: Loaded, asked: NewLender | None, by_old: Mapping[uuid.UUID, uuid.UUID], because: str, now: datetime
) -> Lender:
    (lender,) = public_rows.rows_from(new.public[LENDER])
    assert isinstance(lender, Lender)
    if asked is not None:
        lender.slug, lender.created_at = asked.slug, now
    lender.id = by_old.get(lender.id, lender.id)
    lender.schema_name, lender.db_role = new.schema.schema_name, new.schema.db_role
    lender.is_live, lender.offboarded_at = True, None
    lender.money_frozen_at, lender.money_frozen_reason = now, because[:200]
    return lender


def _domains(new: Loaded, asked: NewLender | None, lender: Lender, sites: Sequence[Site]) -> list[Domain]:
    if asked is None:
        kept = [row for row in public_rows.rows_from(new.public[DOMAIN]) if isinstance(row, Domain)]
        return [Domain(tenant=lender, site_id=d.site_id, domain=d.domain, is_primary=d.is_primary) for d in kept]
    site = next(site for site in sites if site.is_default)
    return [
        Domain(tenant=lender, site=site, domain=host, is_primary=index == 0) for index, host in enumerate(asked.hosts)
    ]


def _rename(row: Model, by_old: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Give a row its new id, and what it points at theirs."""
    for field in row._meta.local_concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, uuid.UUID) and value in by_old:
            setattr(row, field.attname, by_old[value])


def _rename_inside(schema: LenderSchema, by_old: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Let rows of the lender's own schema that name a site or the lender name the new one."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        for table, columns in tables.relations_of(cursor, schema.schema_name).tables.items():
            for column in {"site_id", "lender_id"} & set(columns):
                tables.replace(cursor, schema.schema_name, table, column, by_old)
