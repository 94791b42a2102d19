"""``portico doctor``: is every schema what it should be, and every right?"""

from __future__ import annotations

import getpass
import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico_kernel.actor import Actor
from portico_kernel.errors import NotFound
from portico_kernel.progress import progress_bar
from tenants.context import in_platform
from tenants.fleet.doctor import CheckUp, check_up
from tenants.fleet.findings import Finding
from tenants.fleet.shape import Part
from tenants.queries import lender_by_slug

MOST_PLACES = 10
EXAMPLES = """
examples:
  portico doctor                     the whole fleet, its roles and rights
  portico doctor alder birch         two lenders only
  portico doctor --spares 10 --json  for a monitor: fewer than ten spare schemas are a finding, too

Nothing is changed. Exit code 0: all is well; 1: there are findings, each with what to do next.
A “portico migrate” that runs meanwhile shows up as schemas that differ.
"""


class Command(BaseCommand):
    """Compare every schema with the template, and what was written down with what is there."""

    help = (
        "Compare every schema with the template, and roles and rights with what was meant. "
        "It only reads. Exit code 1: there are findings."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Help with examples below it, laid out as they stand here."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which lenders, how many spares, and for whom."""
        parser.add_argument("lenders", nargs="*", metavar="LENDER", help="short names; none: the whole fleet")
        parser.add_argument("--spares", type=int, default=1, metavar="N", help="want so many spare schemas (default 1)")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, then tell."""
        schemas = self._schemas_of(options["lenders"]) if options["lenders"] else None
        seen = check_up(schemas, spares=options["spares"], watch=_shown)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(seen), ensure_ascii=False, indent=2))
        else:
            self._tell(seen)
        if seen.findings:
            raise SystemExit(1)

    def _schemas_of(self, slugs: Sequence[str]) -> list[str]:
        actor = Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico doctor)")
        try:
            with in_platform(actor, "find lenders to look at"):
                return [lender_by_slug(slug).schema_name for slug in slugs]
        except NotFound as error:
            raise CommandError(error.message) from error

    def _tell(self, seen: CheckUp) -> None:
        for finding in seen.findings:
            self.stdout.write("\n".join(_lines(finding)) + "\n")
        count = len(seen.findings)
        schemas = "1 schema" if seen.compared == 1 else f"{seen.compared:,} schemas"
        if count:
            self.stdout.write(f"{count} finding{'' if count == 1 else 's'}; {schemas} compared with the template.")
        else:
            self.stdout.write(f"{schemas} equal{'s' if seen.compared == 1 else ''} the template.")


def _lines(finding: Finding) -> Iterable[str]:
    more = len(finding.where) - MOST_PLACES
    yield f"{finding.what}:"
    yield f"  {', '.join(finding.where[:MOST_PLACES])}{f' and {more} more' if more > 0 else ''}"
    yield from (f"    {line}" for line in finding.lines)
    yield f"  Next: {finding.next_step}"


def _shown(parts: Sequence[Part]) -> Iterable[Part]:
    return progress_bar(parts, "Comparing schemas")
