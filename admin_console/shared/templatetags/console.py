"""How consoles write money, days and instants, and draw form fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone

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
    """``Fri 4 December 2026``: of an instant, the day that it is at the place of this console."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%a} {value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """``Fri 4 December 2026, 9:05 AM EST``, on the clock of this console."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{day(local.date())}, {int(f'{local:%I}')}:{local:%M %p %Z}"


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
