"""Life cycles: a table of allowed moves and the one function that applies a move (STYLE rule 20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .errors import MoveNotAllowed


class HasStatus(Protocol):
    """A row with a life cycle."""

    status: str


@dataclass(frozen=True)
class LifeCycle:
    """The moves that rows of one kind may make. ``name`` appears in error messages."""

    name: str
    moves: Mapping[str, frozenset[str]]

    def allows(self, *, from_: str, to: str) -> bool:
        """Whether a row in ``from_`` may go to ``to``."""
        return to in self.moves.get(from_, frozenset())

    def apply(self, row: HasStatus, to: str) -> None:
        """Set the status of a row that the caller has locked; raises MoveNotAllowed. Saving is the caller's."""
        if not self.allows(from_=row.status, to=to):
            raise MoveNotAllowed(f"A {self.name} that is {row.status} cannot become {to}.")
        row.status = to
