"""Monthly due dates on a chosen day, moved to the last day of months that are too short for it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_index(day: date) -> int:
    """Number the month of ``day``, so that neighbouring months differ by one."""
    return day.year * 12 + day.month - 1


def in_month(index: int, day_of_month: int) -> date:
    """The due date in the month numbered ``index``: ``day_of_month``, or that month's last day.

    Raises ValueError unless the day is 1 to 31.
    """
    if not 1 <= day_of_month <= 31:
        raise ValueError("a day of the month is 1 to 31")
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day_of_month, monthrange(year, month + 1)[1]))


def due_after(first_due_on: date, months: int, day_of_month: int) -> date:
    """The due date ``months`` months after ``first_due_on`` (before it when negative)."""
    if months == 0:
        return first_due_on
    return in_month(month_index(first_due_on) + months, day_of_month)
