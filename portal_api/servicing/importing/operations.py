"""Importing a file, all of it in one transaction: a worker that dies leaves nothing, and may run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from portal_api.accounts.models import Account
from portal_api.servicing.builtin.amortization import CannotAmortize, level_instalment
from portal_api.servicing.days import lender_currency, lender_day, lender_slug, lender_zone
from portal_api.servicing.models import ImportBatch
from portal_api.servicing.planning import plan_next_day
from portal_api.servicing.states import ImportStatus
from portal_api.servicing.tape.files import file_unusable
from portal_api.servicing.tape.mapping import TapeMapping
from portal_api.servicing.tape.placing import CannotAgree, place
from portal_api.servicing.tape.reader import read_tape
from portal_api.servicing.tape.rows import BadRow, Problem, TapeRow
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.calendar import ONE_DAY, cutoff_instant
from portico_kernel.money import Money

from .copying import copy_loans
from .dates import day_of_import
from .errors import CurrencyRefused, RowsRefused
from .loans import Context, ImportedLoan, imported_loan
from .seen import SeenNumbers

BATCH = 500
MOST_LISTED = 1000
Rows = Iterable[TapeRow | BadRow]


@dataclass(frozen=True, slots=True)
class OtherInstalment:
    """A loan whose instalment is not the one that its terms make."""

    line: int
    loan_number: str
    theirs: Money
    ours: Money


@dataclass(slots=True)
class ImportOutcome:
    """What an import did, or in a dry run would have done."""

    as_of_on: date
    read: int = 0
    added: int = 0
    known: int = 0
    bad: int = 0
    other_instalments: list[OtherInstalment] = field(default_factory=list)


def import_tape(
    *,
    path: Path,
    mapping: TapeMapping,
    mapping_text: str,
    actor: Actor,
    now: datetime,
    as_of: date | None = None,
    strict: bool = False,
    dry_run: bool = False,
    on_bad: Callable[[BadRow], None] = lambda _: None,
    watch: Callable[[Rows], Rows] = lambda rows: rows,
) -> ImportOutcome:
    """Read a file into the lender that is entered; accounts whose number is known are left as they are.

    ``on_bad`` hears of every bad row as it is met; with ``strict`` one is enough to take nothing, and
    RowsRefused says so at the end of the file. ``watch`` wraps the rows, for a progress bar. A dry run does
    all of it and takes it back. Raises TapeUnreadable,
    DayRefused and CurrencyRefused before any row, FileUnusable when the disk refuses the file.
    """
    if mapping.currency != lender_currency():
        raise CurrencyRefused(
            f"The mapping says {mapping.currency}, but this lender's accounts are in {lender_currency()}."
        )
    with transaction.atomic():
        _wait_for_other_imports()
        as_of_on = day_of_import(mapping, asked_for=as_of, today=lender_day(now))
        outcome = ImportOutcome(as_of_on)
        _import_rows(watch(read_tape(path, mapping)), mapping, outcome, on_bad, now)
        if strict and outcome.bad:
            raise RowsRefused(outcome.bad)
        if dry_run:
            transaction.set_rollback(True)
        elif outcome.added:
            _note(path, mapping, mapping_text, outcome, actor, now)
    return outcome


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), hashtext('import'))")


def _import_rows(
    rows: Rows,
    mapping: TapeMapping,
    outcome: ImportOutcome,
    on_bad: Callable[[BadRow], None],
    now: datetime,
) -> None:
    context = Context(
        mapping=mapping,
        lender_seed=lender_slug(),
        # The figures are those of the end of the as-of day, unless it is not over yet.
        as_of_at=min(now, cutoff_instant(outcome.as_of_on + ONE_DAY, time.min, lender_zone())),
        now=now,
    )
    with SeenNumbers() as seen:
        reading = _Reading(context, outcome, on_bad, seen)
        for batch in _batches(rows):
            _take(reading.loans_of(batch), outcome)


def _take(loans: list[ImportedLoan], outcome: ImportOutcome) -> None:
    numbers = [loan.account.number for loan in loans]
    known = set(Account.objects.filter(number__in=numbers).values_list("number", flat=True))
    new = [loan for loan in loans if loan.account.number not in known]
    copy_loans(new)
    outcome.known += len(known)
    outcome.added += len(new)


def _batches(rows: Rows) -> Iterator[list[TapeRow | BadRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@dataclass(slots=True)
class _Reading:
    """Rows on their way to loans; what cannot be one is told."""

    context: Context
    outcome: ImportOutcome
    on_bad: Callable[[BadRow], None]
    seen: SeenNumbers

    def loans_of(self, rows: list[TapeRow | BadRow]) -> list[ImportedLoan]:
        """The rows that make a loan, as loans."""
        loans = []
        for row in rows:
            self.outcome.read += 1
            made = row if isinstance(row, BadRow) else self._loan(row)
            if isinstance(made, BadRow):
                self.outcome.bad += 1
                self.on_bad(made)
            else:
                loans.append(made)
        return loans

    def _loan(self, row: TapeRow) -> ImportedLoan | BadRow:
        mapping = self.context.mapping
        first_line = self.seen.first_line(row.loan_number, row.line)
        if first_line != row.line:
            column = next(rule.column for rule in mapping.columns if rule.name == "loan_number")
            return _bad(row, f"The loan {row.loan_number} stands on line {first_line} already.", column)
        self._compare_instalment(row)
        as_of = self.outcome.as_of_on
        placed = place(row, mapping, shift_to=None if as_of == mapping.as_of else as_of)
        if isinstance(placed, CannotAgree):
            return _bad(row, placed.reason)
        try:
            return imported_loan(row, placed, self.context)
        except CannotAmortize as error:
            return _bad(row, error.message)

    def _compare_instalment(self, row: TapeRow) -> None:
        ours = level_instalment(
            row.principal, row.annual_rate, row.term, rounding=self.context.mapping.instalment_rounding
        )
        if ours != row.instalment and len(self.outcome.other_instalments) < MOST_LISTED:
            found = OtherInstalment(row.line, row.loan_number, row.instalment, ours)
            self.outcome.other_instalments.append(found)


def _bad(row: TapeRow, reason: str, column: str = "") -> BadRow:
    return BadRow(row.line, (Problem(column, reason),), row.raw)


def _note(
    path: Path,
    mapping: TapeMapping,
    mapping_text: str,
    outcome: ImportOutcome,
    actor: Actor,
    now: datetime,
) -> None:
    batch = ImportBatch.objects.create(
        file_name=path.name[:200],
        file_hash=_hash_of(path),
        mapping_hash=sha256(mapping_text.encode()).hexdigest(),
        tape_as_of_on=mapping.as_of,
        as_of_on=outcome.as_of_on,
        status=ImportStatus.DONE,
        started_at=now,
        finished_at=now,
        rows_read=outcome.read,
        rows_added=outcome.added,
        rows_known=outcome.known,
        rows_bad=outcome.bad,
    )
    accounts = "1 account" if outcome.added == 1 else f"{outcome.added:,} accounts"
    record(
        actor=actor,
        now=now,
        action="accounts.imported",
        object_kind="import",
        object_id=batch.id,
        summary=f"Imported {accounts} from {path.name}",
        facts={"read": outcome.read, "known": outcome.known, "bad": outcome.bad},
    )
    plan_next_day(now)


def _hash_of(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise file_unusable(path, error) from error
    return digest.hexdigest()
