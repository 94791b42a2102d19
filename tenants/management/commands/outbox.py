"""``portico outbox``: work that was given up, and putting it back."""

from __future__ import annotations

import getpass
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import NotFound
from tenants.context import in_platform
from tenants.outbox import given_up, try_again


class Command(BaseCommand):
    """List work that nobody tries any more, or put one of it back."""

    help = "List background work that was given up and why; --again ID puts one of it back. Exit code 1: there is some."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument("--again", metavar="ID", type=uuid.UUID, help="try this one again")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or put back."""
        actor = Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico outbox)")
        if options["again"]:
            try:
                try_again(entry_id=options["again"], actor=actor, now=read_clock())
            except NotFound as error:
                raise CommandError(error.message) from error
            self.stdout.write("Put back: the next round takes it.")
            return
        with in_platform(actor, "list given-up work"):
            entries = given_up()
        for entry in entries:
            self.stdout.write(
                f"{entry.id}  {entry.task}  given up {entry.gave_up_at:%Y-%m-%d %H:%M}Z  {entry.last_error}"
            )
        if entries:
            raise SystemExit(1)
        self.stdout.write("Nothing was given up.")
