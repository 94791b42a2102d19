"""Writes return files as a bank does: for the demo's bank and for tests of what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import BinaryIO

from portico_kernel.calendar import in_zone, on_or_after_banking_day

from .errors import InvalidNacha
from .layout import (
    BATCH_CONTROL,
    BATCH_HEADER,
    CHANGE_ADDENDA,
    ENTRY,
    FILE_CONTROL,
    FILE_HEADER,
    RETURN_ADDENDA,
)
from .reader import NachaBatch, NachaFile
from .returns import CHANGE_CODE, NOTICE_SEC_CODE, RETURN_CODE
from .rules import entry_name
from .specs import Entry, ServiceClass, Tally, TransactionCode, trace_number
from .text import is_printable_ascii, routing_check_digit
from .writer import RecordStream, tally_values

RETURN_CODES_BY_ORIGINAL = {("2", True): "26", ("2", False): "21", ("3", True): "36", ("3", False): "31"}
INFORMATION_WIDTH = 44
CORRECTED_DATA_WIDTH = 29


@dataclass(frozen=True, slots=True)
class BankReturn:
    """What the bank sends back about one entry: a return (code R..) or a notice of change (code C..)."""

    entry: Entry
    code: str
    information: str = ""
    date_of_death: date | None = None
    corrected_data: str = field(default="", repr=False)

    @property
    def is_notice(self) -> bool:
        """True for a notice of change, which carries no money."""
        return bool(CHANGE_CODE.fullmatch(self.code))


def write_return_file(
    stream: BinaryIO,
    *,
    original: NachaFile,
    returns: Sequence[BankReturn],
    created_at: datetime,
    time_zone: tzinfo,
    file_id_modifier: str = "A",
    first_sequence: int = 1,
) -> None:
    """Write the bank's answer to ``original``: a batch per original batch and kind, traces of the bank.

    An entry that ``original`` does not hold goes under its first batch: that is a return for an unknown
    trace number. Raises InvalidNacha for no return at all, and for what an addenda record cannot carry.
    """
    if not returns:
        raise InvalidNacha(fields={"returns": "A return file holds at least one return."})
    for item in returns:
        _require_valid(item)
    writer = _ReturnWriter(stream, original, in_zone(created_at, time_zone), first_sequence)
    writer.write_header(file_id_modifier)
    for batch in original.batches:
        for notices in (False, True):
            writer.write_batch(batch, [r for r in _of_batch(original, batch, returns) if r.is_notice is notices])
    writer.write_control()


def _require_valid(item: BankReturn) -> None:
    if not (item.is_notice or RETURN_CODE.fullmatch(item.code)):
        raise InvalidNacha(fields={"code": "A code is R or C and two digits."})
    limits = {"information": INFORMATION_WIDTH, "corrected_data": CORRECTED_DATA_WIDTH}
    for name, width in limits.items():
        text = getattr(item, name)
        if len(text) > width or not is_printable_ascii(text):
            raise InvalidNacha(fields={name: f"Use at most {width} plain characters."})
    if item.is_notice and not item.corrected_data:
        raise InvalidNacha(fields={"corrected_data": "A notice of change says what is right."})


def _of_batch(original: NachaFile, batch: NachaBatch, returns: Sequence[BankReturn]) -> list[BankReturn]:
    home = {entry.trace_number: each.number for each in original.batches for entry in each.entries}
    first = original.batches[0].number
    return [item for item in returns if home.get(item.entry.trace_number, first) == batch.number]


class _ReturnWriter:
    """The bank at work on one return file."""

    def __init__(self, stream: BinaryIO, original: NachaFile, wall: datetime, first_sequence: int) -> None:
        self._records = RecordStream(stream)
        self._original = original
        self._bank_id = original.header.immediate_destination[:8]
        self._wall = wall
        self._sequence = first_sequence
        self._batch_count = 0
        self._file = Tally()

    def write_header(self, file_id_modifier: str) -> None:
        """Write the original's header with sender and receiver changed over."""
        header = self._original.header
        values: dict[str, str | int] = {
            "immediate_destination": header.immediate_origin.rjust(10),
            "immediate_origin": header.immediate_destination.rjust(10),
            "created_on": self._wall.strftime("%y%m%d"),
            "created_time": self._wall.strftime("%H%M"),
            "file_id_modifier": file_id_modifier,
            "destination_name": header.origin_name,
            "origin_name": header.destination_name,
        }
        self._records.write(FILE_HEADER, values)

    def write_batch(self, batch: NachaBatch, returns: Sequence[BankReturn]) -> None:
        """Write one batch of returns or of notices; nothing for none."""
        if not returns:
            return
        self._batch_count += 1
        tally = Tally()
        shared: dict[str, str | int] = {
            "service_class": ServiceClass.MIXED.value,
            "company_id": batch.company_id,
            "odfi_id": self._bank_id,
            "batch_number": self._batch_count,
        }
        self._records.write(BATCH_HEADER, shared | self._header_values(batch, notice=returns[0].is_notice))
        for item in returns:
            self._write_return(item, batch, tally)
        self._records.write(BATCH_CONTROL, shared | tally_values(tally))
        self._file.merge(tally)

    def write_control(self) -> None:
        """Close the file."""
        blocks = self._records.blocks_with(1)
        values = tally_values(self._file) | {"batch_count": self._batch_count, "block_count": blocks}
        self._records.write(FILE_CONTROL, values)
        self._records.pad()

    def _header_values(self, batch: NachaBatch, *, notice: bool) -> dict[str, str | int]:
        day = on_or_after_banking_day(self._wall.date())
        return {
            "company_name": batch.company_name,
            "discretionary": batch.spec.discretionary,
            "sec_code": NOTICE_SEC_CODE if notice else batch.spec.sec_code.value,
            "entry_description": batch.spec.entry_description,
            "effective_entry_date": day.strftime("%y%m%d"),
            "settlement_date": f"{day.timetuple().tm_yday:03d}",
        }

    def _write_return(self, item: BankReturn, batch: NachaBatch, tally: Tally) -> None:
        entry = item.entry
        trace = trace_number(self._bank_id, self._sequence)
        self._sequence += 1
        routing = batch.odfi_id + routing_check_digit(batch.odfi_id)
        code = _return_transaction_code(entry.transaction_code)
        minor = 0 if item.is_notice else entry.amount.minor
        values: dict[str, str | int] = {
            "transaction_code": code,
            "routing_number": routing,
            "account_number": entry.account_number,
            "amount": minor,
            "individual_id": entry.individual_id,
            "name": entry_name(entry),
            "payment_type": entry.payment_type.value if entry.payment_type else "",
            "addenda_indicator": 1,
            "trace_number": trace,
        }
        self._records.write(ENTRY, values)
        self._records.write(CHANGE_ADDENDA if item.is_notice else RETURN_ADDENDA, _addenda(item, trace))
        tally.add(routing_number=routing, code=code, minor=minor, records=2)


def _return_transaction_code(original: TransactionCode) -> str:
    return RETURN_CODES_BY_ORIGINAL[original.value[0], original.is_debit]


def _addenda(item: BankReturn, trace: str) -> dict[str, str | int]:
    return {
        "code": item.code,
        "original_trace": item.entry.trace_number,
        "date_of_death": item.date_of_death.strftime("%y%m%d") if item.date_of_death else "",
        "original_rdfi": item.entry.routing_number[:8],
        "information": item.information,
        "corrected_data": item.corrected_data,
        "trace_number": trace,
    }
