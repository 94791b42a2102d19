"""A backup's clear content: a tar whose parts are cut into pieces, because nobody knows a table's size beforehand.

Written and read as a stream, in flat memory; no clear byte touches the disk. ``manifest.json`` is the last member
but one, its signature the last.
"""

from __future__ import annotations

import hashlib
import hmac
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from . import manifest as manifests
from .envelope import FileKey
from .errors import BackupDamaged
from .manifest import Manifest, Part

PIECE = 1 << 20
MANIFEST, SIGNATURE = "manifest.json", "manifest.mac"
WatchPieces = Callable[[Iterable[tuple[str, bytes]]], Iterable[tuple[str, bytes]]]


@dataclass
class Packing:
    """Writes parts and remembers what it wrote."""

    parts: list[Part] = field(default_factory=list)

    def add(self, name: str, blocks: Iterable[bytes], columns: Sequence[str] = ()) -> Iterator[bytes]:
        """The tar's bytes of one part; its rows are the lines of it where it has columns."""
        digest, size, rows = hashlib.sha256(), 0, 0
        for number, piece in enumerate(_pieces(blocks)):
            digest.update(piece)
            size, rows = size + len(piece), rows + piece.count(b"\n")
            yield from _member(f"{name}/{number:06}", piece)
        rows = rows if columns else 0
        self.parts.append(Part(name, tuple(columns), rows, size, digest.hexdigest()))

    def end(self, manifest: Manifest, key: FileKey) -> Iterator[bytes]:
        """The tar's last bytes."""
        content = manifests.written(manifest)
        yield from _member(MANIFEST, content)
        yield from _member(SIGNATURE, key.mac(content))
        yield bytes(2 * tarfile.BLOCKSIZE)


def pieces_of(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every piece with the name of its part, in the order of writing; the manifest's name is its own part."""
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise BackupDamaged("it holds something that is no part of a backup.")
            name = member.name
            yield (name if name in {MANIFEST, SIGNATURE} else name.rpartition("/")[0]), content.read()


def check(key: FileKey, stream: IO[bytes], *, watch: WatchPieces = lambda pieces: pieces) -> Manifest:
    """Read the whole content and hold each part against the manifest; raises BackupDamaged.

    ``watch`` sees the pieces go by.
    """
    seen: dict[str, _Seen] = {}
    ends: dict[str, bytes] = {}
    for name, piece in watch(pieces_of(stream)):
        if name in {MANIFEST, SIGNATURE}:
            ends[name] = piece
        else:
            seen.setdefault(name, _Seen()).add(piece)
    if MANIFEST not in ends or not hmac.compare_digest(key.mac(ends[MANIFEST]), ends.get(SIGNATURE, b"")):
        raise BackupDamaged("its manifest is missing or was not written by us.")
    try:
        manifest = manifests.read(ends[MANIFEST])
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamaged("its manifest cannot be read.") from error
    for part in manifest.parts:
        found = seen.pop(part.name, _Seen())
        if (found.size, found.digest.hexdigest()) != (part.size, part.sha256):
            raise BackupDamaged(f"{part.name} is not what was written.")
    if seen:
        raise BackupDamaged(f"it holds {sorted(seen)[0]}, which its manifest does not name.")
    return manifest


@dataclass
class _Seen:
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.digest.update(piece)


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    gathered = bytearray()
    for block in blocks:
        gathered += block
        while len(gathered) >= PIECE:
            yield bytes(gathered[:PIECE])
            del gathered[:PIECE]
    if gathered:
        yield bytes(gathered)


def _member(name: str, content: bytes) -> Iterator[bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    yield info.tobuf(tarfile.PAX_FORMAT)
    yield content
    yield bytes(-len(content) % tarfile.BLOCKSIZE)
