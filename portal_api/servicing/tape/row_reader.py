"""The cells of one row to a ``TapeRow``, with every problem the row has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portico_kernel.money import Money

from .cells import (
    CellProblem,
    read_amount,
    read_month,
    read_rate,
    read_text,
    read_whole,
    read_word,
    shown,
)
from .columns import ColumnRule
from .fields import FIELDS, Kind
from .mapping import TapeMapping
from .row_checks import contradictions, settle_odd_cents
from .rows import BorrowerFacts, BorrowerKind, Problem, TapeRow


class RowProblems(Exception):
    """A row that cannot be used, with all that is wrong in it."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.reason for problem in found))
        self.found = tuple(found)


# Columns whose name in a mapping is shorter than the row's.
_RENAMED = {"rate": "annual_rate"}
_RENAMED_FACTS = {"borrower_kind": "kind", "joint": "is_joint"}
_BORROWER_FIELDS = (
    "borrower_kind",
    "name",
    "email",
    "phone",
    "joint",
    "co_borrower_name",
    "co_borrower_email",
    "state",
    "homeownership",
    "annual_income",
)


def read_row(
    line: int, cells: Sequence[str], raw: str, places: Sequence[tuple[int, ColumnRule]], mapping: TapeMapping
) -> TapeRow:
    """Turn the cells of the row that starts at ``line``, and whose text is ``raw``, into a TapeRow.

    ``places`` says at which index of ``cells`` each rule's column stands. Raises RowProblems.
    """
    values: dict[str, Any] = {"raw": raw}
    problems: list[Problem] = []
    for index, rule in places:
        cell = cells[index].strip()
        try:
            if cell:
                values[rule.name] = _read_cell(cell, rule, mapping)
            elif rule.required:
                raise CellProblem("The cell is empty.")
        except CellProblem as problem:
            problems.append(Problem(rule.column, str(problem)))
    if problems:
        raise RowProblems(problems)
    paid_total: Money | None = values.pop("paid_total", None)
    row = settle_odd_cents(_row(line, values, mapping), paid_total, mapping)
    sentences = contradictions(row, paid_total, mapping)
    if sentences:
        raise RowProblems([Problem("", sentence) for sentence in sentences])
    return row


def _read_cell(cell: str, rule: ColumnRule, mapping: TapeMapping) -> Any:
    match rule.kind:
        case Kind.AMOUNT:
            return read_amount(cell, rule, mapping.currency, mapping.limits)
        case Kind.RATE:
            return read_rate(cell, rule, mapping.limits)
        case Kind.WHOLE:
            return read_whole(cell, 1, 31 if rule.name == "due_day" else mapping.limits.longest_term)
        case Kind.MONTH:
            return read_month(cell, rule)
        case Kind.FLAG:
            return read_word(cell, rule) == "yes"
        case Kind.BORROWER_KIND:
            return BorrowerKind(read_word(cell, rule))
        case Kind.STANDING:
            standing = mapping.standings.get(cell.casefold())
            if standing is None:
                raise CellProblem(f"The mapping does not say what standing {shown(cell)} is.")
            return standing
        case Kind.TEXT:
            return read_text(cell, FIELDS[rule.name].longest)


def _row(line: int, values: dict[str, Any], mapping: TapeMapping) -> TapeRow:
    """Build the row from checked values: ``_read_cell`` gave each the type of its field."""
    borrower = {name: values.pop(name) for name in _BORROWER_FIELDS if name in values}
    renamed = {ours: values.pop(theirs) for theirs, ours in _RENAMED.items() if theirs in values}
    facts = {ours: borrower.pop(theirs) for theirs, ours in _RENAMED_FACTS.items() if theirs in borrower}
    values.setdefault("paid_fees", Money.zero(mapping.currency))
    return TapeRow(line=line, borrower=BorrowerFacts(**borrower, **facts), **values, **renamed)
