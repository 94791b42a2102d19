"""How consoles write money, days and instants, and draw form fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html

from portal_api.payments.states import PaymentStatus
from portico_kernel.money import Money

register = template.Library()


@register.filter
def money(value: Money | None) -> str:
    """``$1,234.50``; a dash for nothing."""
    return "–" if value is None else str(value)


@register.simple_tag
def amount(minor: int | None, currency: str) -> str:
    """Minor units with their currency, as a column of figures shows them."""
    return "–" if minor is None else str(Money(minor, currency))


@register.filter
def rate(value: Decimal | None) -> str:
    """``6.49%``: a yearly percentage without the zeros that say nothing."""
    return "–" if value is None else f"{value.normalize():f}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """``Fri, December 4, 2026``: of an instant, the day that it is at the place of this console."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%a}, {value:%B} {value.day}, {value.year}"


@register.filter
def moment(value: datetime | None) -> str:
    """``Fri, December 4, 2026 at 9:05 AM EST``, on the clock of this console."""
    return "–" if value is None else f"{day(value)} at {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """``9:05 AM EST``: only the time of an instant, beneath the heading of its day."""
    local = timezone.localtime(value)
    return f"{int(f'{local:%I}')}:{local:%M %p %Z}"


@register.filter
def clocks(value: datetime | None) -> str:
    """A moment that the page's script writes for the reader's own clock as well, where that shows another time."""
    if value is None:
        return "–"
    zone = timezone.get_current_timezone_name()
    return format_html('<time datetime="{}" data-zone="{}">{}</time>', value.isoformat(), zone, moment(value))


_ZONES = {
    "E": "Eastern Time",
    "C": "Central Time",
    "M": "Mountain Time",
    "P": "Pacific Time",
    "AK": "Alaska Time",
    "H": "Hawaii Time",
}
# Where the letters say too little: Arizona has Mountain Time's and keeps no daylight saving time.
_PLACES = {"UTC": "UTC", "Etc/UTC": "UTC", "America/Phoenix": "Arizona Time"}


@register.filter
def zone_words(key: str) -> str:
    """``Central Time`` for ``America/Chicago``; ``London time`` where Americans have no name for a zone."""
    if key in _PLACES:
        return _PLACES[key]
    area, _, city = key.rpartition("/")
    letters = f"{datetime(2026, 1, 1, tzinfo=ZoneInfo(key)):%Z}".removesuffix("ST")
    is_ours = area.startswith(("America", "US")) or key == "Pacific/Honolulu"
    return _ZONES[letters] if is_ours and letters in _ZONES else f"{city.replace('_', ' ')} time"


@register.filter
def language_words(code: str) -> str:
    """``Español`` for ``es``: a language under its own name."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def mailbox(address: str) -> str:
    """An email address that a narrow column breaks before its "@", and nowhere else."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host) if at else address


@register.filter
def fact_name(name: str) -> str:
    """The name of a fact in the log, as words: ``Effective days``."""
    return name.replace("_", " ").capitalize()


@register.filter
def fact(value: object) -> str:
    """A fact in the log: a list with commas, yes or no, a dash for nothing."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return ", ".join(f"{fact_name(str(name))}: {fact(inner)}" for name, inner in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(fact(inner) for inner in value) or "–"
    return "–" if value in (None, "") else str(value)


_PAYMENT_TONES = {
    PaymentStatus.SUBMITTED: "warn",
    PaymentStatus.CLAIMED: "warn",
    PaymentStatus.HELD: "bad",
    PaymentStatus.SETTLED: "good",
    PaymentStatus.FINAL: "good",
    PaymentStatus.FAILED: "bad",
    PaymentStatus.RETURNED: "bad",
}


@register.filter
def payment_badge(status: str) -> str:
    """The classes of the badge that says how a payment stands."""
    tone = _PAYMENT_TONES.get(PaymentStatus(status))
    return f"badge badge--{tone}" if tone else "badge"


@register.inclusion_tag("console/field.html")
def field(bound: BoundField, size: str = "") -> dict[str, Any]:
    """One labelled field with its hint and its errors, tied together for screen readers."""
    ids = [f"{bound.auto_id}-hint"] if bound.help_text else []
    attributes: dict[str, Any] = {}
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
        attributes["aria-invalid"] = "true"
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return {"bound": bound, "control": bound.as_widget(attrs=attributes), "size": size}


@register.inclusion_tag("console/icon.html")
def icon(name: str) -> dict[str, str]:
    """A small drawing beside words; never alone."""
    return {"path": _SHAPES[name]}


_SHAPES = {
    "good": "M5 12.5l4.5 4.5L19 7.5",
    "info": "M12 11v5M12 8v.01M12 21a9 9 0 100-18 9 9 0 000 18z",
    "warn": "M12 9v4.5M12 17v.01M12 3.5L2.5 20.3h19z",
    "bad": "M12 7.5v5.5M12 16.5v.01M12 21a9 9 0 100-18 9 9 0 000 18z",
    "back": "M15 5l-7 7 7 7",
    "menu": "M4 7h16M4 12h16M4 17h16",
}
