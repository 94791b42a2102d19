"""Time zones as a form offers them: the country's own by the names that people say, then the world by city."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_HERE = (
    ("America/New_York", "Eastern Time"),
    ("America/Chicago", "Central Time"),
    ("America/Denver", "Mountain Time"),
    ("America/Phoenix", "Arizona Time"),
    ("America/Los_Angeles", "Pacific Time"),
    ("America/Anchorage", "Alaska Time"),
    ("Pacific/Honolulu", "Hawaii Time"),
    ("America/Puerto_Rico", "Puerto Rico time"),
)
_AREAS = ("America", "Europe", "Africa", "Asia", "Australia", "Pacific", "Atlantic", "Indian")
Zones = list[tuple[str, str]]


@cache
def zone_choices() -> list[tuple[str, Zones]]:
    """Every zone once, in groups for a list. The first call reads some six hundred files."""
    named = dict(_HERE)
    rest = sorted(zoneinfo.available_timezones() - named.keys())
    areas = [(area, [(key, _city(key)) for key in rest if key.startswith(f"{area}/")]) for area in _AREAS]
    return [("United States", list(_HERE)), *areas]


def _city(key: str) -> str:
    return ", ".join(reversed(key.split("/")[1:])).replace("_", " ")


class ZoneSelect(forms.Select):
    """The list, drawn in one go: Django renders a template for each of its lines, which takes a tenth of a second."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The select with what was chosen before, or with the request to choose."""
        groups = [(area, _options(zones, value)) for area, zones in zone_choices()]
        return format_html(
            '<select{}><option value="">Choose a time zone</option>{}</select>',
            flatatt({"name": name, **(attrs or {})}),
            format_html_join("", '<optgroup label="{}">{}</optgroup>', groups),
        )


def _options(zones: Zones, chosen: Any) -> SafeString:
    lines = [(key, " selected" if key == chosen else "", label) for key, label in zones]
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)
