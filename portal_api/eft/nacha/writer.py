"""Writes NACHA files: one record at a time to a binary stream, with memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from portico_kernel.calendar import in_zone

from .errors import InvalidNacha
from .layout import (
    BATCH_CONTROL,
    BATCH_HEADER,
    BLOCKING_FACTOR,
    ENTRY,
    FILE_CONTROL,
    FILE_HEADER,
    PADDING,
    PAYMENT_ADDENDA,
    Layout,
    render,
)
from .rules import (
    BANK_NAME_WIDTH,
    Problems,
    batch_problems,
    entry_name,
    entry_problems,
    file_problems,
)
from .specs import BatchSpec, Entry, FileSpec, FileTotals, Tally, Totals
from .text import ascii_name

MAX_BATCH_ENTRIES = 999_999
MAX_FILE_ENTRIES = 99_999_999
MAX_BATCHES = 999_999
MAX_TOTAL_MINOR = 10**12 - 1


def _refuse(problems: Problems) -> None:
    if problems:
        raise InvalidNacha(fields=problems)


class RecordStream:
    """Lays records out on a binary stream and counts them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def write(self, layout: Layout, values: Mapping[str, str | int]) -> None:
        """Write one record and its line end."""
        self._write_text(render(layout, values))

    def pad(self) -> None:
        """Fill the last block of ten with lines of nines."""
        while self.count % BLOCKING_FACTOR:
            self._write_text(PADDING)

    def blocks_with(self, more: int) -> int:
        """How many blocks the file has once ``more`` records and the padding are written."""
        return -(-(self.count + more) // BLOCKING_FACTOR)

    def _write_text(self, text: str) -> None:
        self._stream.write(text.encode("ascii") + b"\n")
        self.count += 1


def header_values(spec: FileSpec) -> dict[str, str | int]:
    """The fields of the file header."""
    created = in_zone(spec.created_at, spec.time_zone)
    return {
        "immediate_destination": spec.immediate_destination.rjust(10),
        "immediate_origin": spec.immediate_origin.rjust(10),
        "created_on": created.strftime("%y%m%d"),
        "created_time": created.strftime("%H%M"),
        "file_id_modifier": spec.file_id_modifier,
        "destination_name": ascii_name(spec.destination_name)[:BANK_NAME_WIDTH],
        "origin_name": ascii_name(spec.origin_name)[:BANK_NAME_WIDTH],
        "reference": spec.reference,
    }


def tally_values(tally: Tally) -> dict[str, str | int]:
    """The fields that both control records share."""
    return {
        "entry_count": tally.entry_count,
        "entry_hash": tally.entry_hash,
        "debits": tally.debits,
        "credits": tally.credits,
    }


def _entry_values(entry: Entry) -> dict[str, str | int]:
    return {
        "transaction_code": entry.transaction_code.value,
        "routing_number": entry.routing_number,
        "account_number": entry.account_number,
        "amount": entry.amount.minor,
        "individual_id": entry.individual_id,
        "name": entry_name(entry),
        "payment_type": entry.payment_type.value if entry.payment_type else "",
        "addenda_indicator": 1 if entry.addenda else 0,
        "trace_number": entry.trace_number,
    }


def _addenda_values(entry: Entry) -> dict[str, str | int]:
    return {"information": entry.addenda, "sequence": 1, "entry_sequence": entry.trace_number[-7:]}


class NachaWriter:
    """Writes one file: header at once, then batches of entries, then the control record and padding.

    Every value is checked before any byte of its record is written; what is wrong raises InvalidNacha.
    A stream after an error is half a file: write to a temporary place and throw that away. Trace numbers
    ascend through the whole file, which also keeps them unique without remembering them.
    """

    def __init__(self, stream: BinaryIO, spec: FileSpec) -> None:
        _refuse(file_problems(spec))
        self._records = RecordStream(stream)
        self._spec = spec
        self._file_day = in_zone(spec.created_at, spec.time_zone).date()
        self._file = Tally()
        self._batch_count = 0
        self._batch: BatchSpec | None = None
        self._tally = Tally()
        self._last_trace = ""
        self._records.write(FILE_HEADER, header_values(spec))

    def start_batch(self, batch: BatchSpec) -> None:
        """Begin a batch; the one before must have ended."""
        if self._batch is not None:
            raise RuntimeError("end the open batch first")
        _refuse(batch_problems(batch, file_day=self._file_day))
        if self._batch_count == MAX_BATCHES:
            raise InvalidNacha(fields={"batches": "The file is full: begin another file."})
        self._batch, self._tally = batch, Tally()
        self._batch_count += 1
        self._records.write(BATCH_HEADER, self._batch_header_values(batch))

    def add(self, entry: Entry) -> None:
        """Write one entry, with its addenda where it has one."""
        if self._batch is None:
            raise RuntimeError("start a batch first")
        _refuse(entry_problems(entry, batch=self._batch, odfi_id=self._spec.odfi_id))
        self._require_ascending_trace(entry)
        self._count(entry)
        self._records.write(ENTRY, _entry_values(entry))
        if entry.addenda:
            self._records.write(PAYMENT_ADDENDA, _addenda_values(entry))

    def end_batch(self) -> Totals:
        """Write the batch's control record; raises InvalidNacha for a batch without entries."""
        if self._batch is None:
            raise RuntimeError("no batch is open")
        if not self._tally.entry_count:
            raise InvalidNacha(fields={"entries": "A batch has at least one entry."})
        shared: dict[str, str | int] = {
            "service_class": self._batch.service_class.value,
            "company_id": self._spec.company_id,
            "odfi_id": self._spec.odfi_id,
            "batch_number": self._batch_count,
        }
        self._records.write(BATCH_CONTROL, shared | tally_values(self._tally))
        self._file.merge(self._tally)
        self._batch = None
        return self._tally.totals()

    def finish(self) -> FileTotals:
        """Write the file's control record and the padding; raises InvalidNacha for a file without batches."""
        if self._batch is not None:
            raise RuntimeError("end the open batch first")
        if not self._batch_count:
            raise InvalidNacha(fields={"batches": "A file has at least one batch."})
        blocks = self._records.blocks_with(1)
        values = tally_values(self._file) | {"batch_count": self._batch_count, "block_count": blocks}
        self._records.write(FILE_CONTROL, values)
        self._records.pad()
        return self._file.file_totals(batch_count=self._batch_count, block_count=blocks)

    def _batch_header_values(self, batch: BatchSpec) -> dict[str, str | int]:
        return {
            "service_class": batch.service_class.value,
            "company_name": ascii_name(self._spec.company_name),
            "discretionary": batch.discretionary,
            "company_id": self._spec.company_id,
            "sec_code": batch.sec_code.value,
            "entry_description": batch.entry_description,
            "descriptive_date": batch.descriptive_date,
            "effective_entry_date": batch.effective_entry_date.strftime("%y%m%d"),
            "odfi_id": self._spec.odfi_id,
            "batch_number": self._batch_count,
        }

    def _require_ascending_trace(self, entry: Entry) -> None:
        if entry.trace_number <= self._last_trace:
            raise InvalidNacha(fields={"trace_number": "Trace numbers ascend through the file."})
        self._last_trace = entry.trace_number

    def _count(self, entry: Entry) -> None:
        records = 2 if entry.addenda else 1
        batch, file = self._tally, self._file
        if batch.entry_count + records > MAX_BATCH_ENTRIES:
            raise InvalidNacha(fields={"entries": "The batch is full: begin another batch."})
        if file.entry_count + batch.entry_count + records > MAX_FILE_ENTRIES:
            raise InvalidNacha(fields={"entries": "The file is full: begin another file."})
        sums = (file.debits + batch.debits, file.credits + batch.credits)
        if max(sums) + entry.amount.minor > MAX_TOTAL_MINOR:
            raise InvalidNacha(fields={"amount": "The file's total has no room: begin another file."})
        batch.add(
            routing_number=entry.routing_number,
            code=entry.transaction_code.value,
            minor=entry.amount.minor,
            records=records,
        )


def write_file(stream: BinaryIO, spec: FileSpec, batches: Iterable[tuple[BatchSpec, Iterable[Entry]]]) -> FileTotals:
    """Write a whole file from lazily read batches; raises InvalidNacha, naming the field."""
    writer = NachaWriter(stream, spec)
    for batch, entries in batches:
        writer.start_batch(batch)
        for entry in entries:
            writer.add(entry)
        writer.end_batch()
    return writer.finish()
