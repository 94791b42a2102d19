"""The [columns] of a mapping: for each field the tape's column and how its cells are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .fields import FIELDS, REQUIRED, Kind
from .mapping_table import Table

EXACT = "exact"
UNITS: dict[Kind, tuple[str, ...]] = {
    Kind.AMOUNT: ("major", "minor"),
    Kind.RATE: ("percent", "fraction"),
}
MONTH_FORMATS = ("Mon-YYYY", "YYYY-MM", "YYYY-MM-DD", "MM/DD/YYYY", "DD/MM/YYYY", "DD.MM.YYYY")
WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.FLAG: ("yes", "no"),
    Kind.BORROWER_KIND: ("person", "business"),
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one column is read.

    ``name`` is the field of ours, ``words`` turns the tape's folded words into ours for flags and kinds.
    """

    name: str
    column: str
    kind: Kind
    required: bool
    unit: str = ""
    rounding: str = EXACT
    format: str = ""
    thousands: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def parse_columns(table: Table, roundings: Mapping[str, str]) -> tuple[ColumnRule, ...]:
    """Read every column rule; problems go to the table's list."""
    for name in REQUIRED:
        if name not in table.names():
            table.problem(name, "Every tape needs a column for this.")
    rules = []
    for name in table.names():
        if name not in FIELDS:
            table.problem(name, "There is no such field.")
            continue
        rules.append(_rule(name, table.table(name, short="column"), roundings))
    return tuple(rules)


def _rule(name: str, table: Table, roundings: Mapping[str, str]) -> ColumnRule:
    kind = FIELDS[name].kind
    units = UNITS.get(kind, ())
    rule = ColumnRule(
        name=name,
        column=table.text("column"),
        kind=kind,
        required=FIELDS[name].required,
        unit=table.choice("unit", units, default=units[0]) if units else "",
        rounding=roundings[table.choice("rounding", sorted(roundings), default="exact")]
        if kind is Kind.AMOUNT
        else EXACT,
        format=table.choice("format", MONTH_FORMATS, default=None) if kind is Kind.MONTH else "",
        thousands=table.choice("thousands", ["", ",", " ", "'"], default="") if kind is Kind.AMOUNT else "",
        words=_words(table, kind),
    )
    table.refuse_the_rest()
    return rule


def _words(table: Table, kind: Kind) -> dict[str, str]:
    """Each of the tape's words for a choice; without any, our own words are expected."""
    words: dict[str, str] = {}
    for ours in WORDS.get(kind, ()):
        for theirs in table.texts(ours) or [ours]:
            words[theirs.strip().casefold()] = ours
    return words
