"""Who does a thing: a value, not a foreign key, so that it can cross schemas (DESIGN, Identity)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["borrower", "staff", "support", "system", "bank"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or process that acts. ``label`` is what audit pages show; it never changes afterwards."""

    kind: ActorKind
    id: str
    label: str

    @classmethod
    def system(cls, name: str) -> Actor:
        """One of our own processes, e.g. ``Actor.system("eft generation")``."""
        return cls("system", name, name)
