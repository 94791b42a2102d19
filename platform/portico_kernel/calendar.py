"""Days and instants: the one module that turns one into the other (STYLE rules 17 and 18).

Instants are aware datetimes and come back in UTC; days are dates in the lender's time zone. A banking
day is a day on which the ACH settles: not a weekend and not a Federal Reserve holiday.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
ORDINARY_RETURN_BANKING_DAYS = 2
UNAUTHORISED_RETURN_CALENDAR_DAYS = 60
EFFECTIVE_DATE_RULES = (1, 2)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One generation moment of a lender: the banking day and wall-clock time, and the instant they name."""

    day: date
    at: time
    instant: datetime


def in_zone(now: datetime, tz: tzinfo) -> datetime:
    """The same instant on the wall clock of ``tz``; raises ValueError for a datetime without a zone."""
    if now.utcoffset() is None:
        raise ValueError("an instant carries its time zone; this datetime is naive")
    return now.astimezone(tz)


def local_day(now: datetime, tz: tzinfo) -> date:
    """The calendar day that people in ``tz`` live at the instant ``now``."""
    return in_zone(now, tz).date()


@lru_cache(maxsize=256)
def _federal_reserve_holidays(year: int) -> frozenset[date]:
    """The days of ``year`` on which the Reserve Banks stand closed.

    Source: the Federal Reserve's holiday schedule. A holiday on a Sunday is kept on Monday; for one on
    a Saturday the Banks are open the Friday before, which is where calendars of US public holidays err.
    """
    named = holidays.country_holidays("US", years=year, observed=False)
    return frozenset(day + ONE_DAY if day.weekday() == months.SUNDAY else day for day in named)


def is_banking_day(day: date) -> bool:
    """Tell whether the ACH settles on ``day``."""
    return day.weekday() < months.SATURDAY and day not in _federal_reserve_holidays(day.year)


def on_or_after_banking_day(day: date) -> date:
    """The first banking day that is not before ``day``."""
    while not is_banking_day(day):
        day += ONE_DAY
    return day


def on_or_before_banking_day(day: date) -> date:
    """The last banking day that is not after ``day``."""
    while not is_banking_day(day):
        day -= ONE_DAY
    return day


def next_banking_day(day: date, n: int = 1) -> date:
    """The ``n``-th banking day after ``day``, itself never counted; raises ValueError for n below 1."""
    if n < 1:
        raise ValueError("n counts banking days forward, from 1")
    for _ in range(n):
        day = on_or_after_banking_day(day + ONE_DAY)
    return day


def banking_days_between(starts_on: date, ends_on: date) -> int:
    """Count banking days from ``starts_on`` (in) to ``ends_on`` (out); raises ValueError if reversed."""
    if ends_on < starts_on:
        raise ValueError("the period ends before it starts")
    return sum(is_banking_day(starts_on + timedelta(days=i)) for i in range((ends_on - starts_on).days))


def cutoff_instant(day: date, at: time, tz: tzinfo) -> datetime:
    """The UTC instant at which the wall clock of ``tz`` first shows ``at`` or later on ``day``.

    When the clocks go back, the earlier of the two; when they go forward over ``at``, the instant of the
    jump. So a cut-off is never later than the clock on the lender's wall.
    """
    wall = datetime.combine(day, at)
    if wall.tzinfo is not None:
        raise ValueError("a cut-off is a time on the wall; its zone is given apart")
    first = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if first.astimezone(tz).replace(tzinfo=None) == wall:
        return first
    return _instant_of_the_jump(wall, first, tz)


def _instant_of_the_jump(wall: datetime, after: datetime, tz: tzinfo) -> datetime:
    """The instant at which the clock of ``tz`` jumps over ``wall``, to the second."""
    before = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(tz).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after


def _cutoffs_of_day(day: date, cutoffs: Iterable[time], tz: tzinfo) -> list[Cutoff]:
    return sorted(
        (Cutoff(day, at, cutoff_instant(day, at, tz)) for at in set(cutoffs)),
        key=lambda cutoff: (cutoff.instant, cutoff.at),
    )


def next_cutoff(now: datetime, cutoffs: Iterable[time], tz: tzinfo) -> Cutoff:
    """The first cut-off on a banking day that lies after ``now``.

    What is confirmed at the very instant of a cut-off has missed it. Raises ValueError without cut-offs.
    """
    times = _at_least_one(cutoffs)
    day = on_or_after_banking_day(local_day(now, tz))
    while True:
        for cutoff in _cutoffs_of_day(day, times, tz):
            if cutoff.instant > now:
                return cutoff
        day = next_banking_day(day)


def latest_cutoff(now: datetime, cutoffs: Iterable[time], tz: tzinfo) -> Cutoff:
    """The last cut-off on a banking day that has come by ``now``; raises ValueError without cut-offs."""
    times = _at_least_one(cutoffs)
    day = on_or_before_banking_day(local_day(now, tz))
    while True:
        for cutoff in reversed(_cutoffs_of_day(day, times, tz)):
            if cutoff.instant <= now:
                return cutoff
        day = on_or_before_banking_day(day - ONE_DAY)


def _at_least_one(cutoffs: Iterable[time]) -> tuple[time, ...]:
    times = tuple(cutoffs)
    if not times:
        raise ValueError("a lender needs at least one cut-off")
    return times


def add_months(day: date, n: int, day_of_month: int | None = None) -> date:
    """The day ``n`` months on (or back), on ``day_of_month`` or on the month's last day where it is shorter.

    Pass the agreed ``day_of_month`` for due dates: without it the 31st, once it became 28 February,
    would stay the 28th. Raises ValueError outside 1 to 31.
    """
    wanted = day.day if day_of_month is None else day_of_month
    if not 1 <= wanted <= 31:
        raise ValueError("day_of_month lies between 1 and 31")
    year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month0 + 1, min(wanted, months.monthrange(year, month0 + 1)[1]))


def effective_entry_date(cutoff_day: date, rule: int) -> date:
    """The day a file asks its entries to settle: ``rule`` banking days after the file's day.

    ``rule`` is the lender's agreement with its bank: 1 (the next banking day) or 2. Raises ValueError
    for anything else.
    """
    if rule not in EFFECTIVE_DATE_RULES:
        raise ValueError("the effective-date rule is 1 or 2 banking days")
    return next_banking_day(cutoff_day, rule)


def ordinary_returns_window_ends(settled_on: date) -> date:
    """The last day on which an ordinary return can still reach us: two banking days after settlement.

    Source: Nacha Operating Rules, return entries: a return is made available to the originating bank
    no later than the opening of business on the second banking day after the settlement date.
    """
    return next_banking_day(settled_on, ORDINARY_RETURN_BANKING_DAYS)


def unauthorised_returns_window_ends(settled_on: date) -> date:
    """The last day on which a consumer's "I did not authorise this" can still reach us.

    Source: Nacha Operating Rules, extended return entries (R05, R07, R10, R11): made available no later
    than the opening of business on the banking day following the sixtieth calendar day after settlement.
    """
    return next_banking_day(settled_on + timedelta(days=UNAUTHORISED_RETURN_CALENDAR_DAYS))


def returns_window_ends(settled_on: date, *, consumer: bool) -> date:
    """The last day (itself included) on which this payment can still come back; final once it is past.

    Consumers' accounts have the extended window, businesses' the ordinary one.
    """
    if consumer:
        return unauthorised_returns_window_ends(settled_on)
    return ordinary_returns_window_ends(settled_on)
