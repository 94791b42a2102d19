"""Where each field of each record stands: columns from 1, both ends included, as in Nacha's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

RECORD_LENGTH = 94
BLOCKING_FACTOR = 10
HASH_MODULUS = 10**10
PADDING = "9" * RECORD_LENGTH


class Kind(Enum):
    """How a field is filled and what a reader demands of it."""

    CONSTANT = "constant"  # these very characters
    DIGITS = "digits"  # right-justified, zero-filled
    TEXT = "text"  # left-justified, space-filled
    BLANK = "blank"  # spaces
    FREE = "free"  # printable, any alignment


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    start: int
    end: int
    kind: Kind
    constant: str = ""

    @property
    def width(self) -> int:
        """How many columns the field takes."""
        return self.end - self.start + 1


Layout = tuple[Field, ...]


def _layout(*fields: tuple[str, int, Kind | str]) -> Layout:
    """Build a layout from (name, last column, kind or constant) and check that it fills 94 columns."""
    built: list[Field] = []
    start = 1
    for name, end, kind in fields:
        if isinstance(kind, Kind):
            built.append(Field(name, start, end, kind))
        else:
            built.append(Field(name, start, end, Kind.CONSTANT, kind))
        start = end + 1
    if start != RECORD_LENGTH + 1:
        raise ValueError(f"a record has {RECORD_LENGTH} columns, not {start - 1}")
    return tuple(built)


FILE_HEADER = _layout(
    ("record_type", 1, "1"),
    ("priority_code", 3, "01"),
    ("immediate_destination", 13, Kind.FREE),
    ("immediate_origin", 23, Kind.FREE),
    ("created_on", 29, Kind.DIGITS),
    ("created_time", 33, Kind.DIGITS),
    ("file_id_modifier", 34, Kind.TEXT),
    ("record_size", 37, "094"),
    ("blocking_factor", 39, "10"),
    ("format_code", 40, "1"),
    ("destination_name", 63, Kind.TEXT),
    ("origin_name", 86, Kind.TEXT),
    ("reference", 94, Kind.TEXT),
)

BATCH_HEADER = _layout(
    ("record_type", 1, "5"),
    ("service_class", 4, Kind.DIGITS),
    ("company_name", 20, Kind.TEXT),
    ("discretionary", 40, Kind.TEXT),
    ("company_id", 50, Kind.TEXT),
    ("sec_code", 53, Kind.TEXT),
    ("entry_description", 63, Kind.TEXT),
    ("descriptive_date", 69, Kind.TEXT),
    ("effective_entry_date", 75, Kind.DIGITS),
    ("settlement_date", 78, Kind.FREE),
    ("originator_status", 79, "1"),
    ("odfi_id", 87, Kind.DIGITS),
    ("batch_number", 94, Kind.DIGITS),
)

# Columns 77-78 carry the payment type (R or S) in WEB entries and are the company's own in CCD entries.
ENTRY = _layout(
    ("record_type", 1, "6"),
    ("transaction_code", 3, Kind.DIGITS),
    ("routing_number", 12, Kind.DIGITS),
    ("account_number", 29, Kind.TEXT),
    ("amount", 39, Kind.DIGITS),
    ("individual_id", 54, Kind.TEXT),
    ("name", 76, Kind.TEXT),
    ("payment_type", 78, Kind.TEXT),
    ("addenda_indicator", 79, Kind.DIGITS),
    ("trace_number", 94, Kind.DIGITS),
)

PAYMENT_ADDENDA = _layout(
    ("record_type", 1, "7"),
    ("addenda_type", 3, "05"),
    ("information", 83, Kind.TEXT),
    ("sequence", 87, Kind.DIGITS),
    ("entry_sequence", 94, Kind.DIGITS),
)

CHANGE_ADDENDA = _layout(
    ("record_type", 1, "7"),
    ("addenda_type", 3, "98"),
    ("code", 6, Kind.TEXT),
    ("original_trace", 21, Kind.DIGITS),
    ("reserved_1", 27, Kind.BLANK),
    ("original_rdfi", 35, Kind.DIGITS),
    ("corrected_data", 64, Kind.FREE),
    ("reserved_2", 79, Kind.BLANK),
    ("trace_number", 94, Kind.DIGITS),
)

RETURN_ADDENDA = _layout(
    ("record_type", 1, "7"),
    ("addenda_type", 3, "99"),
    ("code", 6, Kind.TEXT),
    ("original_trace", 21, Kind.DIGITS),
    ("date_of_death", 27, Kind.TEXT),
    ("original_rdfi", 35, Kind.DIGITS),
    ("information", 79, Kind.FREE),
    ("trace_number", 94, Kind.DIGITS),
)

BATCH_CONTROL = _layout(
    ("record_type", 1, "8"),
    ("service_class", 4, Kind.DIGITS),
    ("entry_count", 10, Kind.DIGITS),
    ("entry_hash", 20, Kind.DIGITS),
    ("debits", 32, Kind.DIGITS),
    ("credits", 44, Kind.DIGITS),
    ("company_id", 54, Kind.TEXT),
    ("authentication_code", 73, Kind.BLANK),
    ("reserved", 79, Kind.BLANK),
    ("odfi_id", 87, Kind.DIGITS),
    ("batch_number", 94, Kind.DIGITS),
)

FILE_CONTROL = _layout(
    ("record_type", 1, "9"),
    ("batch_count", 7, Kind.DIGITS),
    ("block_count", 13, Kind.DIGITS),
    ("entry_count", 21, Kind.DIGITS),
    ("entry_hash", 31, Kind.DIGITS),
    ("debits", 43, Kind.DIGITS),
    ("credits", 55, Kind.DIGITS),
    ("reserved", 94, Kind.BLANK),
)


def render(layout: Layout, values: Mapping[str, str | int]) -> str:
    """Lay values into their columns. Raises ValueError where one does not fit: fields are checked before."""
    parts: list[str] = []
    for field in layout:
        if field.kind is Kind.CONSTANT:
            parts.append(field.constant)
            continue
        text = str(values.get(field.name, ""))
        if len(text) > field.width:
            raise ValueError(f"{field.name} takes at most {field.width} characters")
        parts.append(text.rjust(field.width, "0") if field.kind is Kind.DIGITS else text.ljust(field.width))
    return "".join(parts)


def split(layout: Layout, text: str) -> dict[str, str]:
    """Cut a record into its fields, each at its full width."""
    return {field.name: text[field.start - 1 : field.end] for field in layout}


def column_of(layout: Layout, name: str) -> int:
    """The column at which a field starts."""
    return next(field.start for field in layout if field.name == name)
