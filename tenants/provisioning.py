"""Making a lender: a schema, a role, their rights, and the rows that name them."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from psycopg import sql

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import Conflict

from .context import in_platform
from .epoch import initial_parts, raise_epoch_of
from .grants import create_lender_role
from .migrating import migrate_lender, owner_connection
from .models import Domain, Epoch, Lender, Site
from .positions import prefixed


def provision_lender(
    *,
    slug: str,
    name: str,
    hosts: list[str],
    time_zone: str,
    actor: Actor,
    now: datetime,
    report: Callable[[str], None] = lambda _: None,
) -> Lender:
    """Create a lender that can be entered at once, with one site under ``hosts`` (the first is primary).

    Raises Conflict when the short name is taken. A run that dies half-way leaves at most an unused
    schema and role under a random name.
    """
    with in_platform(actor, f"provision {slug}"):
        if Lender.objects.filter(slug=slug).exists():
            raise Conflict(f"There is a lender called {slug!r} already.")
    schema = f"t_{secrets.token_hex(6)}"
    role = prefixed(schema)
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)).as_string(cursor.connection))
        create_lender_role(cursor, role, schema)
    migrate_lender(schema, role, report=report)
    with in_platform(actor, f"provision {slug}"), transaction.atomic():
        lender_id = uuid.uuid4()
        lender = Lender.objects.create(
            id=lender_id,
            vault_id=lender_id,
            slug=slug,
            name=name,
            schema_name=schema,
            db_role=role,
            time_zone=time_zone,
            created_at=now,
        )
        site = Site.objects.create(lender=lender, name=name, is_default=True)
        for index, host in enumerate(hosts):
            Domain.objects.create(tenant=lender, site=site, domain=host.lower(), is_primary=index == 0)
        record(
            actor=actor,
            now=now,
            action="lender.provisioned",
            object_kind="lender",
            object_id=lender.id,
            summary=f"{name} was created.",
        )
        raise_epoch_of(lender.id, parts=initial_parts())
    return lender


def ensure_epoch(actor: Actor) -> None:
    """Make sure that the epoch's one row stands; doing it twice is fine."""
    with in_platform(actor, "first epoch"):
        Epoch.objects.get_or_create(id=1)
