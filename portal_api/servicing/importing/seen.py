"""Which loan numbers a file has named so far, without holding them in memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType


class SeenNumbers:
    """Remembers on which line each number stood first.

    In a scratch file of SQLite's own, which goes when the ``with`` block ends: a lender's role may make no
    temporary tables, and a file may name more loans than fit into memory.
    """

    def __init__(self) -> None:
        # The empty name is SQLite's private temporary database, on disk once it grows.
        self._scratch = sqlite3.connect("", isolation_level=None)
        self._scratch.execute("PRAGMA journal_mode = OFF")
        self._scratch.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def __enter__(self) -> SeenNumbers:
        return self

    def first_line(self, number: str, line: int) -> int:
        """The line on which the number stood first: ``line`` itself when it is new."""
        self._scratch.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", [number, line])
        found = self._scratch.execute("SELECT line FROM seen WHERE number = ?", [number]).fetchone()
        return int(found[0])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()
