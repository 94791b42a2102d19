"""Amounts of money: integers of minor units beside their currency (STYLE rules 13 and 14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Self

from .errors import InvalidInput

# ISO 4217 exponents of the currencies that a lender may use: how many minor units make one major unit.
EXPONENTS: dict[str, int] = {"USD": 2, "CAD": 2, "EUR": 2, "GBP": 2, "MXN": 2, "JPY": 0}


class CurrencyMismatch(TypeError):
    """Two amounts of different currencies were about to be added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of minor units (cents) of one currency. Refuses floats, bools and mixing."""

    minor: int
    currency: str = "USD"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money takes an int of minor units, not {type(self.minor).__name__}")
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def zero(cls, currency: str = "USD") -> Self:
        """The amount nothing, in ``currency``."""
        return cls(0, currency)

    @classmethod
    def from_major(cls, value: Decimal, currency: str = "USD", *, rounding: str = ROUND_HALF_EVEN) -> Self:
        """Round a Decimal of major units (dollars) to minor units by the stated mode."""
        if not isinstance(value, Decimal):
            raise TypeError("from_major takes a Decimal")
        scaled = value.scaleb(EXPONENTS[currency])
        return cls(int(scaled.quantize(Decimal(1), rounding=rounding)), currency)

    @property
    def major(self) -> Decimal:
        """The exact amount in major units (dollars)."""
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def _same(self, other: Money) -> None:
        if not isinstance(other, Money):
            raise TypeError(f"expected Money, got {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("Money is multiplied by whole numbers; rates are applied through Decimal")
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: Money) -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by integer weights into parts that add up to the whole; odd units go to the first parts."""
        total = sum(weights)
        if total <= 0 or any(w < 0 for w in weights):
            raise ValueError("weights are non-negative and not all zero")
        sign = -1 if self.minor < 0 else 1
        whole = abs(self.minor)
        parts = [whole * w // total for w in weights]
        left = whole - sum(parts)
        for index in [i for i, w in enumerate(weights) if w][:left]:
            parts[index] += 1
        return [Money(sign * p, self.currency) for p in parts]

    def __str__(self) -> str:
        """Plain English for logs and plain-text mail: ``$1,234.50``; pages format in the browser."""
        symbol = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£", "MXN": "MX$", "JPY": "¥"}[self.currency]
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{symbol}{abs(self.major):,.{EXPONENTS[self.currency]}f}"


def total(amounts: Iterable[Money], currency: str = "USD") -> Money:
    """Add amounts of one currency; nothing adds up to zero of ``currency``."""
    result: Money | None = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return result if result is not None else Money.zero(currency)


def parse_amount(text: str, currency: str = "USD") -> Money:
    """Read what a person typed ("1,234.5", "$20") exactly; raises InvalidInput with a sentence."""
    cleaned = text.strip().lstrip("$€£¥").replace(",", "").strip()
    exponent = EXPONENTS[currency]
    whole, dot, fraction = cleaned.partition(".")
    if not whole.isascii() or not whole.isdigit() or (dot and not (fraction.isascii() and fraction.isdigit())):
        raise InvalidInput(fields={"amount": "Enter an amount such as 125.50."})
    if len(fraction) > exponent:
        raise InvalidInput(fields={"amount": f"Use at most {exponent} digits after the point."})
    return Money(int(whole) * 10**exponent + int(fraction.ljust(exponent, "0") or 0), currency)
