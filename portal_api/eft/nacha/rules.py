"""What each value must be before a file may carry it: one sentence per field that is wrong.

Writer and reader ask here, so what one refuses to write the other refuses to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from portico_kernel.calendar import is_banking_day

from .specs import MAX_AMOUNT_MINOR, BatchSpec, Entry, FileSpec, PaymentType, SecCode
from .text import ascii_name, is_account_number, is_printable_ascii, is_routing_number

ASSIGNED_ORIGIN = re.compile(r"[0-9]{9}|[0-9A-Z]{10}")
COMPANY_ID = re.compile(r"[0-9A-Z]{1,10}")
FILE_ID_MODIFIER = re.compile(r"[A-Z0-9]")
EIGHT_DIGITS = re.compile(r"[0-9]{8}")
FIFTEEN_DIGITS = re.compile(r"[0-9]{15}")
NAME_WIDTH = 22
BANK_NAME_WIDTH = 23
COMPANY_NAME_WIDTH = 16

Problems = dict[str, str]


def _only(checks: Iterable[tuple[bool, str, str]]) -> Problems:
    """Keep the first sentence per field whose check failed."""
    problems: Problems = {}
    for holds, name, sentence in checks:
        if not holds:
            problems.setdefault(name, sentence)
    return problems


def _is_plain(text: str, width: int) -> bool:
    return len(text) <= width and is_printable_ascii(text) and text == text.strip()


def file_problems(spec: FileSpec) -> Problems:
    """Everything about the sender and receiver that no file may carry."""
    return _only(
        (
            (
                is_routing_number(spec.immediate_destination),
                "immediate_destination",
                "Enter the bank's nine-digit routing number.",
            ),
            (
                bool(ASSIGNED_ORIGIN.fullmatch(spec.immediate_origin)),
                "immediate_origin",
                "Enter the nine digits, or ten digits or capital letters, that the bank assigned.",
            ),
            (bool(ascii_name(spec.destination_name)), "destination_name", "Enter the bank's name."),
            (bool(ascii_name(spec.origin_name)), "origin_name", "Enter the sender's name."),
            (
                1 <= len(ascii_name(spec.company_name)) <= COMPANY_NAME_WIDTH,
                "company_name",
                "Enter a company name of at most 16 characters: payers see it on their bank statements.",
            ),
            (
                bool(COMPANY_ID.fullmatch(spec.company_id)),
                "company_id",
                "Enter the company id that the bank assigned, at most ten digits or capital letters.",
            ),
            (bool(EIGHT_DIGITS.fullmatch(spec.odfi_id)), "odfi_id", "Enter the bank's id of eight digits."),
            (
                bool(FILE_ID_MODIFIER.fullmatch(spec.file_id_modifier)),
                "file_id_modifier",
                "Use one capital letter or digit.",
            ),
            (_is_plain(spec.reference, 8), "reference", "Use at most 8 plain characters."),
            (spec.created_at.utcoffset() is not None, "created_at", "Give an instant with its time zone."),
        )
    )


def batch_problems(batch: BatchSpec, *, file_day: date | None) -> Problems:
    """Everything about a batch that no file of ``file_day`` may carry."""
    day = batch.effective_entry_date
    description = batch.entry_description
    return _only(
        (
            (
                bool(description) and _is_plain(description, 10),
                "entry_description",
                "Enter a description of at most 10 plain characters.",
            ),
            (_is_plain(batch.discretionary, 20), "discretionary", "Use at most 20 plain characters."),
            (_is_plain(batch.descriptive_date, 6), "descriptive_date", "Use at most 6 plain characters."),
            (2000 <= day.year <= 2099, "effective_entry_date", "Use a date in this century."),
            (
                file_day is None or day >= file_day,
                "effective_entry_date",
                "The effective date lies before the day of the file.",
            ),
            (is_banking_day(day), "effective_entry_date", "The effective date is not a banking day."),
        )
    )


def entry_problems(entry: Entry, *, batch: BatchSpec, odfi_id: str) -> Problems:
    """Everything about an entry that its batch may not carry."""
    trace = entry.trace_number
    return _only(
        (
            (
                batch.service_class.takes(entry.transaction_code),
                "transaction_code",
                f"Transaction code {entry.transaction_code.value} may not stand in a batch of "
                f"service class {batch.service_class.value}.",
            ),
            (
                is_routing_number(entry.routing_number),
                "routing_number",
                "This is not a valid nine-digit routing number.",
            ),
            (
                is_account_number(entry.account_number),
                "account_number",
                "Use 1 to 17 letters, digits or hyphens.",
            ),
            (_is_plain(entry.individual_id, 15), "individual_id", "Use at most 15 plain characters."),
            (bool(entry_name(entry)), "name", "Enter a name."),
            (
                bool(FIFTEEN_DIGITS.fullmatch(trace)) and trace.startswith(odfi_id),
                "trace_number",
                "A trace number is the originating bank's eight digits and seven more.",
            ),
            (_is_plain(entry.addenda, 80), "addenda", "Use at most 80 plain characters."),
            *_amount_checks(entry),
            *_payment_type_checks(entry.payment_type, batch.sec_code),
        )
    )


def _amount_checks(entry: Entry) -> tuple[tuple[bool, str, str], ...]:
    amount = entry.amount
    prenote = entry.transaction_code.is_prenote
    return (
        (amount.currency == "USD", "amount", "Bank files carry US dollars only."),
        (not prenote or amount.minor == 0, "amount", "A prenote carries no money."),
        (prenote or amount.minor > 0, "amount", "The amount is more than zero."),
        (amount.minor <= MAX_AMOUNT_MINOR, "amount", "The amount is at most $99,999,999.99."),
    )


def _payment_type_checks(payment_type: PaymentType | None, sec_code: SecCode) -> tuple[tuple[bool, str, str], ...]:
    is_web = sec_code is SecCode.WEB
    return (
        (not is_web or payment_type is not None, "payment_type", "A WEB entry says S or R."),
        (is_web or payment_type is None, "payment_type", "Only WEB entries have a payment type."),
    )


def entry_name(entry: Entry) -> str:
    """The receiver's name as the file shows it: ASCII, at most 22 characters, else the individual id."""
    return (ascii_name(entry.name) or ascii_name(entry.individual_id))[:NAME_WIDTH].rstrip()
