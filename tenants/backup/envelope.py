"""A backup's encryption: one line that names the format and carries the file's key, wrapped by the KMS; then age.

Every file has a key pair of its own, so there is no key of backups to keep, to renew or to lose: whoever has the
KMS opens the file, and nobody else. ``docs/backups.md`` says how that is done without Portico.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import io
import os
import secrets
import tarfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyrage

from portico_kernel.kms import KeyUnavailable, kms

from .errors import BackupDamaged, BackupUnreadable

MAGIC = b"portico-backup 1 "
LONGEST_LINE = 4096
CONTEXT = "portico/backup"


@dataclass(frozen=True, slots=True, repr=False)
class FileKey:
    """The secret of one backup file, as age writes it."""

    identity: str

    def mac(self, content: bytes) -> bytes:
        """Vouch for the manifest: to encrypt to a file's key anybody may, to sign with it only who has the KMS."""
        return hmac.digest(self.identity.encode(), content, "sha256")


def write_encrypted(target: Path, blocks_for: Callable[[FileKey], Generator[bytes, None, None]]) -> int:
    """Write a whole file or none, readable by our own user alone; returns its size.

    Raises FileExistsError, OSError where the place cannot be written, and whatever making the blocks raises.
    """
    identity = pyrage.x25519.Identity.generate()
    key = FileKey(str(identity))
    line = MAGIC + base64.b64encode(kms().wrap(key.identity.encode(), context=CONTEXT)) + b"\n"
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, closing(blocks_for(key)) as blocks:
            file.write(line)
            _encrypt(_Pulled(blocks), file, identity)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)  # unlike a rename it replaces nothing
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _encrypt(blocks: _Pulled, file: io.BufferedWriter, identity: pyrage.x25519.Identity) -> None:
    try:
        pyrage.encrypt_io(blocks, file, [identity.to_public()])
    except pyrage.EncryptError as error:
        # age has words of its own for whatever went wrong on either side.
        raise blocks.failure or OSError(f"the backup cannot be written: {error}") from error


@contextmanager
def opened(path: Path) -> Iterator[tuple[FileKey, IO[bytes]]]:
    """The key and the clear content of a backup, as a stream that is read once and to its end.

    Raises BackupUnreadable for a file that is none of ours, BackupDamaged where it was cut off or altered.
    """
    with _file(path) as file:
        key = _key(path, file)
        ends = os.pipe()
        failure: list[Exception] = []
        worker = threading.Thread(target=_decrypt, args=(file, ends[1], key, failure))
        worker.start()
        damaged = BackupDamaged("it was cut off or altered after it was written.")
        try:
            with os.fdopen(ends[0], "rb") as stream:
                yield key, stream
                while stream.read(1 << 20):
                    pass  # to the last block, which alone proves that nothing is missing
        except (tarfile.TarError, EOFError) as error:
            raise damaged from error
        finally:
            worker.join()
        if failure:
            raise damaged from failure[0]


def _file(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def _key(path: Path, file: IO[bytes]) -> FileKey:
    line = file.readline(LONGEST_LINE)
    if not line.startswith(MAGIC):
        raise BackupUnreadable(f"{path} is not a backup that this version of Portico has made.")
    try:
        wrapped = base64.b64decode(line.removeprefix(MAGIC).strip(), validate=True)
        return FileKey(kms().unwrap(wrapped, context=CONTEXT).decode())
    except (KeyUnavailable, binascii.Error, ValueError) as error:
        raise BackupUnreadable(
            f"{path} cannot be opened here: it was made under another master key than the one of this deployment,"
            " or its first line was changed."
        ) from error


def _decrypt(file: io.BufferedReader, pipe: int, key: FileKey, failure: list[Exception]) -> None:
    try:
        with os.fdopen(pipe, "wb") as clear:
            pyrage.decrypt_io(file, clear, [pyrage.x25519.Identity.from_str(key.identity)])
    except (OSError, ValueError, pyrage.DecryptError) as error:
        # A reader that stopped early breaks the pipe; it knows why, and nobody asks here.
        failure.append(error)


class _Pulled(io.BufferedIOBase):
    """Blocks as a file that is read: nothing is made before it is asked for."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = memoryview(b"")
        self.failure: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        while not self._left:
            try:
                block = next(self._blocks, None)
            except BaseException as failure:
                self.failure = failure
                raise
            if block is None:
                return b""
            self._left = memoryview(block)
        out = bytes(self._left if size is None or size < 0 else self._left[:size])
        self._left = self._left[len(out) :]
        return out
