"""The file of rows that were left out: it appears whole, or not at all, and never in place of another file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from uuid import uuid4

from portal_api.servicing.tape.files import FileUnusable, file_unusable
from portal_api.servicing.tape.rows import BadRow
from portico_kernel.errors import PorticoError

HEADER = ("line", "column", "reason", "row")
_FIRST_LINE = ",".join(HEADER).encode()


class RejectFile:
    """Takes bad rows as they come; without any, no file is left, not even one of an earlier import.

    It takes its name only when the ``with`` block ends well or is refused: never half written. The only
    file that it ever replaces or removes is an earlier reject file, known by its first line. Entering
    raises FileUnusable for any other that stands there, for one of the files ``beside`` it (those that the
    import reads), and for a place where nothing can be written.
    """

    def __init__(self, path: Path, *, beside: Iterable[Path] = ()) -> None:
        self._asked = path
        self._beside = tuple(beside)
        # Behind a link the file that it means is written, and the link stays.
        self._path = Path(os.path.realpath(path))
        self._unfinished = self._path.parent / f".{self._path.name}.{uuid4().hex[:8]}.unfinished"
        self._stream: IO[str] | None = None
        self._writer: Any = None
        self.written_to: Path | None = None

    def __enter__(self) -> RejectFile:
        try:
            self._require_free()
            # Opened before the first row: a place where nothing can be written is told before the import.
            self._stream = self._unfinished.open("x", encoding="utf-8", newline="", buffering=1)
        except FileNotFoundError as error:
            raise FileUnusable(f"{self._asked}: there is no folder {self._path.parent}.") from error
        except NotADirectoryError as error:
            raise FileUnusable(f"{self._asked}: {self._path.parent} is not a folder.") from error
        except PermissionError as error:
            raise FileUnusable(f"{self._asked}: you are not permitted to write there.") from error
        except OSError as error:
            raise file_unusable(self._asked, error) from error
        return self

    def add(self, row: BadRow) -> None:
        """One line for each thing that is wrong with the row. Raises FileUnusable when the disk refuses it."""
        assert self._stream is not None
        try:
            if self._writer is None:
                self._writer = csv.writer(self._stream)
                self._writer.writerow(HEADER)
            for problem in row.problems:
                self._writer.writerow([row.line, problem.column, problem.reason, row.raw.rstrip("\r\n")])
        except OSError as error:
            raise file_unusable(self._asked, error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._stream is not None
        self._stream.close()
        came_to_an_end = error is None or isinstance(error, PorticoError)
        if self._writer is None or not came_to_an_end or isinstance(error, FileUnusable):
            self._unfinished.unlink(missing_ok=True)
            if error is None and _is_ours(self._path):
                self._path.unlink()
        elif os.path.lexists(self._path) and not _is_ours(self._path):
            # Somebody put a file there while rows were read: theirs stays, and the rows keep the other name.
            self.written_to = self._unfinished
        else:
            self._unfinished.replace(self._path)
            self.written_to = self._asked

    def _require_free(self) -> None:
        if not os.path.lexists(self._path):
            return
        if any(other.exists() and os.path.samefile(self._path, other) for other in self._beside):
            raise FileUnusable(f"{self._asked}: the import reads this file; name another one for the bad rows.")
        if self._path.is_dir():
            raise FileUnusable(f"{self._asked}: this is a folder; name a file for the bad rows.")
        if not _is_ours(self._path):
            raise FileUnusable(
                f"{self._asked}: there is a file already that no import wrote; name another one for the bad rows."
            )


def _is_ours(path: Path) -> bool:
    """Whether a file stands there that begins as every reject file does."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.readline(len(_FIRST_LINE) + 2).rstrip(b"\r\n") == _FIRST_LINE
