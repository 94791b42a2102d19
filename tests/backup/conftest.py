"""Two lenders of the test's own, committed: their backups are taken on another connection, and their schemas move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from portal_api.eft.register.models import RegisteredFile
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.backup import tables
from tenants.migrating import owner_connection
from tenants.models import Configuration, Domain, Lender, LenderSchema, Site
from tenants.provisioning import provision_lender
from tenants.snapshot import forget_snapshots
from tests.backup.making import House, people
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Objects, backups and the master key of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path / "var")
    return tmp_path / "var"


@pytest.fixture
def house(lenders: TwoLenders) -> Iterator[House]:
    """Elm, that is backed up and restored, and fir, that must not notice. Everything goes when the test ends."""
    known = set(LenderSchema.objects.using("owner").values_list("schema_name", flat=True))
    forget_snapshots()
    made = [
        provision_lender(
            slug=slug,
            name=f"{slug.title()} Finance",
            hosts=[f"{slug}.testserver"],
            time_zone="America/New_York",
            actor=SYSTEM,
            now=NOW,
            may_build=True,
        )
        for slug in ("elm", "fir")
    ]
    try:
        yield people(TwoLenders(*made))
    finally:
        _forget(known)
        forget_snapshots()


def _forget(known: set[str]) -> None:
    owner = owner_connection()
    owner.set_schema_to_public()
    ours = LenderSchema.objects.using("owner").exclude(schema_name__in=known)
    lenders = Lender.objects.using("owner").exclude(slug__in=["alder", "birch"])
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        kept = Lender.objects.using("owner").filter(slug__in=["alder", "birch"])
        Configuration.objects.using("owner").exclude(lender__in=kept).delete()
        Domain.objects.using("owner").exclude(tenant__in=kept).delete()
        Site.objects.using("owner").exclude(lender__in=kept).delete()
        lenders.delete()
        RegisteredFile.objects.using("owner").all().delete()
        OutboxEntry.objects.using("owner").all().delete()
        AuditEntry.objects.using("owner").all().delete()
        for schema in ours:
            tables.drop_schema(cursor, schema.schema_name, schema.db_role)
        ours.delete()
