"""Database addresses, as Django wants them."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import unquote, urlparse

Pooler = Literal["none", "session", "transaction"]


def database_from_url(url: str, *, pooler: Pooler = "none") -> dict[str, Any]:
    """Turn ``postgresql://user:password@host:port/name`` into Django's settings for our backend.

    ``pooler`` is the mode of the connection pooler that the address leads to.
    """
    parts = urlparse(url)
    return {
        "ENGINE": "tenants.backend.set_local" if pooler == "transaction" else "tenants.backend",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "POOLER": pooler,
    }
