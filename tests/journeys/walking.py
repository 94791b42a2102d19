"""What journeys do again and again, in the words that a person reads on the page."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.cast import PASSWORD

ROUTING, NUMBER, CARD = "021000021", "000123456789", "4111 1111 1111 1111"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form of a portal or a console and send it."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, words: str) -> None:
    """Wait until the page's first heading says this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def bank_form(page: Page) -> FrameLocator:
    """The form in the wallet's frame."""
    return page.frame_locator('iframe[title="Bank account form"]')


def fill_bank_form(page: Page, *, routing: str = ROUTING, number: str = NUMBER, again: str | None = None) -> None:
    """Type a bank account into the wallet's frame, without sending it."""
    form = bank_form(page)
    form.get_by_label("Name on the account").fill("Maya Okafor")
    form.get_by_label("Routing number").fill(routing)
    form.get_by_label("Account number", exact=True).fill(number)
    form.get_by_label("Account number again").fill(number if again is None else again)
    form.get_by_role("checkbox").check()


def save_bank_form(page: Page) -> None:
    """Send the form in the wallet's frame."""
    bank_form(page).get_by_role("button", name="Save bank account").click()


def walk_to_review(page: Page, amount: str) -> None:
    """From a pay page to the review of an amount of one's own, with the only bank account on file."""
    page.get_by_label("Another amount").check()
    page.get_by_label("Amount", exact=True).fill(amount)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Review payment").click()
    heading(page, "Check and confirm")


def accept_terms(page: Page) -> None:
    """Tick the terms on a review."""
    page.get_by_label("I accept these terms").check()
