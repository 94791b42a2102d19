"""The clock, read at doors only (STYLE rule 18). Below a door ``now`` and ``today`` are arguments."""

from __future__ import annotations

from datetime import UTC, datetime


def read_clock() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(tz=UTC)
