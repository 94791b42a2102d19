"""Reading tables of a TOML file so that every mistake is told at once, each with its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(slots=True)
class Problems:
    """The mistakes found so far: a dotted key and a sentence each."""

    found: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, sentence: str) -> None:
        """Note a mistake; several of one key become one text."""
        told = self.found.get(key)
        self.found[key] = f"{told} {sentence}" if told else sentence


class Table:
    """One table of the file. Getters return a usable value, and note a problem when they invent one."""

    def __init__(self, path: str, data: Mapping[str, Any], problems: Problems) -> None:
        self._path = path
        self._data = data
        self._problems = problems
        self._left = set(data)

    def problem(self, key: str, sentence: str) -> None:
        """Note a mistake at ``key`` of this table."""
        self._problems.add(".".join(part for part in (self._path, key) if part), sentence)

    def names(self) -> list[str]:
        """The keys as written."""
        return list(self._data)

    def table(self, key: str, *, short: str | None = None) -> Table:
        """The table under ``key``, empty where there is none; a bare text stands for ``{short = text}``."""
        value = self._take(key)
        if short is not None and isinstance(value, str):
            value = {short: value}
        if value is not None and not isinstance(value, dict):
            self.problem(key, "This is a table of keys and values.")
            value = None
        path = f"{self._path}.{key}" if self._path else key
        return Table(path, value or {}, self._problems)

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            self.problem(key, "Write a text here.")
            return ""
        return value.strip()

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty where there is none."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem(key, "Write a list of texts here.")
            return []
        return value

    def choice(self, key: str, choices: Sequence[str], *, default: str | None) -> str:
        """One of ``choices``; without a default it must be there."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value not in choices:
            self.problem(key, f"Choose one of {listed(choices)}.")
            return choices[0]
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.problem(key, "Write true or false.")
        return default

    def whole(self, key: str, *, default: int, least: int, most: int) -> int:
        """A whole number between two bounds."""
        value = self._take(key)
        if value is None:
            return default
        if type(value) is not int or not least <= value <= most:
            self.problem(key, f"Write a whole number from {least} to {most}.")
            return default
        return value

    def number(self, key: str, *, default: Decimal, most: int) -> Decimal:
        """A number from zero to ``most``."""
        value = self._take(key)
        if value is None:
            return default
        if type(value) is int:
            value = Decimal(value)
        if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= most:
            self.problem(key, f"Write a number from 0 to {most}.")
            return default
        return value

    def day(self, key: str) -> date:
        """A calendar day, written as TOML does: 2018-06-25."""
        value = self._take(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.problem(key, "Write a day such as 2018-06-25, without quotation marks.")
            return date.min
        return value

    def refuse_the_rest(self) -> None:
        """Note every key that nobody asked for: a misspelt one must not pass for a default."""
        for key in sorted(self._left):
            self.problem(key, "There is no such key.")

    def _take(self, key: str) -> Any:
        self._left.discard(key)
        return self._data.get(key)


def listed(words: Iterable[str]) -> str:
    """The words in quotation marks with commas between."""
    return ", ".join(f'"{word}"' for word in words)
