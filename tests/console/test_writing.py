"""How consoles write days, moments, zones and facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from admin_console.shared.templatetags.console import clocks, day, fact, language_words, mailbox, moment, zone_words

AT = datetime(2026, 11, 24, 4, 5, tzinfo=UTC)


def test_days_and_moments_are_american_and_on_the_clock_of_the_place() -> None:
    with timezone.override(ZoneInfo("America/Chicago")):
        assert (day(date(2026, 12, 4)), day(AT)) == ("Fri, December 4, 2026", "Mon, November 23, 2026")
        assert moment(AT) == "Mon, November 23, 2026 at 10:05 PM CST"
        assert clocks(AT) == (
            '<time datetime="2026-11-24T04:05:00+00:00" data-zone="America/Chicago">'
            "Mon, November 23, 2026 at 10:05 PM CST</time>"
        )


def test_what_is_not_known_is_a_dash() -> None:
    assert (day(None), moment(None), clocks(None), fact(None), fact([])) == ("–", "–", "–", "–", "–")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("America/New_York", "Eastern Time"),
        ("America/Chicago", "Central Time"),
        ("America/Boise", "Mountain Time"),
        ("America/Los_Angeles", "Pacific Time"),
        ("Pacific/Honolulu", "Hawaii Time"),
        ("America/Sao_Paulo", "Sao Paulo time"),
        ("Asia/Shanghai", "Shanghai time"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_called_as_people_call_it(key: str, said: str) -> None:
    assert zone_words(key) == said


def test_an_address_breaks_before_its_at_and_stays_text() -> None:
    assert mailbox("a<b@example.com") == "a&lt;b<wbr>@example.com"
    assert mailbox("–") == "–"


def test_facts_are_words() -> None:
    assert fact({"paid_off": True, "cut_offs": ["11:00", "16:30"]}) == "Paid off: Yes, Cut offs: 11:00, 16:30"
    assert (language_words("es"), language_words("xx")) == ("Español", "xx")
