"""``portico offboard``: a lender leaves: off with a last backup, back again, or gone for good."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from portico_kernel.progress import progress_bar
from tenants.backup.offboarding import KEPT_FOR, come_back, default_folder, offboard, purge
from tenants.context import in_platform
from tenants.models import Lender
from tenants.queries import lender_by_slug

EXAMPLES = """
examples:
  portico offboard alder --reason "Contract ended, ticket 4711"
  portico offboard alder --back --reason "Contract renewed"
  portico offboard alder --purge --confirm alder --backup alder-20261123T150000Z.portico-backup

Offboarding takes a last backup, then the lender's addresses answer 404, everybody is signed out and its background
work rests. Payments on their way to the bank are not posted meanwhile: switch payments off first and let them finish.
--back undoes all of it but the sign-outs. --purge removes the schema, its role and the stored files for good, a month
after the lender left at the earliest; it needs a backup of after it left, which is read to the end first. Tickets, the
register of bank files and the audit stay. “portico restore FILE” brings a purged lender back.

exit codes: 0 done; 1 refused, with the reason; 2 the command was not understood
"""


class Command(BaseCommand):
    """Switch a lender off, on again, or remove it."""

    help = "Offboard a lender: a last backup, then off, with a way back; --purge removes it a month later."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A lender, and what to do."""
        parser.add_argument("lender", metavar="LENDER", help="the lender's short name")
        parser.add_argument("--reason", default="", help="why; it is written into the audit log")
        parser.add_argument("--folder", type=Path, metavar="DIR", help="where the last backup goes")
        parser.add_argument("--back", action="store_true", help="switch the lender on again")
        parser.add_argument("--purge", action="store_true", help="remove the lender for good")
        parser.add_argument("--confirm", default="", metavar="SLUG", help="the lender's short name once more")
        parser.add_argument("--backup", type=Path, metavar="FILE", help="the last backup, for --purge")
        text = f"why it cannot wait {KEPT_FOR.days} days"
        parser.add_argument("--purge-before-its-time", default="", metavar="REASON", dest="hurry", help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the lender and make one call."""
        now, actor = read_clock(), Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico offboard)")
        if options["back"] and options["purge"]:
            raise CommandError("Choose one: --back or --purge.")
        try:
            with in_platform(actor, "find the lender of a command"):
                lender = lender_by_slug(options["lender"])
            work = self._purge if options["purge"] else self._back if options["back"] else self._off
            work(lender, options, actor, now)
        except PorticoError as refused:
            raise CommandError(refused.message) from refused
        except OSError as refused:
            raise CommandError(f"The last backup cannot be written: {refused}. Nothing was switched off.") from refused

    def _off(self, lender: Lender, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        folder = options["folder"] or default_folder()
        taken = offboard(
            lender=lender, reason=options["reason"], folder=folder, actor=actor, now=now, watch=progress_bar
        )
        self.stdout.write(
            f"{lender.slug} is off. Its last backup is {taken.path}: keep it."
            f" “portico offboard {lender.slug} --back” switches it on again."
        )

    def _back(self, lender: Lender, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        back = come_back(lender=lender, reason=options["reason"], actor=actor, now=now)
        frozen = f" Its money is frozen: run “portico thaw {back.slug}”." if back.money_frozen_at else ""
        self.stdout.write(f"{back.slug} is on again.{frozen}")

    def _purge(self, lender: Lender, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        if options["confirm"] != lender.slug:
            raise CommandError(f"Nothing was removed. To remove {lender.slug} for good, add --confirm {lender.slug}.")
        if options["backup"] is None:
            raise CommandError("Nothing was removed. Name the last backup with --backup FILE: it is the only way back.")
        gone = purge(lender=lender, backup=options["backup"], reason=options["hurry"], actor=actor, now=now)
        self.stdout.write(
            f"{lender.slug} is gone: {gone.schemas} schemas and {gone.files:,} files were removed."
            f" “portico restore {options['backup']}” would bring it back."
        )
