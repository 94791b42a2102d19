"""What holds for every bank file, outgoing or returned: field shapes, counts, hash, totals and order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .layout import (
    BATCH_CONTROL,
    BATCH_HEADER,
    BLOCKING_FACTOR,
    ENTRY,
    FILE_CONTROL,
    FILE_HEADER,
    Field,
    Kind,
    Layout,
    column_of,
    split,
)
from .records import Findings, RawBatch, RawEntry, RawFile, Record
from .rules import FILE_ID_MODIFIER
from .specs import ServiceClass, Tally, is_debit_code
from .text import is_routing_number

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A record cut into its fields; ``values`` keeps each at its full width."""

    number: int
    layout: Layout = field(repr=False)
    values: Values = field(repr=False)

    def text(self, name: str) -> str:
        """A field without its padding."""
        return self.values[name].strip()

    def digits(self, name: str) -> int | None:
        """A field as a number, or None where it is not one (its shape was noted already)."""
        text = self.values[name]
        return int(text) if text.isdigit() else None


@dataclass(frozen=True, slots=True)
class EntryLines:
    """An entry and its addenda, cut into fields."""

    entry: Line
    addenda: tuple[Line, ...]
    addenda_count: int  # of any type, known or not


@dataclass(frozen=True, slots=True)
class BatchLines:
    """A batch, cut into fields."""

    header: Line
    entries: tuple[EntryLines, ...]
    control: Line | None


@dataclass(frozen=True, slots=True)
class FileLines:
    """A file, cut into fields."""

    header: Line | None
    batches: tuple[BatchLines, ...]
    control: Line | None
    record_count: int


class Auditor:
    """Cuts a file into fields and notes what breaks the rules that all bank files share."""

    def __init__(self, findings: Findings, addenda_layouts: Mapping[str, Layout]) -> None:
        self._findings = findings
        self._addenda_layouts = addenda_layouts

    def note(self, line: Line, name: str, code: str, message: str) -> None:
        """Note a finding at the column where a field starts."""
        self._findings.add(line.number, column_of(line.layout, name), code, message)

    def cut(self, raw: RawFile) -> FileLines:
        """Cut every record into fields, noting the ill-shaped."""
        return FileLines(
            self._cut_line(raw.header, FILE_HEADER) if raw.header else None,
            tuple(self._cut_batch(batch) for batch in raw.batches),
            self._cut_line(raw.control, FILE_CONTROL) if raw.control else None,
            raw.record_count,
        )

    def check(self, file: FileLines) -> None:
        """Check what holds between the lines of a file."""
        if file.header is not None:
            self._check_file_header(file.header)
        total: Tally | None = Tally()
        last_number = 0
        traces: set[str] = set()
        for batch in file.batches:
            last_number = self._check_batch_number(batch, last_number)
            tally = self._check_batch(batch, traces)
            if tally is None:
                total = None
            elif total is not None:
                total.merge(tally)
        if file.control is not None:
            self._check_file_control(file, file.control, total)

    def _cut_batch(self, raw: RawBatch) -> BatchLines:
        return BatchLines(
            self._cut_line(raw.header, BATCH_HEADER),
            tuple(self._cut_entry(entry) for entry in raw.entries),
            self._cut_line(raw.control, BATCH_CONTROL) if raw.control else None,
        )

    def _cut_entry(self, raw: RawEntry) -> EntryLines:
        addenda = [self._cut_addenda(record) for record in raw.addenda]
        known = tuple(line for line in addenda if line is not None)
        return EntryLines(self._cut_line(raw.record, ENTRY), known, len(addenda))

    def _cut_addenda(self, record: Record) -> Line | None:
        layout = self._addenda_layouts.get(record.text[1:3])
        if layout is None:
            self._findings.add(record.line, 2, "addenda_type", "an addenda record of this type is unexpected")
            return None
        return self._cut_line(record, layout)

    def _cut_line(self, record: Record, layout: Layout) -> Line:
        values = split(layout, record.text)
        for each in layout:
            problem = _shape_problem(each, values[each.name])
            if problem:
                self._findings.add(record.line, each.start, "shape", f"{each.name} {problem}")
        return Line(record.line, layout, values)

    def _check_file_header(self, line: Line) -> None:
        if day_of(line.values["created_on"]) is None:
            self.note(line, "created_on", "date", "the creation date is no day of the calendar")
        time = line.values["created_time"]
        if not (time[:2] <= "23" and time[2:] <= "59"):
            self.note(line, "created_time", "time", "the creation time is no time of the day")
        if not FILE_ID_MODIFIER.fullmatch(line.values["file_id_modifier"]):
            self.note(line, "file_id_modifier", "modifier", "the file id modifier is A to Z or 0 to 9")
        for name in ("immediate_destination", "immediate_origin", "destination_name", "origin_name"):
            if not line.text(name):
                self.note(line, name, "missing", f"{name} is empty")

    def _check_batch_number(self, batch: BatchLines, last: int) -> int:
        number = batch.header.digits("batch_number")
        if number is None:
            return last
        if number <= last:
            self.note(batch.header, "batch_number", "batch_number", "batch numbers do not ascend")
        return number

    def _check_batch(self, batch: BatchLines, traces: set[str]) -> Tally | None:
        """Check one batch and add it up; None where a figure could not be read."""
        header = batch.header
        for name in ("company_name", "company_id", "entry_description"):
            if not header.text(name):
                self.note(header, name, "missing", f"{name} is empty")
        if header.values["service_class"] not in tuple(ServiceClass):
            self.note(header, "service_class", "service_class", "the service class is 200, 220 or 225")
        if not batch.entries:
            self._findings.add(header.number, None, "empty", "the batch has no entry")
        tally = self._check_entries(batch, traces)
        if batch.control is not None:
            self._check_batch_control(batch.control, header, tally)
        return tally

    def _check_entries(self, batch: BatchLines, traces: set[str]) -> Tally | None:
        tally: Tally | None = Tally()
        last_trace = ""
        for lines in batch.entries:
            entry = lines.entry
            self._check_entry(entry, batch.header, addenda=lines.addenda_count)
            trace = entry.values["trace_number"]
            if trace <= last_trace:
                self.note(entry, "trace_number", "trace", "trace numbers do not ascend in the batch")
            elif trace in traces:
                self.note(entry, "trace_number", "trace", "the trace number occurs twice in the file")
            last_trace = trace
            traces.add(trace)
            tally = _added(tally, lines)
        return tally

    def _check_entry(self, entry: Line, header: Line, *, addenda: int) -> None:
        if not is_routing_number(entry.values["routing_number"]):
            self.note(entry, "routing_number", "routing_number", "the routing number fails its check digit")
        if not entry.text("account_number"):
            self.note(entry, "account_number", "missing", "the account number is empty")
        indicator = entry.values["addenda_indicator"]
        if indicator not in ("0", "1"):
            self.note(entry, "addenda_indicator", "addenda", "the addenda indicator is 0 or 1")
        elif (indicator == "1") != (addenda > 0):
            self.note(entry, "addenda_indicator", "addenda", f"the indicator says {indicator}, not {addenda}")
        if addenda > 1:
            self.note(entry, "addenda_indicator", "addenda", "an entry has at most one addenda record")
        expected = {"220": False, "225": True}.get(header.values["service_class"])
        code = entry.values["transaction_code"]
        if expected is not None and is_debit_code(code) != expected:
            self.note(entry, "transaction_code", "service_class", "the entry does not fit its service class")

    def _check_batch_control(self, control: Line, header: Line, tally: Tally | None) -> None:
        for name in ("service_class", "company_id", "odfi_id", "batch_number"):
            if control.values[name] != header.values[name]:
                self.note(control, name, "batch_control", f"{name} differs from the batch header")
        self._check_sums(control, tally)

    def _check_file_control(self, file: FileLines, control: Line, tally: Tally | None) -> None:
        self._check_sum(control, "batch_count", len(file.batches))
        self._check_sum(control, "block_count", -(-file.record_count // BLOCKING_FACTOR))
        self._check_sums(control, tally)
        needless = file.record_count - (control.number + -control.number % BLOCKING_FACTOR)
        if needless > 0:
            message = "there are more lines of nines than the last block needs"
            self._findings.add(file.record_count, None, "padding", message)

    def _check_sums(self, control: Line, tally: Tally | None) -> None:
        if tally is None:
            return
        self._check_sum(control, "entry_count", tally.entry_count)
        self._check_sum(control, "entry_hash", tally.entry_hash)
        self._check_sum(control, "debits", tally.debits)
        self._check_sum(control, "credits", tally.credits)

    def _check_sum(self, control: Line, name: str, expected: int) -> None:
        stated = control.digits(name)
        if stated is not None and stated != expected:
            self.note(control, name, name, f"{name} is {stated}, the lines above make {expected}")


def _added(tally: Tally | None, lines: EntryLines) -> Tally | None:
    """Add an entry up, or give up where one of its figures cannot be read."""
    values = lines.entry.values
    readable = values["routing_number"].isdigit() and values["transaction_code"].isdigit()
    minor = lines.entry.digits("amount")
    if tally is None or minor is None or not readable:
        return None
    tally.add(
        routing_number=values["routing_number"],
        code=values["transaction_code"],
        minor=minor,
        records=1 + lines.addenda_count,
    )
    return tally


def _shape_problem(field: Field, text: str) -> str | None:
    """What is wrong with the characters of one field, if anything."""
    match field.kind:
        case Kind.CONSTANT if text != field.constant:
            return f"is always {field.constant}"
        case Kind.DIGITS if not text.isdigit():
            return "is made of digits only"
        case Kind.BLANK if text.strip():
            return "stays blank"
        case Kind.TEXT if text.startswith(" ") and text.strip():
            return "starts at the left of its field"
        case _:
            return None


def day_of(text: str) -> date | None:
    """Read YYMMDD as a day of this century, or None where it is no day."""
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
