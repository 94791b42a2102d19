"""The ways in and out, as a borrower goes them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.journeys.conftest import Visit
from tests.journeys.stack import Stack

NEW_PASSWORD = "four quiet unrelated words"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("size", ["1440", "390"])
def test_an_invitation_leads_to_a_password_and_to_the_accounts(stack: Stack, visit: Visit, size: str) -> None:
    invited = stack.ask("invite", slug="alder", name="Ines Marin", deals=["current"])
    mail = stack.mail_to(invited["email"], "Your account is ready")
    page = visit("/sign-in", None, size)
    page.goto(re.findall(r"https?://\S+", mail["text"])[0])

    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Ines Marin")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()

    expect(page).to_have_url(stack.origin("alder") + "/accounts")
    expect(page.get_by_text("2022 Honda Civic")).to_be_visible()
