"""Cuts a stream into records and puts them in their places: file, batches, entries, addenda."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from .errors import Finding, UnreadableFile
from .layout import BLOCKING_FACTOR, PADDING, RECORD_LENGTH

MAX_FINDINGS = 200
MAX_LINE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file, 94 characters long whatever stood there."""

    line: int
    text: str = field(repr=False)


@dataclass(slots=True)
class RawEntry:
    """An entry and the addenda below it."""

    record: Record
    addenda: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class RawBatch:
    """A batch header, its entries, and the control record if it came."""

    header: Record
    entries: list[RawEntry] = field(default_factory=list)
    control: Record | None = None


@dataclass(slots=True)
class RawFile:
    """All records of a file in their places."""

    header: Record | None = None
    batches: list[RawBatch] = field(default_factory=list)
    control: Record | None = None
    record_count: int = 0


class Findings:
    """Collects what is wrong with one file, and gives up (UnreadableFile) after the two-hundredth."""

    def __init__(self) -> None:
        self.items: list[Finding] = []

    def add(self, line: int, column: int | None, code: str, message: str) -> None:
        """Note one finding."""
        self.items.append(Finding(line, column, code, message))
        if len(self.items) >= MAX_FINDINGS:
            self.refuse_if_any()

    def refuse_if_any(self) -> None:
        """Raise UnreadableFile if anything was found, in the order of lines."""
        if self.items:
            raise UnreadableFile(sorted(self.items, key=lambda found: (found.line, found.column or 0)))


def read_records(stream: BinaryIO, findings: Findings) -> Iterator[Record]:
    """Yield each line as 94 characters, noting wrong lengths, bytes and line ends. Flat memory.

    Empty lines after the last record are nothing: editors and transfers leave them there.
    """
    line_end: bytes | None = None
    line = last = 0
    while raw := stream.readline(MAX_LINE_BYTES):
        line += 1
        body, this_end = _without_line_end(raw)
        if not body:
            continue
        for between in range(last + 1, line):
            findings.add(between, None, "blank_line", "the line is empty")
        last = line
        line_end = line_end or this_end
        if this_end not in (b"", line_end):
            findings.add(line, None, "line_end", "the line ends differently from the first line")
        yield Record(line, _text_of(line, body, findings))


def _without_line_end(raw: bytes) -> tuple[bytes, bytes]:
    for end in (b"\r\n", b"\n"):
        if raw.endswith(end):
            return raw[: -len(end)], end
    return raw, b""


def _text_of(line: int, body: bytes, findings: Findings) -> str:
    """Decode a line; what is not printable ASCII is noted and becomes a question mark."""
    if len(body) != RECORD_LENGTH:
        column = min(len(body), RECORD_LENGTH) + 1
        findings.add(line, column, "length", f"the line has {len(body)} characters instead of 94")
    for column, byte in enumerate(body[:RECORD_LENGTH], start=1):
        if not 0x20 <= byte <= 0x7E:
            findings.add(line, column, "characters", "this is not a printable ASCII character")
    text = "".join(chr(byte) if 0x20 <= byte <= 0x7E else "?" for byte in body[:RECORD_LENGTH])
    return text.ljust(RECORD_LENGTH)


class Arrangement:
    """Puts records in their places and notes those that stand in the wrong order."""

    def __init__(self, findings: Findings) -> None:
        self.file = RawFile()
        self._open: RawBatch | None = None
        self._findings = findings

    def take(self, record: Record) -> None:
        """Put the next record of the file in its place."""
        self.file.record_count += 1
        if self.file.control is not None:
            if record.text != PADDING:
                self._misplaced(record, "only lines of nines may follow the file control record")
            return
        if self.file.record_count == 1 and record.text[0] != "1":
            self._findings.add(record.line, 1, "no_header", "a file begins with a file header (record type 1)")
        match record.text[0]:
            case "1":
                self._take_file_header(record)
            case "5":
                self._take_batch_header(record)
            case "6":
                self._take_entry(record)
            case "7":
                self._take_addenda(record)
            case "8":
                self._take_batch_control(record)
            case "9":
                self._take_file_control(record)
            case _:
                self._findings.add(record.line, 1, "record_type", "there is no such record type")

    def finish(self, last_line: int) -> RawFile:
        """Note what is missing at the end of the file and give it back."""
        if self._open is not None:
            self._findings.add(last_line, None, "order", "the last batch has no control record")
        if self.file.control is None:
            self._findings.add(last_line, None, "order", "the file has no control record")
        if not self.file.batches:
            self._findings.add(last_line, None, "empty", "the file has no batch")
        if self.file.record_count % BLOCKING_FACTOR:
            self._findings.add(last_line, None, "padding", "the last block of ten lines is not full")
        return self.file

    def _misplaced(self, record: Record, message: str) -> None:
        self._findings.add(record.line, 1, "order", message)

    def _take_file_header(self, record: Record) -> None:
        if self.file.header is not None:
            self._misplaced(record, "a file has one file header")
            return
        self.file.header = record

    def _take_batch_header(self, record: Record) -> None:
        if self._open is not None:
            self._misplaced(record, "the batch before has no control record")
        self._open = RawBatch(record)
        self.file.batches.append(self._open)

    def _take_entry(self, record: Record) -> None:
        if self._open is None:
            self._misplaced(record, "an entry stands outside a batch")
            return
        self._open.entries.append(RawEntry(record))

    def _take_addenda(self, record: Record) -> None:
        if self._open is None or not self._open.entries:
            self._misplaced(record, "an addenda record stands below no entry")
            return
        self._open.entries[-1].addenda.append(record)

    def _take_batch_control(self, record: Record) -> None:
        if self._open is None:
            self._misplaced(record, "a batch control record stands outside a batch")
            return
        self._open.control = record
        self._open = None

    def _take_file_control(self, record: Record) -> None:
        if record.text == PADDING:
            self._misplaced(record, "padding stands before the file control record")
            return
        if self._open is not None:
            self._misplaced(record, "the last batch has no control record")
            self._open = None
        self.file.control = record


def arrange(stream: BinaryIO, findings: Findings) -> RawFile:
    """Read a stream into its places; raises UnreadableFile for a file with no line at all."""
    arrangement = Arrangement(findings)
    last_line = 0
    for record in read_records(stream, findings):
        arrangement.take(record)
        last_line = record.line
    if not last_line:
        findings.add(1, None, "empty", "the file is empty")
        findings.refuse_if_any()
    return arrangement.finish(last_line)
