"""The catalogue of what a tape may tell about a loan. A mapping names a column for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    AMOUNT = "amount"
    RATE = "rate"
    WHOLE = "whole number"
    MONTH = "month"
    FLAG = "yes or no"
    STANDING = "standing"
    BORROWER_KIND = "person or business"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a column may tell; ``required`` means that no row goes without it,
    ``longest`` how many characters a text may have."""

    name: str
    kind: Kind
    required: bool = False
    longest: int = 200


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("loan_number", Kind.TEXT, required=True, longest=40),
        Field("principal", Kind.AMOUNT, required=True),
        Field("term", Kind.WHOLE, required=True),
        Field("rate", Kind.RATE, required=True),
        Field("instalment", Kind.AMOUNT, required=True),
        Field("issue_month", Kind.MONTH, required=True),
        Field("standing", Kind.STANDING, required=True),
        Field("balance", Kind.AMOUNT, required=True),
        Field("paid_principal", Kind.AMOUNT, required=True),
        Field("paid_interest", Kind.AMOUNT, required=True),
        Field("paid_fees", Kind.AMOUNT),
        Field("paid_total", Kind.AMOUNT),
        Field("due_day", Kind.WHOLE),
        Field("purpose", Kind.TEXT),
        Field("collateral", Kind.TEXT, longest=160),
        Field("borrower_kind", Kind.BORROWER_KIND),
        Field("name", Kind.TEXT, longest=160),
        Field("email", Kind.TEXT, longest=254),
        Field("phone", Kind.TEXT, longest=32),
        Field("joint", Kind.FLAG),
        Field("co_borrower_name", Kind.TEXT, longest=160),
        Field("co_borrower_email", Kind.TEXT, longest=254),
        Field("state", Kind.TEXT, longest=8),
        Field("homeownership", Kind.TEXT),
        Field("annual_income", Kind.AMOUNT),
    )
}
REQUIRED = tuple(field.name for field in FIELDS.values() if field.required)
