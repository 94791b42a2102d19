"""Life cycles: a table of allowed moves and the one function that applies a move (STYLE rule 20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .errors import MoveNotAllowed


class HasStatus(Protocol):
    """A row with a life cycle."""

    status: str


@dataclass(frozen=True)
class LifeCycle:
    """The moves that rows of one kind may make.

    ``refusals`` is what a person hears of a row in that state where it has no such move; a state without a
    sentence says that the row has changed. States themselves are ours, and for logs alone.
    """

    name: str
    moves: Mapping[str, frozenset[str]]
    refusals: Mapping[str, str] = field(default_factory=dict)

    def allows(self, *, from_: str, to: str) -> bool:
        """Whether a row in ``from_`` may go to ``to``."""
        return to in self.moves.get(from_, frozenset())

    def apply(self, row: HasStatus, to: str) -> None:
        """Set the status of a row that the caller has locked; raises MoveNotAllowed. Saving is the caller's."""
        if not self.allows(from_=row.status, to=to):
            refused = MoveNotAllowed(self.refusals.get(row.status))
            refused.add_note(f"{self.name}: {row.status} to {to}")
            raise refused
        row.status = to
