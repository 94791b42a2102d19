"""``portico eft``: a lender's bank files at the command line. A door: it finds the lender and makes one call."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal_api.eft import operations, queries
from portal_api.eft.models import EftFile
from portal_api.servicing.days import lender_day, lender_zone
from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError
from portico_kernel.money import Money
from tenants.context import current_lender, in_platform, in_tenant
from tenants.frozen import money_frozen
from tenants.queries import lender_by_slug

EXAMPLES = """
examples:
  portico eft status alder                    what is missing before files can be made, and the next cut-off
  portico eft generate alder                  make the file of the last cut-off that has come
  portico eft generate alder --cutoff 2026-11-23T16:30-05:00
  portico eft list alder                      every file with its totals
  portico eft show alder 12                   the entries of file 12, account numbers by their last four
  portico eft download alder 12 --reason "SFTP to the bank" --to /secure/12.ach
  portico eft send-mark alder 12              the bank has file 12
  portico eft accept alder 12                 the bank took it
  portico eft reject alder 12 --reason "..."  its payments wait for the next file
  portico eft returns alder RETURNS.ach       read what the bank sent back
  portico eft settle alder                    post what has come due, close what can no longer come back

exit codes: 0 done, or nothing to do; 1 refused, with the reason; 2 the command was not understood
"""


class Command(BaseCommand):
    """Make, send, settle and reverse a lender's bank files."""

    help = "Make, send, settle and reverse a lender's bank files."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the examples' lines as they are."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand per thing that can happen to files."""
        todo = parser.add_subparsers(title="what to do", dest="todo", required=True, metavar="COMMAND")
        for name, (run, text) in self._doors().items():
            door = todo.add_parser(name, help=text, description=text)
            door.add_argument("lender", metavar="LENDER", help="the lender's short name")
            door.set_defaults(run=run)
            if name in {"show", "send-mark", "accept", "reject", "download"}:
                door.add_argument("number", type=int, metavar="NUMBER", help="the file's number")
            if name in {"reject", "download"}:
                door.add_argument("--reason", required=True, help="why; it is written into the audit log")
            _add_own_arguments(name, door)

    def handle(self, *args: Any, **options: Any) -> None:
        """Enter the lender and do it; refusals are said in one sentence."""
        now, actor = read_clock(), Actor.system(f"portico eft ({getpass.getuser()})")
        run: Callable[..., None] = options["run"]
        try:
            with in_platform(actor, "find the lender of a command"):
                lender = lender_by_slug(options["lender"])
            with in_tenant(lender):
                run(options, actor, now)
        except PorticoError as refused:
            beyond = {name: said for name, said in refused.fields.items() if said not in refused.message}
            said = [refused.message, *(f"{name}: {sentence}" for name, sentence in beyond.items())]
            raise CommandError("\n".join(said)) from refused

    def _doors(self) -> dict[str, tuple[Callable[..., None], str]]:
        return {
            "status": (self._status, "Say whether files can be made, and when the next one is."),
            "generate": (self._generate, "Make the file of one cut-off. Run again, it is the same file."),
            "list": (self._list, "List every file with its state and totals."),
            "show": (self._show, "Show one file's entries."),
            "send-mark": (self._send_mark, "Write down that the bank has a file."),
            "accept": (self._accept, "Write down that the bank accepted a file."),
            "reject": (self._reject, "Take back a file that the bank refused; its payments wait for the next."),
            "download": (self._download, "Open a sealed file. It holds account numbers; this is audited."),
            "returns": (self._returns, "Read a return file of the bank. The same file again changes nothing."),
            "settle": (self._settle, "Post payments that have come due and close those that are final."),
        }

    def _status(self, _: dict[str, Any], __: Actor, now: datetime) -> None:
        frozen = money_frozen(current_lender())
        if frozen is not None:
            self._say(f"Frozen. {frozen.reason} No file is made before “portico thaw” has let money move again.")
            return
        missing = queries.readiness()
        if missing:
            self._say("Not ready. " + " ".join(missing))
            return
        window = queries.next_window(now)
        cutoff = window.cutoff_at.astimezone(lender_zone())
        self._say(f"Ready. The next file is made at {cutoff:%a %d %B %Y %H:%M %Z}, to be collected on "
                  f"{window.effective_on:%a %d %B}.")  # fmt: skip

    def _generate(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        cutoff_at = options["cutoff"] or queries.latest_past_cutoff(now).instant
        shown = cutoff_at.astimezone(lender_zone())
        file = operations.generate_file(cutoff_at=cutoff_at, actor=actor, now=now)
        if file is None:
            self._say(f"No file: nothing waits to be collected at the cut-off of {shown:%a %d %B %Y %H:%M %Z}.")
        else:
            self._say(_line(file))

    def _list(self, _: dict[str, Any], __: Actor, ___: datetime) -> None:
        for file in queries.files():
            self._say(_line(file))

    def _show(self, options: dict[str, Any], _: Actor, __: datetime) -> None:
        file = queries.file_by_number(options["number"])
        self._say(_line(file))
        for entry in queries.entries_of(file):
            back = f" {entry.return_code}" if entry.return_code else ""
            self._say(
                f"  {entry.trace_number}  {entry.sec_code}  {entry.amount!s:>14}  {entry.payment_reference}"
                f"  {entry.account_number}  {entry.bank_account}  {entry.payment_status}{back}"
            )
        self._say(f"  came back so far: {queries.returned_total(file)}")

    def _send_mark(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        self._say(_line(operations.mark_sent(file=queries.file_by_number(options["number"]), actor=actor, now=now)))

    def _accept(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        self._say(_line(operations.accept_file(file=queries.file_by_number(options["number"]), actor=actor, now=now)))

    def _reject(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        file = queries.file_by_number(options["number"])
        self._say(_line(operations.reject_file(file=file, reason=options["reason"], actor=actor, now=now)))

    def _download(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        file = queries.file_by_number(options["number"])
        target: Path | None = options["to"]
        if target is not None and target.exists():
            raise CommandError(f"{target} exists already; name another place.")
        content = operations.download_file(file=file, actor=actor, reason=options["reason"], now=now)
        if target is None:
            sys.stdout.buffer.write(content)
            return
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        self._say(f"Wrote {len(content)} bytes to {target}, readable by you alone.")

    def _returns(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        read = operations.read_return_file(name=path.name, content=content, actor=actor, now=now)
        if read.is_known:
            self._say(f"These returns were read already, on {read.file.read_at:%Y-%m-%d}; nothing was changed.")
        for item in queries.items_of(read.file):
            self._say(f"  line {item.line}: {item.code} {item.get_outcome_display()}. {item.explanation}")

    def _settle(self, options: dict[str, Any], actor: Actor, now: datetime) -> None:
        today: date = options["today"] or lender_day(now)
        if today > lender_day(now) and not settings.PORTICO_DEMO:
            raise CommandError("That day has not come: posting early would show money that may not arrive.")
        final = operations.finish_due(today=today, actor=actor, now=now)
        settled = operations.settle_due(today=today, actor=actor, now=now)
        self._say(f"{_counted(settled, 'payment', 'payments')} posted, {final} final.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)


def _add_own_arguments(name: str, door: ArgumentParser) -> None:
    if name == "generate":
        text = "the cut-off's instant, with its offset from UTC; default: the last one that has come"
        door.add_argument("--cutoff", type=_instant, metavar="ISO", help=text)
    elif name == "download":
        door.add_argument("--to", type=Path, metavar="PATH", help="a new file; default: standard output")
    elif name == "returns":
        door.add_argument("file", type=Path, metavar="FILE", help="the bank's return file")
    elif name == "settle":
        door.add_argument("--today", type=_day, metavar="DAY", help="default: the lender's day")


def _instant(text: str) -> datetime:
    """Read an instant; one without its offset is refused, because nobody could say which it is."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an instant; write it as 2026-11-23T16:30-05:00") from None
    if instant.utcoffset() is None:
        raise ArgumentTypeError(f"{text!r} lacks its offset from UTC; write it as 2026-11-23T16:30-05:00")
    return instant


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-23") from None


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _line(file: EftFile) -> str:
    total = Money(file.total_minor, file.currency)
    entries = _counted(file.entry_count, "entry", "entries")
    return (
        f"File {file.number}: {file.get_status_display().lower()}, {entries}, {total},"
        f" to be collected on {file.effective_on}, made {file.generated_at:%Y-%m-%d %H:%M} UTC"
    )
