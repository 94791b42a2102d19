"""Fills an empty database with as many lenders as it is told, each with notes of its own, and two spare schemas."""

from __future__ import annotations

import sys
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402  # models need Django
from django.core.management import call_command  # noqa: E402

from tenants.context import in_tenant  # noqa: E402
from tenants.provisioning import provision_lender  # noqa: E402
from tests.database import LONG_AGO, SYSTEM  # noqa: E402

SPARES = 2


def main(count: int) -> None:
    """Migrate, provision, and write three notes in each."""
    call_command("migrate", verbosity=0, keep=count + SPARES)
    notes: Any = apps.all_models["growing"]["note"]
    for number in range(count):
        slug = f"lender-{number}"
        lender = provision_lender(
            slug=slug, name=slug, hosts=[f"{slug}.testserver"], time_zone="UTC", actor=SYSTEM, now=LONG_AGO
        )
        with in_tenant(lender):
            notes.objects.bulk_create(notes(text=f"{slug} says {word}") for word in ("one", "it's 100%", "three"))


main(int(sys.argv[1]))
