"""``portico provision``: a new lender."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from tenants.provisioning import provision_lender

EXAMPLES = """
examples:
  portico provision alder --name "Alder Finance" --time-zone America/New_York
  portico provision alder --name "Alder Finance" --host pay.alderfinance.com --host alder.portal.example

The lender takes a spare schema and can be opened at once. Its first admin is invited in support's console.

exit codes: 0 the lender is there; 1 refused, with the reason; 2 the command was not understood
"""


class Command(BaseCommand):
    """Make a lender."""

    help = "Make a lender with its portal's host names. It can be opened at once."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What a lender must have."""
        parser.add_argument("slug", metavar="SLUG", help="its short name: lower-case letters, digits and hyphens")
        parser.add_argument("--name", required=True, help="its name, as its customers know it")
        parser.add_argument(
            "--host",
            action="append",
            metavar="HOST",
            help=f"an address of its portal, repeatable; links use the first (else SLUG.{settings.PORTICO_BASE_HOST})",
        )
        parser.add_argument(
            "--time-zone",
            default="America/New_York",
            metavar="ZONE",
            help="of its dates and cut-offs (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One call."""
        hosts = options["host"] or [f"{options['slug']}.{settings.PORTICO_BASE_HOST}"]
        try:
            lender = provision_lender(
                slug=options["slug"],
                name=options["name"],
                hosts=hosts,
                time_zone=options["time_zone"],
                actor=Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico provision)"),
                now=read_clock(),
                may_build=True,
                report=self.stderr.write,
            )
        except PorticoError as error:
            raise CommandError(error.message) from error
        first = f"{settings.PORTICO_SCHEME}://{hosts[0].strip().lower()}{settings.PORTICO_PORT_SUFFIX}/"
        self.stdout.write(f"{lender.name} is there, at {first}")
