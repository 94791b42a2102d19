"""Days and moments written out for terms, timelines and mail; pages format their own."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from portico_kernel.calendar import in_zone

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}


def day_text(day: date, language: str = "en") -> str:
    """``Thursday, November 12, 2026``, in the language or in English."""
    known = language if language in WEEKDAYS else "en"
    weekday, month = WEEKDAYS[known][day.weekday()], MONTHS[known][day.month - 1]
    if known == "es":
        return f"{weekday} {day.day} de {month} de {day.year}"
    return f"{weekday}, {month} {day.day}, {day.year}"


def moment_text(instant: datetime, zone: tzinfo, language: str = "en") -> str:
    """``4:30 PM EST on Tuesday, November 10, 2026``: an instant on the wall clock of ``zone``."""
    local = in_zone(instant, zone)
    clock = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'} {local.tzname()}"
    joined_by = "del" if language == "es" else "on"
    return f"{clock} {joined_by} {day_text(local.date(), language)}"
