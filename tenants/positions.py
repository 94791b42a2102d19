"""Where a database connection may stand: a role and a search path, named in one place.

Role names carry the database's name because roles are cluster-wide: two databases of one cluster
(two test workers, say) must not share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Position:
    """A role to act as and the schemas to search, in order. ``role`` None means the login itself."""

    role: str | None
    search_path: tuple[str, ...]

    @property
    def search_path_setting(self) -> str:
        """The value for PostgreSQL's ``search_path``, quoted."""
        return ", ".join('"' + name.replace('"', '""') + '"' for name in self.search_path)


class HasSchema(Protocol):
    """What a lender, or a snapshot of one, must offer to be entered."""

    @property
    def schema_name(self) -> str: ...

    @property
    def db_role(self) -> str: ...


def prefixed(name: str) -> str:
    """The cluster-wide name of one of our roles, e.g. ``portico_platform``."""
    return f"{settings.PORTICO_ROLE_PREFIX}_{name}"


def lender_position(lender: HasSchema) -> Position:
    """Inside one lender. Public stands last, where lenders' roles have rights on few tables (grants.py)."""
    return Position(role=lender.db_role, search_path=(lender.schema_name, "public"))


def platform_position() -> Position:
    """In the public schema, able to write."""
    return Position(role=prefixed("platform"), search_path=("public",))


def lookup_position() -> Position:
    """In the public schema, able to read hosts, lenders, published brands and the epoch, and nothing else."""
    return Position(role=prefixed("lookup"), search_path=("public",))
