"""Guessing is slowed down, and nobody can use that against somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from portal_api.identity.models import SignInFailure
from portal_api.identity.states import AttemptKind
from portal_api.identity.throttle import PER_ADDRESS, PER_LOGIN_AND_ADDRESS
from tenants.context import in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.identity.browser import ELSEWHERE, HOME, Browser, answer

TRY_LATER = (429, "try_later")


def fail(browser: Browser, email: str, times: int) -> None:
    for _ in range(times):
        assert browser.sign_in(email, "a wrong password").status_code == 401


def test_the_sixth_wrong_password_from_one_place_has_to_wait(cast: Cast) -> None:
    browser = Browser()
    fail(browser, "ada@example.com", PER_LOGIN_AND_ADDRESS)

    response = browser.sign_in("ada@example.com", PASSWORD)

    assert answer(response) == TRY_LATER
    assert response.headers["Retry-After"] == "901"


def test_waiting_helps_and_trying_meanwhile_makes_the_wait_no_longer(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = Browser()
    fail(browser, "ada@example.com", PER_LOGIN_AND_ADDRESS)
    clock.move_to(NOW + timedelta(minutes=14))
    assert answer(browser.sign_in("ada@example.com", PASSWORD)) == TRY_LATER

    clock.move_to(NOW + timedelta(minutes=15))

    assert browser.sign_in("ada@example.com", PASSWORD).status_code == 200


def test_an_attacker_elsewhere_cannot_keep_the_borrower_out(cast: Cast) -> None:
    attacker = Browser(address=ELSEWHERE)
    fail(attacker, "ada@example.com", PER_LOGIN_AND_ADDRESS)
    assert answer(attacker.sign_in("ada@example.com", "x")) == TRY_LATER

    assert Browser(address=HOME).sign_in("ada@example.com", PASSWORD).status_code == 200


def test_an_attacker_at_the_same_address_cannot_keep_a_known_browser_out(cast: Cast) -> None:
    hers = Browser()
    hers.sign_in("ada@example.com", PASSWORD)
    hers.post("sign-out")
    attacker = Browser()
    fail(attacker, "ada@example.com", PER_LOGIN_AND_ADDRESS)
    assert answer(attacker.sign_in("ada@example.com", "x")) == TRY_LATER

    assert hers.sign_in("ada@example.com", PASSWORD).status_code == 200


def test_a_known_browser_may_not_guess_for_ever_either(cast: Cast) -> None:
    hers = Browser()
    hers.sign_in("ada@example.com", PASSWORD)
    fail(hers, "ada@example.com", 10)

    assert answer(hers.sign_in("ada@example.com", PASSWORD)) == TRY_LATER


def test_being_known_for_one_login_is_no_help_with_another(cast: Cast) -> None:
    bobs = Browser()
    bobs.sign_in("bob@example.com", PASSWORD)
    fail(bobs, "ada@example.com", PER_LOGIN_AND_ADDRESS)

    assert answer(bobs.sign_in("ada@example.com", PASSWORD)) == TRY_LATER
    assert bobs.sign_in("bob@example.com", PASSWORD).status_code == 200


@pytest.mark.parametrize("forged", ["nonsense", "eyJpZCI6IjEifQ:1abc:forged", ""])
def test_a_forged_device_cookie_is_a_stranger(cast: Cast, forged: str) -> None:
    browser = Browser()
    fail(browser, "ada@example.com", PER_LOGIN_AND_ADDRESS)
    browser.client.cookies["portico_device"] = forged

    assert answer(browser.sign_in("ada@example.com", PASSWORD)) == TRY_LATER


def test_a_device_cookie_of_one_lender_is_a_stranger_at_another(cast: Cast) -> None:
    at_alder, at_birch = Browser(), Browser("birch.testserver")
    at_alder.sign_in("ada@example.com", PASSWORD)
    at_birch.client.cookies = at_alder.client.cookies
    fail(at_birch, "ada@example.com", PER_LOGIN_AND_ADDRESS)

    assert answer(at_birch.sign_in("ada@example.com", PASSWORD)) == TRY_LATER


def test_one_address_that_tries_many_logins_has_to_wait_for_all_of_them(cast: Cast) -> None:
    sprayer = Browser(address=ELSEWHERE)
    for number in range(PER_ADDRESS[AttemptKind.SIGN_IN]):
        sprayer.sign_in(f"person{number}@example.com", "Summer2026!")

    assert answer(sprayer.sign_in("ada@example.com", PASSWORD)) == TRY_LATER
    assert Browser(address=HOME).sign_in("ada@example.com", PASSWORD).status_code == 200


def test_one_lenders_counts_are_not_anothers(cast: Cast) -> None:
    fail(Browser(), "cleo@example.com", PER_LOGIN_AND_ADDRESS)

    assert Browser("birch.testserver").sign_in("cleo@example.com", PASSWORD).status_code == 200


def test_signing_in_takes_the_failures_before_it_off_the_count(cast: Cast) -> None:
    browser = Browser()
    fail(browser, "ada@example.com", PER_LOGIN_AND_ADDRESS - 1)
    browser.sign_in("ada@example.com", PASSWORD)

    with in_tenant(cast.lenders.alder):
        assert SignInFailure.objects.count() == 0


def test_old_tries_are_pruned_by_new_ones(cast: Cast, clock: time_machine.Traveller) -> None:
    fail(Browser(), "ada@example.com", 3)
    clock.move_to(NOW + timedelta(hours=2))

    fail(Browser(), "bob@example.com", 1)

    with in_tenant(cast.lenders.alder):
        assert SignInFailure.objects.count() == 1


def test_neither_login_nor_address_stands_in_the_table(cast: Cast) -> None:
    fail(Browser(), "ada@example.com", 1)

    with in_tenant(cast.lenders.alder):
        row = str(SignInFailure.objects.values().get())
    assert "example.com" not in row
    assert HOME not in row


def test_asking_for_links_in_bulk_has_to_wait(cast: Cast) -> None:
    browser = Browser()
    for _ in range(PER_LOGIN_AND_ADDRESS):
        assert browser.post("password/forgot", {"email": "ada@example.com"}).status_code == 202

    assert answer(browser.post("password/forgot", {"email": "ada@example.com"})) == TRY_LATER
