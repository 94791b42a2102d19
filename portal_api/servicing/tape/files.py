"""Why a file on the operator's disk cannot be used, as a sentence that begins with its name."""

from __future__ import annotations

from pathlib import Path

from portico_kernel.errors import InvalidInput


class FileUnusable(InvalidInput):
    """A tape, a mapping or a file of bad rows that cannot be read or written."""

    code = "file_unusable"


def file_unusable(path: Path, error: OSError) -> FileUnusable:
    """The refusal that says, for a person, what the operating system said about ``path``."""
    match error:
        case FileNotFoundError():
            return FileUnusable(f"{path}: there is no such file.")
        case IsADirectoryError():
            return FileUnusable(f"{path}: this is a folder, not a file.")
        case PermissionError():
            return FileUnusable(f"{path}: you are not permitted to use this file.")
        case _:
            return FileUnusable(f"{path}: {(error.strerror or 'it cannot be used').rstrip('.')}.")


def require_readable(path: Path) -> None:
    """Open the file and read nothing. Raises FileUnusable."""
    try:
        # Opening a pipe would wait for whoever writes into it, and take its first bytes away.
        if path.exists() and not (path.is_file() or path.is_dir()):
            return
        with path.open("rb"):
            pass
    except OSError as error:
        raise file_unusable(path, error) from error


def read_text_file(path: Path) -> str:
    """The text of a UTF-8 file. Raises FileUnusable."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise file_unusable(path, error) from error
    except UnicodeDecodeError as error:
        raise FileUnusable(f"{path}: this file is not UTF-8 text.") from error
