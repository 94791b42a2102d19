"""``portico migrate``: every schema, public first."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.migrations.autodetector import MigrationAutodetector

from portico_kernel.actor import Actor
from portico_kernel.progress import progress_bar
from tenants.context import in_platform
from tenants.grants import create_group_roles
from tenants.migrating import migrate_lender, migrate_public, owner_connection
from tenants.provisioning import ensure_epoch
from tenants.queries import all_lenders


class Command(BaseCommand):
    """Bring the public schema and every lender's schema up to date. Safe to run again."""

    autodetector = MigrationAutodetector  # Django's own check compares it with makemigrations'
    help = "Bring the public schema and every lender's schema up to date, as the owner. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No options yet: the fleet's tools come with their own issue."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the group roles, migrate public, then each lender with a progress bar."""
        actor = Actor.system("portico migrate")
        with owner_connection().cursor() as cursor:
            create_group_roles(cursor)
        applied = migrate_public()
        ensure_epoch(actor)
        with in_platform(actor, "list lenders to migrate"):
            lenders = all_lenders()
        for lender in progress_bar(lenders, "Migrating lenders"):
            try:
                applied += migrate_lender(lender.schema_name, lender.db_role)
            except Exception:
                self.stderr.write(f"Stopped at {lender.slug} ({lender.schema_name}). Run the command again to go on.")
                raise
        self.stdout.write(f"{applied} migrations applied; {len(lenders)} lenders up to date.")
