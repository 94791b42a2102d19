"""``portico import``: a lender's file of loans at the command line."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter

from portal_api.servicing.importing.operations import ImportOutcome, Rows, import_tape
from portal_api.servicing.importing.rejects import RejectFile
from portal_api.servicing.tape.files import file_unusable, read_text_file, require_readable
from portal_api.servicing.tape.mapping import parse_mapping
from portal_api.servicing.tape.rows import BadRow, TapeRow
from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from portico_kernel.progress import progress_bar
from tenants.context import in_platform, in_tenant
from tenants.queries import lender_by_slug

EXAMPLES = """
examples:
  portico import juniper loans.csv --mapping loans.toml --dry-run      list every bad row, import nothing
  portico import juniper loans.csv --mapping loans.toml                import; bad rows are left out and listed
  portico import juniper loans.csv --mapping loans.toml --rejects bad.csv
                                                                       the same, bad rows are written to a file
  portico import juniper loans.csv --mapping loans.toml --strict       import every row or none

exit codes: 0 every row is in; 1 bad rows were left out (or would be); 2 refused, nothing was imported
"""
LEFT_OUT, REFUSED = 1, 2


class _OursFirst(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Keeps the examples' lines as they are, and puts the options that every command has after our own."""


class Command(BaseCommand):
    """Import a lender's file of loans. Run twice, nothing changes; stopped half-way, nothing is there."""

    help = "Import a lender's file of loans, as a mapping file says how to read it."
    bad_rows_left_out = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """With examples below the options."""
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=_OursFirst, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which lender, which file, how to read it, and what to do about bad rows."""
        parser.add_argument("lender", metavar="LENDER", help="the lender's short name")
        parser.add_argument("file", metavar="FILE", type=Path, help="the file, CSV with one loan a row")
        parser.add_argument("--mapping", required=True, type=Path, help="the TOML file that says how to read it")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--strict", action="store_true", help="import nothing if any row is bad")
        parser.add_argument(
            "--rejects", type=Path, help="write bad rows, and why, to this file: a new one, or an earlier import's"
        )
        parser.add_argument(
            "--as-of", type=_day, metavar="DAY", help="the day on which the loans stand as the file says"
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Say by the exit code, too, when bad rows were left out."""
        super().run_from_argv(argv)
        if self.bad_rows_left_out:
            sys.exit(LEFT_OUT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Enter the lender, import, and say what happened."""
        now, actor = read_clock(), Actor.system(f"portico import ({getpass.getuser()})")
        path, mapping_path = Path(options["file"]), Path(options["mapping"])
        rejects = RejectFile(Path(options["rejects"]), beside=(path, mapping_path)) if options["rejects"] else None
        try:
            for file in (path, mapping_path):
                require_readable(file)
            with rejects or nullcontext():
                with in_platform(actor, "find the lender of a command"):
                    lender = lender_by_slug(options["lender"])
                mapping_text = read_text_file(mapping_path)
                mapping = parse_mapping(mapping_text)
                with in_tenant(lender):
                    outcome = import_tape(
                        path=path,
                        mapping=mapping,
                        mapping_text=mapping_text,
                        as_of=options["as_of"],
                        strict=options["strict"],
                        dry_run=options["dry_run"],
                        on_bad=rejects.add if rejects else self._list,
                        watch=lambda rows: _watched(rows, path),
                        actor=actor,
                        now=now,
                    )
        except PorticoError as refused:
            raise CommandError(refused.message, returncode=REFUSED) from refused
        self._tell(outcome, dry_run=options["dry_run"], bad_rows_are_in=rejects.written_to if rejects else None)

    def _list(self, row: BadRow) -> None:
        for problem in row.problems:
            column = f", column {problem.column}" if problem.column else ""
            self.stdout.write(f"line {row.line}{column}: {problem.reason}")

    def _tell(self, outcome: ImportOutcome, *, dry_run: bool, bad_rows_are_in: Path | None) -> None:
        self.bad_rows_left_out = outcome.bad > 0
        for other in outcome.other_instalments:
            self.stdout.write(
                f"line {other.line}: {other.loan_number} is paid with {other.theirs} a month, "
                f"its terms make {other.ours}"
            )
        rows = "1 row" if outcome.read == 1 else f"{outcome.read:,} rows"
        were = "was" if outcome.known == 1 else "were"
        written = f", written to {bad_rows_are_in}" if bad_rows_are_in else ""
        self.stdout.write(
            f"{rows} read as of {outcome.as_of_on.isoformat()}: "
            f"{outcome.added:,} {'would be added' if dry_run else 'added'}, "
            f"{outcome.known:,} {were} here already, {outcome.bad:,} left out{written}"
        )


def _watched(rows: Rows, path: Path) -> Iterator[TapeRow | BadRow]:
    """The rows behind a bar, which knows the end of a file that can be read twice."""
    try:
        with path.open("rb") if path.is_file() else nullcontext(()) as lines:
            total = max(0, sum(1 for _ in lines) - 1)
    except OSError as error:
        raise file_unusable(path, error) from error
    return progress_bar(rows, f"Reading {path.name}", total)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write a day such as 2026-11-23") from None
