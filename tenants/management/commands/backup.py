"""``portico backup``: one lender, or each of them, into an encrypted file."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from portico_kernel.progress import progress_bar
from tenants.backup.taking import Taken, back_up, file_name
from tenants.context import in_platform
from tenants.models import Lender
from tenants.queries import all_lenders, lender_by_slug

EXAMPLES = """
examples:
  portico backup alder                        into the deployment's own folder of backups
  portico backup alder --out /backups/alder.portico-backup
  portico backup --all --folder /backups      every lender, a file each; who fails is named at the end

A backup holds the lender's tables, its rows in public, its stored files and its keys as the KMS wrapped them. It is
encrypted to a key that only this deployment's KMS opens. Sessions, mailed links and unfinished sign-ins are not in
it. “portico restore --verify FILE” reads it to the end and changes nothing.

exit codes: 0 done; 1 at least one backup was not taken, with the reason; 2 the command was not understood
"""


class Command(BaseCommand):
    """Write a lender's backup."""

    help = "Write a lender's backup: rows, files and wrapped keys, encrypted, restorable under another name."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One lender, or all."""
        parser.add_argument("lender", nargs="?", metavar="LENDER", help="the lender's short name")
        parser.add_argument("--out", type=Path, metavar="FILE", help="a new file")
        parser.add_argument("--all", action="store_true", dest="every", help="every lender")
        parser.add_argument("--folder", type=Path, metavar="DIR", help="where the files go, each with its time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take one backup, or one after the other."""
        if bool(options["lender"]) == options["every"] or (options["every"] and options["out"]):
            raise CommandError("Name one lender, or say --all and, if you like, --folder DIR.")
        folder = options["folder"] or Path(settings.PORTICO_VAR) / "backups"
        now, actor = read_clock(), Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico backup)")
        if options["every"]:
            self._all(folder, actor, now)
            return
        try:
            with in_platform(actor, "find the lender of a command"):
                lender = lender_by_slug(options["lender"])
            target = options["out"] or folder / file_name(lender.slug, now)
            taken = back_up(lender=lender, target=target, actor=actor, now=now, watch=progress_bar)
        except (PorticoError, OSError) as refused:
            raise CommandError(_said(refused)) from refused
        self.stdout.write(_line(lender, taken))

    def _all(self, folder: Path, actor: Actor, now: datetime) -> None:
        with in_platform(actor, "list lenders to back up"):
            lenders = all_lenders()
        failed = []
        for lender in progress_bar(lenders, "Backing up lenders"):
            try:
                taken = back_up(lender=lender, target=folder / file_name(lender.slug, now), actor=actor, now=now)
            except (PorticoError, OSError) as refused:
                failed.append(f"{lender.slug}: {_said(refused)}")
            else:
                self.stdout.write(_line(lender, taken))
        if failed:
            raise CommandError("\n".join(["Not backed up:", *failed]))


def _said(refused: Exception) -> str:
    if isinstance(refused, FileExistsError):
        return f"{refused.filename2 or refused.filename} exists already; name another place."
    return refused.message if isinstance(refused, PorticoError) else str(refused)


def _line(lender: Lender, taken: Taken) -> str:
    return f"{lender.slug}: {taken.rows:,} rows and {taken.files:,} files, {_size(taken.size)}, in {taken.path}"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1_000:.1f} kB"
