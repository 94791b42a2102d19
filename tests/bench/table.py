"""A row of the table: what was measured, what was promised, and whether it was reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from statistics import median

Ratio = tuple[float, tuple[float, float]]
LEFT_UNSAID = "Nothing is known of what is left."


@dataclass(frozen=True, slots=True)
class Target:
    """A number, and on which side of it we want to be. ``unit`` is written behind it."""

    limit: float
    at_least: bool = False
    unit: str = "x"

    def is_reached_by(self, value: float) -> bool:
        """Whether a value is as good as promised."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {show(self.limit, self.unit)}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row found. ``left`` says where the rest goes; it is asked only where the target is missed."""

    value: float
    absolute: str
    how: str
    left: Callable[[], str] = field(default=lambda: LEFT_UNSAID)
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A row with its outcome."""

    key: str
    title: str
    target: Target
    outcome: Outcome
    left: str

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.target.is_reached_by(self.outcome.value)

    @property
    def reached(self) -> str:
        """The ratio, with the lowest and highest round where there were rounds."""
        shown = show(self.outcome.value, self.target.unit)
        if self.outcome.spread is None:
            return shown
        low, high = (show(value, self.target.unit) for value in self.outcome.spread)
        return f"{shown} ({low} to {high})"

    @property
    def verdict(self) -> str:
        """In a word."""
        return "reached" if self.is_reached else "missed"


def show(value: float, unit: str = "") -> str:
    """A number as a person reads it: three digits that count."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{digits}f}"
    return f"{number}{unit}" if unit in {"", "x"} else f"{number} {unit}"


def milliseconds(rounds: Sequence[Sequence[float]]) -> str:
    """The median of all rounds' seconds, in milliseconds."""
    return f"{median(chain.from_iterable(rounds)) * 1000:,.2f} ms"


def ratio_of_rounds(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> Ratio:
    """The median of the rounds' ratios of medians, and the lowest and highest of them."""
    ratios = [median(a) / median(b) for a, b in zip(ours, theirs, strict=True)]
    return median(ratios), (min(ratios), max(ratios))


def as_markdown(results: Sequence[Result]) -> list[str]:
    """The lines of the table."""
    lines = ["| what | target | reached | | absolute figures |", "|---|---|---|---|---|"]
    for result in results:
        mark = "reached" if result.is_reached else "**missed**"
        lines.append(f"| {result.title} | {result.target} | {result.reached} | {mark} | {result.outcome.absolute} |")
    return lines
