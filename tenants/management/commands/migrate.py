"""``portico migrate``: every schema, public first."""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from tenants.fleet.preview import describe
from tenants.fleet.report import FleetReport
from tenants.fleet.upgrade import Wishes, upgrade_fleet

EXAMPLES = """
order: the public schema, the template, spare schemas, the canary, then every lender. An interrupted run is
continued by running the command again; schemas that are done are not touched twice.

examples:
  portico migrate                                  everything
  portico migrate --plan                           say what would be done, and do nothing
  portico migrate --canary 3 --stop-after-canary   three lenders first; look at them, then run it again
  portico migrate --canary-lender brightline       this lender first, then the others
  portico migrate --jobs 4 --report upgrade.json   four schemas at a time, and a report for a program

exit codes: 0 every schema is up to date; 1 some are left, named above; 2 the command was not understood
"""


class Command(BaseCommand):
    """Bring the public schema and every lender's schema up to date. Safe to run again."""

    autodetector = MigrationAutodetector  # Django's own check compares it with makemigrations'
    help = "Bring the public schema and every lender's schema up to date, as the owner. Safe to run again."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who goes first, how many at once, and what is told."""
        parser.add_argument("--plan", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--canary", type=int, metavar="N", help="this many lenders first (default: 1 where there are more than 10)"
        )
        parser.add_argument(
            "--canary-lender", action="append", default=[], metavar="SLUG", help="this lender first; repeatable"
        )
        parser.add_argument("--stop-after-canary", action="store_true", help="leave the other lenders for a later run")
        parser.add_argument("--renew-rights", action="store_true", help="grant all rights again, changed or not")
        parser.add_argument("--jobs", type=int, default=2, metavar="N", help="schemas at a time (default: 2)")
        parser.add_argument(
            "--keep", type=int, default=5, metavar="N", help="how many spare schemas there are at the end (default: 5)"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what was done to this file, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """One call, then its report."""
        if options["jobs"] < 1:
            raise CommandError("--jobs is at least 1.")
        if options["keep"] < 0 or (options["canary"] or 0) < 0:
            raise CommandError("--keep and --canary are 0 or more.")
        if options["plan"]:
            for line in describe():
                self.stdout.write(line)
            return
        report = self._upgrade(options)
        if options["report"]:
            options["report"].write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")
        if options["verbosity"]:
            for sentence in report.sentences():
                self.stdout.write(sentence)
        if report.failed:
            raise CommandError("Some schemas were left behind. Mend what is said above, then run the command again.")
        if report.stopped and not options["stop_after_canary"]:
            raise CommandError(report.stopped)

    def _upgrade(self, options: dict[str, Any]) -> FleetReport:
        wishes = Wishes(
            canary=options["canary"],
            canary_lenders=options["canary_lender"],
            stop_after_canary=options["stop_after_canary"],
            renew_rights=options["renew_rights"],
            jobs=options["jobs"],
            keep=options["keep"],
        )
        try:
            return upgrade_fleet(
                wishes=wishes, actor=Actor.system("portico migrate"), now=read_clock(), say=self._say(options)
            )
        except PorticoError as error:
            raise CommandError(error.message) from error

    def _say(self, options: dict[str, Any]) -> Any:
        return self.stderr.write if options["verbosity"] else lambda _: None
