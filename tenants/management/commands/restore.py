"""``portico restore``: bring a lender back from its backup, in place or under another name."""

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
from tenants.backup.archive import PIECE
from tenants.backup.reading import verify
from tenants.backup.restoring import Restored, go_back, restore, restore_as
from tenants.context import in_platform
from tenants.queries import lender_by_slug

EXAMPLES = """
examples:
  portico restore --verify alder.portico-backup    read it to the end; nothing is changed
  portico restore alder.portico-backup             the lender as it was then; what it is now is set aside
  portico restore --back alder                     take that back: the schema that was set aside is the lender's again
  portico restore alder.portico-backup --as alder-trial --host alder-trial.portal.example

A restored lender comes up with its money frozen: nothing is collected, posted or canceled until
“portico thaw LENDER” has held its payments against the register of files that banks were given. Everybody is signed
out; mailed links and unfinished sign-ins of the backup's day do not come back. Rows, counts and hashes are compared
with the backup before anybody lives in them; if one differs, nothing is changed.

exit codes: 0 done; 1 refused, with the reason, nothing changed; 2 the command was not understood
"""


class Command(BaseCommand):
    """Restore a lender from a backup."""

    help = "Restore a lender from its backup, in place (with a way back) or under another name. Money comes up frozen."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file, or a lender to take back."""
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="what “portico backup” wrote")
        parser.add_argument("--verify", action="store_true", help="only read and check the file")
        parser.add_argument(
            "--as", dest="slug", metavar="NEWSLUG", help="under another short name, beside the original"
        )
        parser.add_argument("--host", action="append", default=[], metavar="HOST", help="its host name; repeatable")
        parser.add_argument("--back", metavar="LENDER", help="take this lender's last restore back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, go back, or restore."""
        now, actor = read_clock(), Actor("support", getpass.getuser(), f"{getpass.getuser()} (portico restore)")
        _refuse_odd(options)
        try:
            if options["back"]:
                self._back(options["back"], actor, now)
            elif options["verify"]:
                self._verify(options["file"])
            else:
                self._restore(options, actor, now)
        except PorticoError as refused:
            raise CommandError(refused.message) from refused

    def _back(self, slug: str, actor: Actor, now: datetime) -> None:
        with in_platform(actor, "find the lender of a command"):
            lender = lender_by_slug(slug)
        go_back(lender=lender, actor=actor, now=now)
        self.stdout.write(f"{slug} is what it was before its last restore. {_frozen(slug)}")

    def _verify(self, file: Path) -> None:
        # Small parts are pieces of their own, so there are at least as many as the file has pieces in size.
        at_least = file.stat().st_size // PIECE + 1 if file.is_file() else None
        manifest = verify(file, watch=lambda pieces: progress_bar(pieces, "Reading", total=at_least))
        self.stdout.write(
            f"Whole. {manifest.name} ({manifest.slug}) of {manifest.made_at:%Y-%m-%d %H:%M} UTC:"
            f" {manifest.row_count:,} rows in {len(manifest.tables())} tables, {len(manifest.files()):,} files."
        )

    def _restore(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        if options["slug"]:
            restored = restore_as(
                path=options["file"],
                slug=options["slug"],
                hosts=options["host"],
                actor=actor,
                now=now,
                watch=progress_bar,
            )
        else:
            restored = restore(path=options["file"], actor=actor, now=now, watch=progress_bar)
        self.stdout.write(_told(restored))


def _refuse_odd(options: dict[str, Any]) -> None:
    if bool(options["file"]) == bool(options["back"]):
        raise CommandError("Name the backup's file, or a lender after --back.")
    if bool(options["slug"]) != bool(options["host"]):
        raise CommandError("A copy needs both: --as NEWSLUG and --host HOST.")


def _told(restored: Restored) -> str:
    lender, manifest = restored.lender, restored.manifest
    left = f" What it was is set aside; “portico restore --back {lender.slug}” brings it back." if restored.left else ""
    return (
        f"{lender.slug} stands as on {manifest.made_at:%Y-%m-%d %H:%M} UTC: {manifest.row_count:,} rows,"
        f" {len(manifest.files()):,} files. Everybody is signed out.{left} {_frozen(lender.slug)}"
    )


def _frozen(slug: str) -> str:
    return f"Its money is frozen: run “portico thaw {slug}”."
