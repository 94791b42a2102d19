"""The file of rows that were left out: it appears whole, or not at all."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from portal_api.servicing.tape.rows import BadRow

HEADER = ("line", "column", "reason", "row")


class RejectFile:
    """Takes bad rows as they come; without any, no file is left, not even one of an earlier import.

    It takes its name only when the ``with`` block ends well or is refused: never half written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.unfinished")
        self._stream: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> RejectFile:
        return self

    def add(self, row: BadRow) -> None:
        """One line for each thing that is wrong with the row."""
        if self._stream is None:
            self._stream = self._unfinished.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._stream)
            self._writer.writerow(HEADER)
        for problem in row.problems:
            self._writer.writerow([row.line, problem.column, problem.reason, row.raw.rstrip("\r\n")])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is None:
            self._path.unlink(missing_ok=True)
            return
        self._stream.close()
        self._unfinished.replace(self._path)
