"""Days, instants and banking days, held against the Federal Reserve's own rule written out by weekday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico_kernel.calendar import (
    Cutoff,
    add_months,
    banking_days_between,
    cutoff_instant,
    effective_entry_date,
    is_banking_day,
    latest_cutoff,
    local_day,
    next_banking_day,
    next_cutoff,
    on_or_after_banking_day,
    on_or_before_banking_day,
    ordinary_returns_window_ends,
    returns_window_ends,
    unauthorised_returns_window_ends,
)

NEW_YORK = ZoneInfo("America/New_York")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2032, 12, 31))


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def last_monday_of_may(year: int) -> date:
    end = date(year, 5, 31)
    return end - timedelta(days=end.weekday())


def federal_reserve_holidays(year: int) -> set[date]:
    """The rule as the Federal Reserve prints it: Sundays move to Monday, Saturdays are not kept."""
    fixed = [date(year, m, d) for m, d in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    moved = {day + timedelta(days=1) if day.weekday() == 6 else day for day in fixed}
    floating = {
        nth_weekday(year, 1, 0, 3),
        nth_weekday(year, 2, 0, 3),
        last_monday_of_may(year),
        nth_weekday(year, 9, 0, 1),
        nth_weekday(year, 10, 0, 2),
        nth_weekday(year, 11, 3, 4),
    }
    return moved | floating


@pytest.mark.parametrize("year", range(2022, 2033))
def test_banking_days_of_a_year_follow_the_federal_reserves_rule(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=i) for i in range(366)]
    closed = federal_reserve_holidays(year)

    found = [day for day in days if day.year == year and is_banking_day(day)]

    assert found == [day for day in days if day.year == year and day.weekday() < 5 and day not in closed]


@pytest.mark.parametrize("friday", [date(2026, 7, 3), date(2027, 12, 24), date(2027, 6, 18), date(2032, 12, 24)])
def test_the_friday_before_a_saturday_holiday_is_a_banking_day(friday: date) -> None:
    assert is_banking_day(friday) is True


@pytest.mark.parametrize("monday", [date(2023, 1, 2), date(2027, 7, 5), date(2028, 12, 25), date(2022, 6, 20)])
def test_the_monday_after_a_sunday_holiday_is_no_banking_day(monday: date) -> None:
    assert is_banking_day(monday) is False


def test_next_banking_day_steps_over_thanksgiving_and_weekend() -> None:
    wednesday = date(2026, 11, 25)

    assert next_banking_day(wednesday) == date(2026, 11, 27)
    assert next_banking_day(wednesday, 2) == date(2026, 11, 30)


def test_next_banking_day_refuses_to_count_from_zero() -> None:
    with pytest.raises(ValueError, match="from 1"):
        next_banking_day(date(2026, 11, 25), 0)


def test_a_banking_day_is_its_own_on_or_after_and_on_or_before() -> None:
    tuesday = date(2026, 11, 24)

    assert (on_or_after_banking_day(tuesday), on_or_before_banking_day(tuesday)) == (tuesday, tuesday)


def test_a_long_weekend_rolls_both_ways() -> None:
    labor_day_sunday = date(2026, 9, 6)

    assert on_or_after_banking_day(labor_day_sunday) == date(2026, 9, 8)
    assert on_or_before_banking_day(labor_day_sunday) == date(2026, 9, 4)


@given(day=DAYS, n=st.integers(1, 12))
def test_counting_back_what_was_counted_forward_gives_the_same_number(day: date, n: int) -> None:
    after = next_banking_day(day, n)

    assert banking_days_between(day + timedelta(days=1), after + timedelta(days=1)) == n


def test_banking_days_between_takes_the_start_in_and_the_end_out() -> None:
    assert banking_days_between(date(2026, 11, 23), date(2026, 11, 30)) == 4
    assert banking_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0


def test_banking_days_between_refuses_a_reversed_period() -> None:
    with pytest.raises(ValueError, match="ends before"):
        banking_days_between(date(2026, 11, 24), date(2026, 11, 23))


def test_the_local_day_is_yesterday_in_the_west_just_after_midnight_utc() -> None:
    now = datetime(2026, 3, 1, 4, 30, tzinfo=UTC)

    assert local_day(now, NEW_YORK) == date(2026, 2, 28)
    assert local_day(now, UTC) == date(2026, 3, 1)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 1, 4, 30, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="naive"):
        local_day(naive, NEW_YORK)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 7), 22), (date(2026, 3, 8), 21), (date(2026, 10, 31), 21), (date(2026, 11, 1), 22)],
)
def test_a_five_pm_cutoff_stays_at_five_on_the_wall_through_both_clock_changes(day: date, utc_hour: int) -> None:
    assert cutoff_instant(day, time(17), NEW_YORK) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_a_cutoff_in_the_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert cutoff_instant(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59)])
def test_a_cutoff_in_the_hour_that_is_left_out_is_the_instant_of_the_jump(at: time) -> None:
    assert cutoff_instant(date(2026, 3, 8), at, NEW_YORK) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


@given(day=DAYS, at=st.times().map(lambda t: t.replace(microsecond=0)))
def test_the_wall_shows_the_cutoff_or_later_and_a_second_before_it_did_not(day: date, at: time) -> None:
    instant = cutoff_instant(day, at, NEW_YORK)

    wall = datetime.combine(day, at)
    assert instant.astimezone(NEW_YORK).replace(tzinfo=None) >= wall
    assert (instant - timedelta(seconds=1)).astimezone(NEW_YORK).replace(tzinfo=None) < wall


def test_a_cutoff_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="on the wall"):
        cutoff_instant(date(2026, 3, 8), time(2, tzinfo=UTC), NEW_YORK)


def test_the_next_cutoff_is_the_later_one_of_today() -> None:
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)

    found = next_cutoff(now, [time(17), time(10)], NEW_YORK)

    assert found == Cutoff(date(2026, 11, 23), time(17), datetime(2026, 11, 23, 22, 0, tzinfo=UTC))


def test_what_comes_at_the_very_cutoff_waits_for_the_next_banking_day() -> None:
    now = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)

    found = next_cutoff(now, [time(17)], NEW_YORK)

    assert found == Cutoff(date(2026, 11, 27), time(17), datetime(2026, 11, 27, 22, 0, tzinfo=UTC))
    assert latest_cutoff(now, [time(17)], NEW_YORK).instant == now


def test_the_latest_cutoff_on_a_sunday_is_fridays() -> None:
    sunday = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)

    found = latest_cutoff(sunday, [time(10), time(17)], LOS_ANGELES)

    assert found == Cutoff(date(2026, 11, 27), time(17), datetime(2026, 11, 28, 1, 0, tzinfo=UTC))


@given(now=st.datetimes(datetime(2022, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_now_lies_between_the_latest_cutoff_and_the_next(now: datetime) -> None:
    cutoffs = [time(2, 30), time(16)]

    latest, following = latest_cutoff(now, cutoffs, NEW_YORK), next_cutoff(now, cutoffs, NEW_YORK)

    assert latest.instant <= now < following.instant
    assert next_cutoff(latest.instant, cutoffs, NEW_YORK) == following


def test_a_lender_without_cutoffs_is_refused() -> None:
    now = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)

    with pytest.raises(ValueError, match="at least one"):
        next_cutoff(now, [], NEW_YORK)
    with pytest.raises(ValueError, match="at least one"):
        latest_cutoff(now, [], NEW_YORK)


def test_due_dates_on_the_31st_fall_on_each_months_last_day() -> None:
    first = date(2027, 12, 31)

    found = [add_months(first, n, 31) for n in range(5)]

    assert found == [first, date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_months_are_added_across_a_common_february_and_taken_away() -> None:
    assert add_months(date(2027, 1, 30), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 2, 28), 1, 30) == date(2027, 3, 30)
    assert add_months(date(2027, 1, 31), -2) == date(2026, 11, 30)


@pytest.mark.parametrize("day_of_month", [0, 32])
def test_a_day_of_the_month_that_does_not_exist_is_refused(day_of_month: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 31"):
        add_months(date(2027, 1, 1), 1, day_of_month)


@given(day=DAYS, day_of_month=st.integers(1, 31))
def test_twelve_steps_of_a_month_make_a_year_and_never_skip_one(day: date, day_of_month: int) -> None:
    steps = [add_months(day, n, day_of_month) for n in range(13)]

    assert all((b.year * 12 + b.month) - (a.year * 12 + a.month) == 1 for a, b in pairwise(steps))
    assert steps[12].year - day.year == 1


@pytest.mark.parametrize(("rule", "expected"), [(1, date(2026, 11, 27)), (2, date(2026, 11, 30))])
def test_the_effective_date_follows_the_lenders_rule(rule: int, expected: date) -> None:
    assert effective_entry_date(date(2026, 11, 25), rule) == expected


@pytest.mark.parametrize("rule", [0, 3])
def test_an_effective_date_rule_other_than_one_or_two_is_refused(rule: int) -> None:
    with pytest.raises(ValueError, match="1 or 2"):
        effective_entry_date(date(2026, 11, 25), rule)


def test_ordinary_returns_arrive_within_two_banking_days() -> None:
    assert ordinary_returns_window_ends(date(2026, 11, 25)) == date(2026, 11, 30)


def test_unauthorised_returns_arrive_by_the_banking_day_after_the_sixtieth_day() -> None:
    settled_on = date(2026, 11, 17)

    assert settled_on + timedelta(days=60) == date(2027, 1, 16)
    assert unauthorised_returns_window_ends(settled_on) == date(2027, 1, 19)


def test_a_business_account_is_final_long_before_a_consumers() -> None:
    settled_on = date(2026, 11, 25)

    assert returns_window_ends(settled_on, consumer=False) == date(2026, 11, 30)
    assert returns_window_ends(settled_on, consumer=True) == date(2027, 1, 25)
