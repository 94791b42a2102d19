"""Making a lender: it gets a schema that is ready, and the rows that name it. The web process may do it, too."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record

from .context import in_platform
from .epoch import initial_parts, raise_epoch_of
from .fleet.errors import NoSpareSchema
from .fleet.scripts import make_schema
from .fleet.spares import claim_spare
from .models import Domain, Epoch, Lender, LenderSchema, Site
from .new_lender import NewLender, read_new_lender, refuse_taken_names, taken_hosts, taken_slug
from .states import SchemaState


def provision_lender(
    *,
    slug: str,
    name: str,
    hosts: Sequence[str],
    time_zone: str,
    actor: Actor,
    now: datetime,
    may_build: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Lender:
    """Create a lender that can be entered at once, with one site under ``hosts`` (the first is primary).

    It takes a spare schema. Where none is left the owner builds one if ``may_build`` says so; else raises
    NoSpareSchema. Raises InvalidInput for names that cannot be, Conflict for those that are taken.
    """
    asked = read_new_lender(slug=slug, name=name, hosts=hosts, time_zone=time_zone)
    try:
        return _from_the_pool(asked, actor, now)
    except NoSpareSchema:
        if not may_build:
            raise
    report("No spare schema is left: building one.")
    make_schema(state=SchemaState.SPARE, now=now)
    return _from_the_pool(asked, actor, now)


def ensure_epoch(actor: Actor) -> None:
    """Make sure that the epoch's one row stands; doing it twice is fine."""
    with in_platform(actor, "first epoch"):
        Epoch.objects.get_or_create(id=1)


def _from_the_pool(asked: NewLender, actor: Actor, now: datetime) -> Lender:
    with in_platform(actor, f"provision {asked.slug}"):
        try:
            with transaction.atomic():
                refuse_taken_names(asked)
                return _write_down(asked, claim_spare(now=now), actor, now)
        except IntegrityError as error:
            # Somebody else took the name between our look and our write.
            raise _said_in_words(error, asked) from error


def _write_down(asked: NewLender, schema: LenderSchema, actor: Actor, now: datetime) -> Lender:
    lender_id = uuid.uuid4()
    lender = Lender(
        id=lender_id,
        vault_id=lender_id,
        slug=asked.slug,
        name=asked.name,
        schema_name=schema.schema_name,
        db_role=schema.db_role,
        time_zone=asked.time_zone,
        created_at=now,
    )
    site = Site(lender=lender, name=asked.name, is_default=True)
    # Not by save(): django-tenants' own looks around first, for a schema to create and for other primary hosts.
    Lender.objects.bulk_create([lender])
    Site.objects.bulk_create([site])
    Domain.objects.bulk_create(
        Domain(tenant=lender, site=site, domain=host, is_primary=index == 0) for index, host in enumerate(asked.hosts)
    )
    record(
        actor=actor,
        now=now,
        action="lender.provisioned",
        object_kind="lender",
        object_id=lender.id,
        summary=f"{asked.name} was created.",
    )
    raise_epoch_of(lender.id, parts=initial_parts())
    return lender


def _said_in_words(error: IntegrityError, asked: NewLender) -> Exception:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if constraint.startswith("tenants_domain_domain"):
        return taken_hosts(asked.hosts)
    if constraint.startswith("tenants_lender_slug"):
        return taken_slug(asked.slug)
    return error
