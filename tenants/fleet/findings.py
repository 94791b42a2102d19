"""What a check-up of the fleet may find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: what, where, the details a line each, and what to do next."""

    code: str
    what: str
    where: tuple[str, ...]
    next_step: str
    lines: tuple[str, ...] = ()


def found(code: str, what: str, where: Iterable[str], next_step: str, lines: Iterable[str] = ()) -> list[Finding]:
    """One finding; none where ``where`` names nothing. Of many lines the first twenty are kept."""
    places, details = tuple(where), tuple(lines)
    if not places:
        return []
    left_out = len(details) - MOST_LINES
    if left_out > 0:
        details = (*details[:MOST_LINES], f"and {left_out} more lines like these")
    return [Finding(code, what, places, next_step, details)]
