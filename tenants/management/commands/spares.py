"""``portico spares``: schemas that are ready before a lender asks for one."""

from __future__ import annotations

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from portico_kernel.progress import progress_bar
from tenants.context import in_platform
from tenants.fleet.errors import MigrationUnderWay, TemplateBehind
from tenants.fleet.spares import fill_pool, spares_left
from tenants.migrating import owner_connection

LOOKS_EVERY = 2.0
EXAMPLES = """
A new lender takes a spare schema, which is why it is live at once and why the web process needs no right to
create anything. Somebody has to keep spares there: run this with --watch beside the other programs.

examples:
  portico spares                     how many there are
  portico spares --keep 10           make what is missing to ten
  portico spares --keep 10 --watch   and look again every two seconds, until stopped

exit codes: 0 there is a spare schema; 1 there is none, or none could be made; 2 the command was not understood
"""


class Command(BaseCommand):
    """Count the spare schemas, or fill the pool."""

    help = "Keep schemas ready for new lenders. Without an option it says how many there are."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and whether to stay."""
        parser.add_argument("--keep", type=int, metavar="N", help="make spare schemas until there are N")
        parser.add_argument("--watch", action="store_true", help="keep looking every two seconds, until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, fill, or keep filling."""
        keep = options["keep"]
        if keep is None and options["watch"]:
            raise CommandError("Say how many to keep: portico spares --keep 10 --watch")
        if keep is None:
            self._count()
        elif options["watch"]:
            self._watch(keep)
        else:
            self._fill(keep)

    def _count(self) -> None:
        with in_platform(Actor.system("portico spares"), "count spare schemas"):
            left = spares_left()
        self.stdout.write(f"{left} spare schemas." if left != 1 else "1 spare schema.")
        if not left:
            raise SystemExit(1)

    def _fill(self, keep: int) -> None:
        try:
            with in_platform(Actor.system("portico spares"), "count spare schemas"):
                missing = max(0, keep - spares_left())
            for made in progress_bar(range(missing), "Making spare schemas"):
                fill_pool(want=keep - missing + made + 1, now=read_clock())
        except PorticoError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{missing} made; {max(keep, 0)} or more are spare now.")

    def _watch(self, keep: int) -> None:
        """Until somebody stops it. A migration makes it wait, a database that is away makes it try again."""
        self.stdout.write(f"Keeping {keep} spare schemas.")
        while True:
            try:
                made = fill_pool(want=keep, now=read_clock())
                if made:
                    self.stdout.write(f"{made} made; {keep} are spare now.")
            except (MigrationUnderWay, TemplateBehind) as error:
                self.stderr.write(error.message)
            except DatabaseError as error:
                self.stderr.write(f"The database did not answer: {str(error).strip()}")
                owner_connection().close()
            self.stdout.flush()
            time.sleep(LOOKS_EVERY)
