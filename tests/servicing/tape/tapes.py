"""A small tape for tests: its mapping, and rows that differ from a sound one where a test says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from portal_api.servicing.tape.mapping import TapeMapping, parse_mapping
from portal_api.servicing.tape.reader import read_stream
from portal_api.servicing.tape.rows import BadRow, TapeRow

MAPPING = """
title = "Test loans"
product = "Loan"
ignore = ["branch"]

[file]
currency = "USD"

[dates]
as_of = 2026-06-25

[money]
instalment_rounding = "up"

[columns]
loan_number = "loan"
principal = "amount"
term = "term"
rate = "rate"
instalment = "payment"
issue_month = { column = "issued", format = "Mon-YYYY" }
standing = "status"
balance = "balance"
paid_principal = { column = "paid_principal", rounding = "half_even" }
paid_interest = { column = "paid_interest", rounding = "half_even" }
paid_fees = { column = "paid_fees", rounding = "half_even" }
paid_total = { column = "paid_total", rounding = "half_even" }
joint = { column = "application", yes = ["joint"], no = ["individual"] }
state = "state"

[standings]
"Current" = "current"
"In Grace" = "in_grace"
"Late 16" = "late_16_30"
"Late 31" = "late_31_120"
"Default" = "default"
"Charged Off" = "charged_off"
"Paid" = "paid_off"
"""

# 12,000.00 over 12 months without interest, issued in January: five instalments have been met by 25 June
# where the due day has passed.
SOUND = {
    "loan": "T-1",
    "amount": "12000.00",
    "term": "12",
    "rate": "0",
    "payment": "1000.00",
    "issued": "Jan-2026",
    "status": "Current",
    "balance": "7000.00",
    "paid_principal": "5000.00",
    "paid_interest": "0.00",
    "paid_fees": "0.00",
    "paid_total": "5000.00",
    "application": "individual",
    "state": "TX",
    "branch": "North",
}


def mapping(*replacements: tuple[str, str]) -> TapeMapping:
    """The test mapping with parts of its text replaced; each part has to be there."""
    text = MAPPING
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return parse_mapping(text)


def csv_bytes(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    """A tape of sound rows, each changed as told."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(SOUND), lineterminator="\n")
    writer.writeheader()
    writer.writerows(SOUND | row for row in rows)
    return out.getvalue().encode(encoding)


def read(tape: bytes, tape_mapping: TapeMapping | None = None) -> list[TapeRow | BadRow]:
    """Every row of a tape in memory."""
    return list(read_stream(io.BytesIO(tape), tape_mapping or mapping()))


def good(rows: Iterable[TapeRow | BadRow]) -> list[TapeRow]:
    """The rows, none of which may be bad."""
    result = []
    for row in rows:
        assert isinstance(row, TapeRow), row
        result.append(row)
    return result


def bad(rows: Iterable[TapeRow | BadRow]) -> list[BadRow]:
    """The bad rows among them."""
    return [row for row in rows if isinstance(row, BadRow)]


def one(**changes: str) -> TapeRow:
    """One sound row, changed as told."""
    return good(read(csv_bytes(changes)))[0]
