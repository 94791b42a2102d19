"""What a backup says of itself: whose it is, how it was made, and every part with its rows and its hash."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One table, one file, or one text. ``rows`` counts a table's; ``columns`` are in the order of its rows."""

    name: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole. ``applied``: the schema's migrations, as (app, name). ``left_out``: tables that no backup takes."""

    made_at: datetime
    build: str
    lender_id: uuid.UUID
    vault_id: uuid.UUID
    slug: str
    name: str
    fingerprint: str
    rights: str
    applied: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """The part of that name; raises KeyError."""
        return next((part for part in self.parts if part.name == name), None) or _missing(name)

    def tables(self) -> dict[str, Part]:
        """The tables of the lender's own schema, by name."""
        return {part.name.removeprefix("tables/"): part for part in self.parts if part.name.startswith("tables/")}

    def files(self) -> list[Part]:
        """The stored files."""
        return [part for part in self.parts if part.name.startswith("files/")]

    @property
    def row_count(self) -> int:
        """How many rows the lender's own tables have."""
        return sum(part.rows for part in self.tables().values())


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    facts = asdict(manifest) | {"format": FORMAT, "made_at": manifest.made_at.isoformat()}
    return json.dumps(facts, default=str, indent=1).encode()


def read(content: bytes) -> Manifest:
    """The manifest of a file; raises ValueError or KeyError where it is not one of this format."""
    facts: dict[str, Any] = json.loads(content)
    if facts.pop("format") != FORMAT:
        raise ValueError("a format that this version does not know")
    return Manifest(
        **facts
        | {
            "made_at": datetime.fromisoformat(facts["made_at"]),
            "lender_id": uuid.UUID(facts["lender_id"]),
            "vault_id": uuid.UUID(facts["vault_id"]),
            "applied": tuple((app, name) for app, name in facts["applied"]),
            "left_out": tuple(facts["left_out"]),
            "parts": tuple(Part(**part | {"columns": tuple(part["columns"])}) for part in facts["parts"]),
        }
    )


def _missing(name: str) -> Part:
    raise KeyError(name)
