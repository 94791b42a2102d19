"""Time zones as a form offers them: the country's own by the names that people say, then the world by city."""

from __future__ import annotations

import zoneinfo
from functools import cache

_HERE = (
    ("America/New_York", "Eastern Time"),
    ("America/Chicago", "Central Time"),
    ("America/Denver", "Mountain Time"),
    ("America/Phoenix", "Arizona, no daylight saving"),
    ("America/Los_Angeles", "Pacific Time"),
    ("America/Anchorage", "Alaska Time"),
    ("Pacific/Honolulu", "Hawaii Time"),
    ("America/Puerto_Rico", "Puerto Rico"),
)
_AREAS = ("America", "Europe", "Africa", "Asia", "Australia", "Pacific", "Atlantic", "Indian")
Group = tuple[str, list[tuple[str, str]]]


@cache
def zone_choices() -> list[Group]:
    """Every zone once, in groups for a list."""
    named = dict(_HERE)
    rest = sorted(zoneinfo.available_timezones() - named.keys())
    areas = [(area, [(key, _city(key)) for key in rest if key.startswith(f"{area}/")]) for area in _AREAS]
    return [("United States", list(_HERE)), *areas]


def _city(key: str) -> str:
    return ", ".join(reversed(key.split("/")[1:])).replace("_", " ")
