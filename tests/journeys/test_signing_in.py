"""The ways in and out, as a borrower goes them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.conftest import Visit
from tests.journeys.stack import Stack
from tests.journeys.walking import heading, sign_in

NEW_PASSWORD = "four quiet unrelated words"


def link_in(mail: dict[str, Any]) -> str:
    """The first address in a mail."""
    return str(re.findall(r"https?://\S+", mail["text"])[0])


@pytest.mark.parametrize("size", ["1440", "390"])
def test_an_invitation_leads_to_a_password_and_to_the_accounts(stack: Stack, visit: Visit, size: str) -> None:
    invited = stack.ask("invite", slug="alder", name="Ines Marin", deals=["current"])
    page = visit("/sign-in", None, size)
    page.goto(link_in(stack.mail_to(invited["email"], "Your account is ready")))

    heading(page, "Welcome, Ines Marin")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()

    expect(page).to_have_url(stack.origin("alder") + "/accounts")
    expect(page.get_by_role("link", name="2022 Honda Civic", exact=True)).to_be_visible()


def test_an_invitation_works_once(stack: Stack, visit: Visit) -> None:
    invited = stack.ask("invite", slug="alder", name="Ines Marin", deals=["current"])
    link = link_in(stack.mail_to(invited["email"], "Your account is ready"))
    page = visit("/sign-in", None)
    page.goto(link)
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    heading(page, "Your accounts")

    other = visit("/sign-in", None)
    other.goto(link)

    heading(other, "This invitation no longer works")


def test_a_wrong_password_says_so_keeps_the_email_and_the_right_one_opens(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/", None)

    sign_in(page, borrower.email, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("You are not signed in")
    expect(page.get_by_label("Email")).to_have_value(borrower.email)
    sign_in(page, borrower.email)

    heading(page, "Your accounts")


def test_signing_in_goes_on_to_the_page_that_was_wanted(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit(f"/accounts/{borrower.account['id']}/transactions", None)

    sign_in(page, borrower.email)

    heading(page, "2022 Honda Civic")
    expect(page).to_have_url(f"{stack.origin('alder')}/accounts/{borrower.account['id']}/transactions")


def test_signing_out_ends_the_session_on_the_server_too(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/accounts", borrower)

    page.get_by_role("button", name="Maya Okafor").click()
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="You are logged out.")).to_be_visible()
    again = visit("/accounts", borrower)

    heading(again, "Sign in to Brightline")


def test_logging_out_everywhere_ends_the_other_browser_at_its_next_click(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page, other = visit("/accounts", borrower), visit("/accounts", borrower, "390")
    heading(other, "Your accounts")

    page.get_by_role("button", name="Maya Okafor").click()
    page.get_by_role("button", name="Log out everywhere").click()
    heading(page, "Sign in to Brightline")
    other.get_by_role("link", name="2022 Honda Civic", exact=True).click()

    heading(other, "Sign in to Brightline")


def test_a_forgotten_password_is_replaced_by_mail_and_the_old_one_is_dead(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/sign-in", None)

    page.get_by_role("link", name="Forgot your password?").click()
    heading(page, "Forgot your password?")
    page.get_by_label("Email").fill(borrower.email)
    page.get_by_role("button", name="Send the link").click()
    heading(page, "Check your mail")
    page.goto(link_in(stack.mail_to(borrower.email, "password")))
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    heading(page, "Your accounts")

    other = visit("/sign-in", None)
    sign_in(other, borrower.email, PASSWORD)
    expect(other.get_by_role("alert")).to_contain_text("You are not signed in")


def test_an_idle_page_warns_stays_on_wish_and_then_signs_out(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/accounts", borrower)
    page.clock.install()
    page.reload()
    # Whatever the server answers later than the jump in time would count as a sign of life.
    expect(page.get_by_role("link", name="2022 Honda Civic", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")

    page.clock.fast_forward("14:10")
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="Stay logged in").click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("15:01")

    heading(page, "Sign in to Brightline")
    expect(page.get_by_text("You were logged out")).to_be_visible()
