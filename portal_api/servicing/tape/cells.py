"""One cell of a tape to one value, or a sentence that says why not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from portico_kernel.money import EXPONENTS, Money

from .columns import EXACT, ColumnRule
from .mapping import Limits
from .mapping_table import listed

# Fewer digits than a Decimal computes with by default, so that no arithmetic on a cell rounds unasked.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_TOO_LONG = re.compile(r"-?[0-9]{16,}(\.[0-9]*)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Where year, month and day stand in each format; every format but the first is digits only.
_MONTH_SHAPES: dict[str, re.Pattern[str]] = {
    "Mon-YYYY": re.compile(r"(?P<name>[A-Za-z]{3})-(?P<year>[0-9]{4})"),
    "YYYY-MM": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})"),
    "YYYY-MM-DD": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    "MM/DD/YYYY": re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})"),
    "DD/MM/YYYY": re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
    "DD.MM.YYYY": re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"),
}
EARLIEST_YEAR, LATEST_YEAR = 1970, 2199


class CellProblem(Exception):
    """A cell that cannot be read; its text is a sentence for a person."""


def shown(text: str) -> str:
    """The cell as it is quoted in a sentence: short, and on one line."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def read_text(text: str, longest: int) -> str:
    """Text without control characters, of at most ``longest`` characters."""
    if len(text) > longest:
        raise CellProblem(f"The text is longer than {longest} characters: {shown(text)}.")
    if any(not character.isprintable() for character in text):
        raise CellProblem(f"The text has control characters in it: {shown(text)}.")
    return text


def read_number(text: str) -> Decimal:
    """Digits with at most one point, not negative; 15 digits before the point and 12 after at most."""
    if _TOO_LONG.fullmatch(text):
        raise CellProblem(f"The number is too large: {shown(text)}.")
    if not _NUMBER.fullmatch(text):
        raise CellProblem(f"Expected a number such as 1234.50, found {shown(text)}.")
    if text.startswith("-"):
        raise CellProblem(f"The number is negative: {shown(text)}.")
    return Decimal(text)


def read_amount(text: str, rule: ColumnRule, currency: str, limits: Limits) -> Money:
    """An amount in the column's unit, rounded by the column's mode; not above the mapping's largest."""
    number = read_number(text.replace(rule.thousands, "") if rule.thousands else text)
    if rule.unit == "minor":
        number = number.scaleb(-EXPONENTS[currency])
    if rule.rounding == EXACT:
        minor = number.scaleb(EXPONENTS[currency])
        if minor != int(minor):
            raise CellProblem(f"The amount is finer than {currency} allows: {shown(text)}.")
        amount = Money(int(minor), currency)
    else:
        amount = Money.from_major(number, currency, rounding=rule.rounding)
    if amount > limits.largest_amount:
        raise CellProblem(f"{amount} is more than the mapping's largest amount, {limits.largest_amount}.")
    return amount


def read_rate(text: str, rule: ColumnRule, limits: Limits) -> Decimal:
    """A yearly rate as a fraction of one."""
    number = read_number(text)
    rate = number / 100 if rule.unit == "percent" else number
    if rate > limits.highest_rate:
        raise CellProblem(f"The rate is above the mapping's highest: {shown(text)}.")
    return rate


def read_whole(text: str, least: int, most: int) -> int:
    """A whole number between two bounds."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise CellProblem(f"Expected a whole number from {least} to {most}, found {shown(text)}.")
    return int(text)


def read_month(text: str, rule: ColumnRule) -> date:
    """The first day of the month that the cell names, or in which its date lies."""
    match = _MONTH_SHAPES[rule.format].fullmatch(text)
    if match:
        parts = match.groupdict()
        name = parts.get("name", "").casefold()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else int(parts.get("month", "0"))
        try:
            found = date(int(parts["year"]), month, int(parts.get("day", "1")))
        except ValueError:
            found = date.min
        if EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            return found.replace(day=1)
    raise CellProblem(f"Expected a date written as {rule.format}, found {shown(text)}.")


def read_word(text: str, rule: ColumnRule) -> str:
    """One of the words that the mapping lists for this column, as ours."""
    try:
        return rule.words[text.casefold()]
    except KeyError:
        raise CellProblem(f"Expected one of {listed(rule.words)}, found {shown(text)}.") from None
