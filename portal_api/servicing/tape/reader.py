"""Streaming a tape: bytes in, good and bad rows out, one at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from portico_kernel.errors import InvalidInput

from .columns import ColumnRule
from .files import file_unusable
from .mapping import TapeMapping
from .mapping_table import listed
from .row_reader import RowProblems, read_row
from .rows import BadRow, Problem, TapeRow

# A line longer than this is no line of a CSV; it bounds what the reader holds in memory.
LONGEST_LINE = 1_000_000
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
# A cell of digits and what stands between them: an amount, a rate, a day. No column is called so.
_DATA = re.compile(r"[-$]?[0-9][0-9.,/%-]*")

Places = Sequence[tuple[int, ColumnRule]]


class TapeUnreadable(InvalidInput):
    """A file that is no tape of this mapping at all."""

    code = "tape_unreadable"


def read_tape(path: Path, mapping: TapeMapping) -> Iterator[TapeRow | BadRow]:
    """Yield each row of the file, in order. Raises FileUnusable, and TapeUnreadable before the first row."""
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, mapping)
    except OSError as error:
        raise file_unusable(path, error) from error


def read_stream(stream: BinaryIO, mapping: TapeMapping) -> Iterator[TapeRow | BadRow]:
    """Yield each row of an open binary file, holding one row in memory at a time.

    Raises TapeUnreadable for a file that is empty, wrongly encoded from the start, without the mapping's
    columns, with columns that the mapping does not mention, or with a line of more than a million
    characters.
    """
    lines = _Lines(stream, mapping.encoding)
    reader = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise TapeUnreadable(f"The first line cannot be read as CSV: {error}.") from error
    if lines.undecodable:
        raise TapeUnreadable(_not_text("The first line", mapping))
    places = _places([name.strip() for name in header], mapping)
    lines.take()
    while True:
        first_line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _unreadable_row(first_line, lines, error)
            continue
        raw, undecodable = lines.take()
        if undecodable:
            reason = _not_text(f"Line {undecodable[0]}", mapping)
            yield BadRow(first_line, (Problem("", reason),), raw)
        elif cells:
            yield _row(first_line, cells, raw, len(header), places, mapping)


def _row(
    line: int, cells: Sequence[str], raw: str, width: int, places: Places, mapping: TapeMapping
) -> TapeRow | BadRow:
    if len(cells) != width:
        reason = f"The row has {len(cells)} cells and the first line {width}."
        return BadRow(line, (Problem("", reason),), raw)
    try:
        return read_row(line, cells, raw, places, mapping)
    except RowProblems as problems:
        return BadRow(line, problems.found, raw)


def _unreadable_row(first_line: int, lines: _Lines, error: csv.Error) -> BadRow:
    """The lines that csv gave up on; reading goes on with the next one."""
    raw, _ = lines.take()
    reason = f"This cannot be read as CSV: {error}."
    if lines.number > first_line:
        reason = (
            f"A quotation mark opened on line {first_line} is not closed in its row; "
            f"lines {first_line} to {lines.number} were not read."
        )
    return BadRow(first_line, (Problem("", reason),), raw)


def _not_text(what: str, mapping: TapeMapping) -> str:
    other = "cp1252" if mapping.encoding == "utf-8" else "utf-8"
    return (
        f"{what} is not {mapping.encoding} text. If the file was saved in another encoding, write that one under"
        f' [file] in the mapping, such as encoding = "{other}".'
    )


def _places(header: Sequence[str], mapping: TapeMapping) -> Places:
    if not any(header):
        raise TapeUnreadable("The file is empty: its first line has to name the columns.")
    if not any(rule.column in header for rule in mapping.columns):
        raise TapeUnreadable(_no_header(header))
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise TapeUnreadable(f"The first line names a column more than once: {listed(twice)}.")
    missing = [rule.column for rule in mapping.columns if rule.column not in header]
    if missing:
        raise TapeUnreadable(f"The first line does not name these columns of the mapping: {listed(missing)}.")
    known = {rule.column for rule in mapping.columns} | mapping.ignore
    unknown = [name for name in header if name not in known]
    if unknown:
        raise TapeUnreadable(f"The mapping does not mention these columns: {listed(unknown)}. Use or ignore them.")
    return [(header.index(rule.column), rule) for rule in mapping.columns]


def _no_header(header: Sequence[str]) -> str:
    if any(_DATA.fullmatch(cell) for cell in header):
        return (
            "The first line looks like data: it names none of the mapping's columns. Put a line with the names of"
            " the columns above it."
        )
    return (
        "The first line names none of the mapping's columns. Check that the mapping is made for this file, and that"
        " its delimiter is the file's."
    )


class _Lines(Iterator[str]):
    """The file's lines as text; remembers those of the row being read, and which could not be decoded."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._taken: list[str] = []
        self.number = 0
        self.undecodable: list[int] = []

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise TapeUnreadable(f"Line {self.number} is longer than a million characters: this is no CSV.")
        if self.number == 1:
            line = self._first(line)
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError:
            self.undecodable.append(self.number)
            text = line.decode(self._encoding, errors="replace")
        self._taken.append(text)
        return text

    def take(self) -> tuple[str, list[int]]:
        """The text of the lines since the last take, and the numbers of those that were wrongly encoded."""
        taken, undecodable = "".join(self._taken), self.undecodable
        self._taken, self.undecodable = [], []
        return taken, undecodable

    def _first(self, line: bytes) -> bytes:
        if line.startswith(_WIDE_BOMS):
            raise TapeUnreadable("The file is UTF-16. Save it as UTF-8 and try again.")
        return line.removeprefix(_BOM) if self._encoding == "utf-8" else line
