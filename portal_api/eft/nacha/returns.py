"""Reads what banks send back: returned entries (addenda 99) and notices of change (addenda 98)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from portico_kernel.money import Money

from .audit import Auditor, BatchLines, EntryLines, Line, day_of
from .change_codes import Correction, correction_for
from .layout import CHANGE_ADDENDA, RETURN_ADDENDA
from .reader import read_header
from .records import Findings, arrange
from .specs import is_debit_code

RETURNED_ADDENDA = {"98": CHANGE_ADDENDA, "99": RETURN_ADDENDA}
RETURN_TRANSACTION_CODES = frozenset({"21", "26", "31", "36"})
NOTICE_SEC_CODE = "COR"
RETURN_CODE = re.compile(r"R[0-9]{2}")
CHANGE_CODE = re.compile(r"C[0-9]{2}")
NO_DATE = ("", "000000")


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """One entry that came back. ``original_trace`` is the trace number that we gave it.

    ``returned_on`` is the day of the bank's file; ``line`` the line of the entry in it. The receiver's
    account number is left out on purpose: the original trace finds the payment.
    """

    original_trace: str
    code: str
    information: str
    original_rdfi: str
    amount: Money
    is_debit: bool
    date_of_death: date | None
    return_trace: str
    individual_id: str
    name: str = field(repr=False)
    company_id: str
    sec_code: str
    returned_on: date
    line: int


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One notice of change. ``correction`` is None where a person must read ``corrected_data``.

    Originators correct within six banking days or before the next entry, whichever is later.
    """

    original_trace: str
    code: str
    corrected_data: str = field(repr=False)
    correction: Correction | None
    original_rdfi: str
    is_debit: bool
    notice_trace: str
    individual_id: str
    company_id: str
    received_on: date
    line: int


def read_returns(stream: BinaryIO) -> list[ReturnItem | ChangeItem]:
    """Read and verify a return file, in the order of its lines.

    Raises UnreadableFile with every finding and accepts nothing of such a file. Codes that we do not
    know are no finding: ``return_codes.rule_for`` stops them safely.
    """
    findings = Findings()
    auditor = Auditor(findings, RETURNED_ADDENDA)
    lines = auditor.cut(arrange(stream, findings))
    auditor.check(lines)
    for batch in lines.batches:
        _check_batch(auditor, batch)
    findings.refuse_if_any()
    if lines.header is None:
        raise RuntimeError("a file without findings has a header")
    day = read_header(lines.header).created_on
    return [_item(entry, batch.header, day) for batch in lines.batches for entry in batch.entries]


def _check_batch(auditor: Auditor, batch: BatchLines) -> None:
    for lines in batch.entries:
        entry = lines.entry
        if entry.values["transaction_code"] not in RETURN_TRANSACTION_CODES:
            message = "a returned entry has transaction code 21, 26, 31 or 36"
            auditor.note(entry, "transaction_code", "transaction_code", message)
        if lines.addenda_count != 1:
            message = "a returned entry has exactly one addenda record"
            auditor.note(entry, "addenda_indicator", "addenda", message)
        for addenda in lines.addenda:
            _check_addenda(auditor, addenda, entry, batch.header)


def _check_addenda(auditor: Auditor, addenda: Line, entry: Line, header: Line) -> None:
    if addenda.values["trace_number"] != entry.values["trace_number"]:
        message = "the addenda record does not name the entry above it"
        auditor.note(addenda, "trace_number", "addenda", message)
    if _is_notice(addenda):
        _check_notice(auditor, addenda, entry, header)
    else:
        _check_return(auditor, addenda, header)


def _check_notice(auditor: Auditor, addenda: Line, entry: Line, header: Line) -> None:
    if not CHANGE_CODE.fullmatch(addenda.values["code"]):
        auditor.note(addenda, "code", "code", "a change code is C and two digits")
    if header.values["sec_code"] != NOTICE_SEC_CODE:
        auditor.note(addenda, "addenda_type", "sec_code", "notices of change stand in COR batches")
    if entry.digits("amount"):
        auditor.note(entry, "amount", "amount", "a notice of change carries no money")
    if not addenda.text("corrected_data"):
        auditor.note(addenda, "corrected_data", "missing", "the corrected data is empty")


def _check_return(auditor: Auditor, addenda: Line, header: Line) -> None:
    if not RETURN_CODE.fullmatch(addenda.values["code"]):
        auditor.note(addenda, "code", "code", "a return code is R and two digits")
    if header.values["sec_code"] == NOTICE_SEC_CODE:
        auditor.note(addenda, "addenda_type", "sec_code", "a COR batch holds notices of change only")
    death = addenda.text("date_of_death")
    if death not in NO_DATE and day_of(death) is None:
        auditor.note(addenda, "date_of_death", "date", "the date of death is no day of the calendar")


def _is_notice(addenda: Line) -> bool:
    return addenda.values["addenda_type"] == "98"


def _item(lines: EntryLines, header: Line, day: date) -> ReturnItem | ChangeItem:
    addenda = lines.addenda[0]
    if _is_notice(addenda):
        return _change_item(lines.entry, addenda, header, day)
    return _return_item(lines.entry, addenda, header, day)


def _return_item(entry: Line, addenda: Line, header: Line, day: date) -> ReturnItem:
    return ReturnItem(
        original_trace=addenda.values["original_trace"],
        code=addenda.values["code"],
        information=addenda.text("information"),
        original_rdfi=addenda.values["original_rdfi"],
        amount=Money(entry.digits("amount") or 0),
        is_debit=is_debit_code(entry.values["transaction_code"]),
        date_of_death=day_of(addenda.text("date_of_death").replace("000000", "")),
        return_trace=addenda.values["trace_number"],
        individual_id=entry.text("individual_id"),
        name=entry.text("name"),
        company_id=header.text("company_id"),
        sec_code=header.values["sec_code"],
        returned_on=day,
        line=entry.number,
    )


def _change_item(entry: Line, addenda: Line, header: Line, day: date) -> ChangeItem:
    data = addenda.values["corrected_data"].rstrip()
    code = addenda.values["code"]
    return ChangeItem(
        original_trace=addenda.values["original_trace"],
        code=code,
        corrected_data=data,
        correction=correction_for(code, data),
        original_rdfi=addenda.values["original_rdfi"],
        is_debit=is_debit_code(entry.values["transaction_code"]),
        notice_trace=addenda.values["trace_number"],
        individual_id=entry.text("individual_id"),
        company_id=header.text("company_id"),
        received_on=day,
        line=entry.number,
    )
