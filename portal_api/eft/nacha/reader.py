"""Reads outgoing NACHA files (WEB and CCD) strictly: every rule is checked, or nothing is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import BinaryIO

from portico_kernel.money import Money

from .audit import Auditor, BatchLines, EntryLines, FileLines, Line, day_of
from .errors import Finding, UnreadableFile
from .layout import PAYMENT_ADDENDA
from .records import Findings, arrange
from .rules import ASSIGNED_ORIGIN, batch_problems, entry_problems
from .specs import (
    BatchSpec,
    Entry,
    FileTotals,
    PaymentType,
    SecCode,
    ServiceClass,
    Totals,
    TransactionCode,
)
from .text import is_routing_number

OUTGOING_ADDENDA = {"05": PAYMENT_ADDENDA}
# What the auditor notes for every kind of file and need not be said twice.
ALREADY_NOTED = frozenset({"routing_number", "addenda"})


@dataclass(frozen=True, slots=True)
class FileHeader:
    """Sender, receiver and moment as a file states them (a day and time on the sender's wall)."""

    immediate_destination: str
    immediate_origin: str
    destination_name: str
    origin_name: str
    created_on: date
    created_time: time
    file_id_modifier: str
    reference: str


@dataclass(frozen=True, slots=True)
class NachaBatch:
    """One batch as read, its figures verified."""

    number: int
    company_name: str
    company_id: str
    odfi_id: str
    spec: BatchSpec
    entries: tuple[Entry, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class NachaFile:
    """One file as read, every rule verified."""

    header: FileHeader
    batches: tuple[NachaBatch, ...]
    totals: FileTotals


def read_file(stream: BinaryIO) -> NachaFile:
    """Read and verify an outgoing file; raises UnreadableFile with every finding, accepting nothing."""
    findings = Findings()
    auditor = Auditor(findings, OUTGOING_ADDENDA)
    lines = auditor.cut(arrange(stream, findings))
    auditor.check(lines)
    file_day = _check_header(auditor, lines.header)
    batches = [_read_batch(auditor, batch, file_day) for batch in lines.batches]
    findings.refuse_if_any()
    return _assemble(lines, [batch for batch in batches if batch is not None])


def check_file(stream: BinaryIO) -> tuple[Finding, ...]:
    """Everything that is wrong with an outgoing file, in the order of its lines; empty for a good one."""
    try:
        read_file(stream)
    except UnreadableFile as refused:
        return refused.findings
    return ()


def _check_header(auditor: Auditor, header: Line | None) -> date | None:
    """Check what an outgoing file's header must be and return its day."""
    if header is None:
        return None
    destination = header.values["immediate_destination"]
    if not (destination[0] == " " and is_routing_number(destination[1:])):
        message = "the destination is a blank and the bank's routing number"
        auditor.note(header, "immediate_destination", "destination", message)
    origin = header.values["immediate_origin"]
    if not ASSIGNED_ORIGIN.fullmatch(origin[1:] if origin[0] == " " else origin):
        message = "the origin is a blank and nine digits, or ten digits or capital letters"
        auditor.note(header, "immediate_origin", "origin", message)
    return day_of(header.values["created_on"])


def _read_batch(auditor: Auditor, lines: BatchLines, file_day: date | None) -> NachaBatch | None:
    """Turn a batch into values, noting what breaks a rule; None where a value could not be made."""
    spec = _read_batch_spec(auditor, lines.header)
    if spec is None:
        return None
    for name, sentence in batch_problems(spec, file_day=file_day).items():
        auditor.note(lines.header, name, name, sentence.rstrip("."))
    header = lines.header
    odfi_id = header.values["odfi_id"]
    entries = [_read_entry(auditor, entry, spec, odfi_id) for entry in lines.entries]
    if lines.control is None or any(entry is None for entry in entries):
        return None
    return NachaBatch(
        header.digits("batch_number") or 0,
        header.text("company_name"),
        header.text("company_id"),
        odfi_id,
        spec,
        tuple(entry for entry in entries if entry is not None),
        _totals(lines.control),
    )


def _read_batch_spec(auditor: Auditor, header: Line) -> BatchSpec | None:
    sec_code = header.values["sec_code"]
    if sec_code not in tuple(SecCode):
        auditor.note(header, "sec_code", "sec_code", "the entry class of an outgoing batch is WEB or CCD")
    if header.text("settlement_date"):
        auditor.note(header, "settlement_date", "shape", "the settlement date is the operator's to fill in")
    effective = day_of(header.values["effective_entry_date"])
    if effective is None:
        auditor.note(header, "effective_entry_date", "date", "the effective date is no day of the calendar")
    service_class = header.values["service_class"]
    if effective is None or sec_code not in tuple(SecCode) or service_class not in tuple(ServiceClass):
        return None
    return BatchSpec(
        sec_code=SecCode(sec_code),
        entry_description=header.text("entry_description"),
        effective_entry_date=effective,
        service_class=ServiceClass(service_class),
        discretionary=header.text("discretionary"),
        descriptive_date=header.text("descriptive_date"),
    )


def _read_entry(auditor: Auditor, lines: EntryLines, batch: BatchSpec, odfi_id: str) -> Entry | None:
    line = lines.entry
    code = line.values["transaction_code"]
    if code not in tuple(TransactionCode):
        auditor.note(line, "transaction_code", "transaction_code", "this transaction code is not one of ours")
    payment_type = line.text("payment_type")
    if payment_type not in ("", *PaymentType):
        auditor.note(line, "payment_type", "payment_type", "the payment type is S, R or blank")
    minor = line.digits("amount")
    _check_addenda(auditor, lines)
    if code not in tuple(TransactionCode) or payment_type not in ("", *PaymentType) or minor is None:
        return None
    entry = Entry(
        transaction_code=TransactionCode(code),
        routing_number=line.values["routing_number"],
        account_number=line.text("account_number"),
        amount=Money(minor),
        individual_id=line.text("individual_id"),
        name=line.text("name"),
        trace_number=line.values["trace_number"],
        payment_type=PaymentType(payment_type) if payment_type else None,
        addenda=lines.addenda[0].text("information") if lines.addenda else "",
    )
    _check_entry(auditor, line, entry, batch, odfi_id)
    return entry


def _check_entry(auditor: Auditor, line: Line, entry: Entry, batch: BatchSpec, odfi_id: str) -> None:
    if not line.text("name"):
        auditor.note(line, "name", "missing", "the name is empty")
    for name, sentence in entry_problems(entry, batch=batch, odfi_id=odfi_id).items():
        if name not in ALREADY_NOTED:
            auditor.note(line, name, name, sentence.rstrip("."))


def _check_addenda(auditor: Auditor, lines: EntryLines) -> None:
    for place, addenda in enumerate(lines.addenda, start=1):
        if addenda.values["sequence"] != f"{place:04d}":
            auditor.note(addenda, "sequence", "addenda", "addenda records count from 1")
        if addenda.values["entry_sequence"] != lines.entry.values["trace_number"][-7:]:
            message = "the addenda record does not name the entry above it"
            auditor.note(addenda, "entry_sequence", "addenda", message)
        if not addenda.text("information"):
            auditor.note(addenda, "information", "missing", "the addenda record says nothing")


def _totals(control: Line) -> Totals:
    return Totals(
        entry_count=control.digits("entry_count") or 0,
        entry_hash=control.digits("entry_hash") or 0,
        debits=Money(control.digits("debits") or 0),
        credits=Money(control.digits("credits") or 0),
    )


def _assemble(lines: FileLines, batches: list[NachaBatch]) -> NachaFile:
    """Put the verified parts together: nothing was found, so every part is there."""
    header, control = lines.header, lines.control
    if header is None or control is None:
        raise RuntimeError("a file without findings has a header and a control record")
    totals = _totals(control)
    return NachaFile(
        header=read_header(header),
        batches=tuple(batches),
        totals=FileTotals(
            totals.entry_count,
            totals.entry_hash,
            totals.debits,
            totals.credits,
            control.digits("batch_count") or 0,
            control.digits("block_count") or 0,
        ),
    )


def read_header(header: Line) -> FileHeader:
    """The file header as values; its day and time were checked."""
    created_on = day_of(header.values["created_on"])
    if created_on is None:
        raise RuntimeError("a header without findings has a day")
    clock = header.values["created_time"]
    return FileHeader(
        immediate_destination=header.text("immediate_destination"),
        immediate_origin=header.text("immediate_origin"),
        destination_name=header.text("destination_name"),
        origin_name=header.text("origin_name"),
        created_on=created_on,
        created_time=time(int(clock[:2]), int(clock[2:])),
        file_id_modifier=header.values["file_id_modifier"],
        reference=header.text("reference"),
    )
