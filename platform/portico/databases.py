"""Database addresses, as Django wants them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlparse


def database_from_url(url: str) -> dict[str, Any]:
    """Turn ``postgresql://user:password@host:port/name`` into Django's settings for our backend."""
    parts = urlparse(url)
    return {
        "ENGINE": "tenants.backend",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
