"""``portico thaw``: hold a restored lender's payments against the register of bank files, then let money move."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal_api.eft.operations import look, thaw
from portal_api.eft.register_check import Finding
from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from tenants.context import in_platform
from tenants.queries import lender_by_slug

EXAMPLES = """
examples:
  portico thaw alder                     show what differs from the register; nothing is changed
  portico thaw alder --apply             repair it, and let money move if nothing is left
  portico thaw alder --apply --accept-missing "P-7KQ2 was refunded by hand, ticket 4711"

A restore forgets what was given to the bank since its backup; the register of bank files, which no restore touches,
does not. Files that it knows are made again here and count as sent, and their payments are claimed in them, so that
nobody is debited twice. If the bank never got such a file, take it back before the next midnight, when payments that
have come due are posted: portico eft reject LENDER NUMBER --reason "never sent". Return files that were stored since
the backup are read again by themselves.

exit codes: 0 money moves, or nothing differs; 1 it stays frozen, with the reason; 2 the command was not understood
"""


class Command(BaseCommand):
    """Let a restored lender's money move again."""

    help = (
        "Hold a restored lender's payments against the register of bank files, repair them, and let money move again."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A lender, and what to do."""
        parser.add_argument("lender", metavar="LENDER", help="the lender's short name")
        parser.add_argument("--apply", action="store_true", help="repair, and thaw where nothing is left")
        text = "thaw although some things cannot be repaired; the reason goes into both audit logs"
        parser.add_argument("--accept-missing", default="", metavar="REASON", help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, or repair and thaw."""
        slug = options["lender"]
        now, actor = read_clock(), Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico thaw)")
        if options["accept_missing"] and not options["apply"]:
            raise CommandError("--accept-missing goes with --apply.")
        try:
            with in_platform(actor, "find the lender of a command"):
                lender = lender_by_slug(slug)
            if not options["apply"]:
                self._show(slug, look(lender=lender, actor=actor))
                return
            done = thaw(lender=lender, accept_missing=options["accept_missing"], actor=actor, now=now)
        except PorticoError as refused:
            raise CommandError(refused.message) from refused
        self._list("Repaired:", [each for each in done.found if each.can_be_repaired])
        self._list("Cannot be repaired:", done.left)
        if not done.is_thawed:
            raise CommandError(
                f"The money of {slug} stays frozen. Settle the {len(done.left)} above by hand, then say so:"
                f' portico thaw {slug} --apply --accept-missing "what was done"'
            )
        self.stdout.write(f"The money of {slug} moves again.")

    def _show(self, slug: str, found: Sequence[Finding]) -> None:
        self._list("Can be repaired:", [each for each in found if each.can_be_repaired])
        self._list("Cannot be repaired:", [each for each in found if not each.can_be_repaired])
        nothing = "" if found else "Nothing differs from the register. "
        self.stdout.write(f"{nothing}Money is frozen; portico thaw {slug} --apply lets it move again.")
        if found:
            raise SystemExit(1)

    def _list(self, title: str, found: Sequence[Finding]) -> None:
        if found:
            self.stdout.write("\n".join([title, *(f"  {each.sentence}" for each in found)]))
