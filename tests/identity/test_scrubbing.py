"""No secret and no account number in any log line: the rules, and the whole way in as it is logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from portal_api.identity.operations.invitations import invite_borrower
from portico_kernel.scrubbing import DIGITS, HIDDEN, ScrubbingFilter, scrub_event, scrub_text, scrub_value
from tenants.context import in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.database import SYSTEM
from tests.identity.browser import Browser, mail_out, newest_mail, secret_in


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("password=hunter2 and more", f"password={HIDDEN} and more"),
        ('{"password": "two words", "a": 1}', f'{{"password": {HIDDEN}, "a": 1}}'),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        ("Cookie: portico_portal=abc", f"Cookie: {HIDDEN}"),
        (f"/invitation#{'aB3_-' * 9}", f"/invitation#{HIDDEN}"),
        (f"token {'0a' * 32} used", f"token {HIDDEN} used"),
        ("account 123456789 at bank", f"account {DIGITS} at bank"),
        ("card 4111 1111 1111 1111.", f"card {DIGITS}."),
        ("ssn 123-45-6789", f"ssn {DIGITS}"),
        ("routing_number=021000021", f"routing_number={HIDDEN}"),
    ],
)
def test_secrets_and_numbers_are_taken_out(line: str, clean: str) -> None:
    assert scrub_text(line) == scrub_text(clean) == clean


@pytest.mark.parametrize(
    "line",
    [
        "payment 12345678-1234-1234-1234-123456789012 settled",
        "at 2026-11-10T15:00:00.123456+00:00",
        "ending 6789, amount 12550 USD, took 0.123456789 s",
        "commit 1234567890abcdef1234567890abcdef12345678",
        "test_of_two_who_accept_one_invitation_at_once_one_gets_in",
    ],
)
def test_ids_times_amounts_and_last_fours_stay_readable(line: str) -> None:
    assert scrub_text(line) == line


def test_values_inside_an_event_are_scrubbed_by_name_and_by_shape() -> None:
    event = {
        "event": "captured",
        "body": {"account_number": "000123", "holder": "Ada", "lines": ["acct 123456789"]},
        "number": 123456789,
        "amount_minor": 12550,
    }

    assert scrub_event(None, "info", event) == {
        "event": "captured",
        "body": {"account_number": HIDDEN, "holder": "Ada", "lines": [f"acct {DIGITS}"]},
        "number": DIGITS,
        "amount_minor": 12550,
    }


def test_a_thing_without_end_is_cut_off() -> None:
    loop: dict[str, object] = {}
    loop["again"] = loop

    assert HIDDEN in str(scrub_value(loop))


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Every line of every logger, as a handler with the filter writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(ScrubbingFilter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_arguments_and_tracebacks_are_scrubbed_too(lines: io.StringIO) -> None:
    log = logging.getLogger("tests.scrubbing")

    log.warning("account %s of %s", "123456789", "Ada")
    try:
        raise ValueError("password=hunter2 for 987654321")
    except ValueError:
        log.exception("that failed")

    text = lines.getvalue()
    assert f"account {DIGITS} of Ada" in text
    assert f"ValueError: password={HIDDEN} for {DIGITS}" in text
    assert "hunter2" not in text


def test_the_whole_way_in_leaves_no_secret_in_any_log(cast: Cast, lines: io.StringIO) -> None:
    with in_tenant(cast.lenders.alder):
        invite_borrower(email="dora@example.com", name="Dora", language="en", actor=SYSTEM, now=NOW)
    with structlog.testing.capture_logs() as events:
        mail_out(NOW)
        link = secret_in(newest_mail("alder", "dora@example.com"))
        browser = Browser()
        browser.post("invitation/look", {"token": link})
        browser.post("invitation/accept", {"token": link, "password": PASSWORD})
        browser.sign_in("dora@example.com", "a wrong battery")
        browser.post("password/change", {"current_password": PASSWORD, "password": "a newer battery"})
        cookie = browser.client.cookies["portico_portal"].value
        browser.post("sign-out")

    everything = lines.getvalue() + str(events)
    found = [word for word in (link, cookie, PASSWORD, "a wrong battery", "a newer battery") if word in everything]
    assert (found, everything.count("request_finished")) == ([], 5)
