"""A tape's mapping: a TOML file that says what its columns mean, read and checked whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path

from portico_kernel.errors import InvalidInput
from portico_kernel.money import EXPONENTS, Money

from .columns import EXACT, ColumnRule, parse_columns
from .files import read_text_file
from .mapping_table import Problems, Table
from .standing import Standing

# Encodings in which a line ends with the same byte as in ASCII, so that a file can be read line by line.
ENCODINGS = ("utf-8", "ascii", "cp1252", "latin-1", "iso-8859-15", "mac-roman")
ROUNDINGS = {
    "half_even": ROUND_HALF_EVEN,
    "half_up": ROUND_HALF_UP,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}
# Not principal: what is paid of it is tied to the balance.
ODD_CENT_PLACES = ("interest", "fees")
EXTRA_PRINCIPAL = ("shortens", "advances")


class MappingInvalid(InvalidInput):
    """A mapping that cannot be used; ``fields`` names each key with its sentence."""

    code = "mapping_invalid"

    def __init__(self, problems: Mapping[str, str]) -> None:
        told = " ".join(f"{key}: {sentence}" for key, sentence in problems.items())
        super().__init__(f"The mapping cannot be used. {told}", fields=problems)


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these a cell is taken for a mistake."""

    largest_amount: Money
    longest_term: int
    highest_rate: Decimal


@dataclass(frozen=True, slots=True)
class TapeMapping:
    """Everything that reading and placing a tape needs to know.

    ``instalment_rounding`` and ``interest_rounding`` are decimal's modes: how that lender rounds a level
    instalment and a period's interest. ``odd_cent`` is the bucket that takes the difference when the parts
    paid, rounded, miss the total paid, rounded. ``met_tolerance`` is the share of an instalment's principal
    that may be missing while it still counts as met. ``extra_principal`` says what paying ahead does: the
    loan ends sooner ("shortens") or the next due date moves on ("advances").
    """

    title: str
    product: str
    currency: str
    encoding: str
    delimiter: str
    as_of: date
    shift_to_import_day: bool
    first_due_after_months: int
    instalment_rounding: str
    interest_rounding: str
    odd_cent: str
    check_balance: bool
    met_tolerance: Decimal
    extra_principal: str
    limits: Limits
    columns: tuple[ColumnRule, ...]
    standings: Mapping[str, Standing]
    ignore: frozenset[str]


def read_mapping(path: Path) -> TapeMapping:
    """Read and check a mapping file. Raises FileUnusable, or MappingInvalid with every problem it has."""
    return parse_mapping(read_text_file(path))


def parse_mapping(text: str) -> TapeMapping:
    """Check the text of a mapping. Raises MappingInvalid with every problem it has."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise MappingInvalid({"TOML": f"{error}."}) from error
    problems = Problems()
    mapping = _parse(Table("", data, problems))
    if problems.found:
        raise MappingInvalid(problems.found)
    return mapping


def _parse(root: Table) -> TapeMapping:
    file, dates, money = root.table("file"), root.table("dates"), root.table("money")
    placing, limits = root.table("placing"), root.table("limits")
    currency = file.choice("currency", sorted(EXPONENTS), default="USD")
    standings = _standings(root.table("standings"))
    mapping = TapeMapping(
        title=root.text("title"),
        product=root.text("product"),
        currency=currency,
        encoding=file.choice("encoding", ENCODINGS, default="utf-8"),
        delimiter=file.choice("delimiter", [",", ";", "\t", "|"], default=","),
        as_of=dates.day("as_of"),
        shift_to_import_day=dates.flag("shift_to_import_day", default=False),
        first_due_after_months=dates.whole("first_due_after_months", default=1, least=0, most=12),
        instalment_rounding=_rounding(money, "instalment_rounding"),
        interest_rounding=_rounding(money, "interest_rounding"),
        odd_cent=money.choice("odd_cent", ODD_CENT_PLACES, default="interest"),
        check_balance=money.flag("check_balance", default=True),
        met_tolerance=placing.number("met_tolerance_percent", default=Decimal(1), most=50) / 100,
        extra_principal=placing.choice("extra_principal", EXTRA_PRINCIPAL, default="shortens"),
        limits=_limits(limits, currency),
        columns=parse_columns(root.table("columns"), ROUNDINGS | {"exact": EXACT}),
        standings=standings,
        ignore=frozenset(root.texts("ignore")),
    )
    _names_each_column_once(root, mapping)
    for table in (file, dates, money, placing, limits, root):
        table.refuse_the_rest()
    return mapping


def _rounding(money: Table, key: str) -> str:
    return ROUNDINGS[money.choice(key, sorted(ROUNDINGS), default="half_even")]


def _limits(table: Table, currency: str) -> Limits:
    largest = table.whole("largest_amount", default=100_000_000, least=1, most=10**12)
    return Limits(
        largest_amount=Money.from_major(Decimal(largest), currency),
        longest_term=table.whole("longest_term", default=600, least=1, most=1200),
        highest_rate=table.number("highest_rate_percent", default=Decimal(100), most=1000) / 100,
    )


def _standings(table: Table) -> dict[str, Standing]:
    """The source's words (folded: case and outer blanks do not matter) to our standings."""
    words: dict[str, Standing] = {}
    for word in table.names():
        words[word.strip().casefold()] = Standing(
            table.choice(word, [standing.value for standing in Standing], default=None)
        )
    if not words:
        table.problem("", 'Say what each standing on the tape means, such as "Current" = "current".')
    return words


def _names_each_column_once(root: Table, mapping: TapeMapping) -> None:
    names: Sequence[str] = [rule.column for rule in mapping.columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        root.problem("columns", f"The column {name!r} is used twice.")
    for name in sorted(mapping.ignore.intersection(names)):
        root.problem("ignore", f"The column {name!r} is both used and ignored.")
