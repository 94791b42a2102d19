"""Without a mouse: signing in and paying with Tab, Space, arrows and Enter alone, the focus always to be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD
from tests.journeys.conftest import Visit
from tests.journeys.stack import Stack
from tests.journeys.walking import ROUTING, bank_form, heading

MOST_TABS = 40
NUMBER = "000123456789"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus, which must then be visible. Fails when it cannot be reached."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            style = wanted.evaluate(
                """element => {
                  const shown = [element, element.closest('label, .option')].filter(Boolean).map(getComputedStyle);
                  return shown.some(s => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px')
                    || s.boxShadow !== 'none');
                }"""
            )
            assert style, f"the focus on {wanted} cannot be seen"
            return
    raise AssertionError(f"{MOST_TABS} times Tab do not reach {wanted}")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("slug", ["alder", "birch"])
def test_signing_in_and_paying_takes_no_mouse(stack: Stack, visit: Visit, slug: str) -> None:
    borrower = stack.borrower(slug)
    page = visit("/sign-in", None, slug=slug)

    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type(borrower.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Your accounts")
    tab_to(page, page.get_by_role("link", name="Pay 2022 Honda Civic"))
    page.keyboard.press("Enter")

    heading(page, "How much would you like to pay?")
    tab_to(page, page.get_by_label("Amount due"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Another amount")).to_be_checked()
    tab_to(page, page.get_by_label("Amount", exact=True))
    page.keyboard.type("81.00")
    page.keyboard.press("Enter")

    heading(page, "Add a bank account to pay from")
    form = bank_form(page)
    tab_to(page, form.get_by_label("Name on the account"))
    page.keyboard.type("Maya Okafor")
    tab_to(page, form.get_by_label("Routing number"))
    page.keyboard.type(ROUTING)
    page.keyboard.press("Tab")
    page.keyboard.type(NUMBER)
    page.keyboard.press("Tab")
    page.keyboard.type(NUMBER)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    heading(page, "Where should it come from?")
    tab_to(page, button(page, "Review payment"))
    page.keyboard.press("Enter")
    heading(page, "Check and confirm")
    tab_to(page, page.get_by_label("I accept these terms"))
    page.keyboard.press("Space")
    tab_to(page, button(page, "Pay $81.00"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your payment is submitted and pending")).to_be_visible()


def test_the_first_tab_skips_to_the_content(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower())
    heading(page, "Your accounts")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_the_name_menu_opens_closes_and_gives_the_focus_back(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower())
    name = page.get_by_role("button", name="Maya Okafor")

    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Email and password")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Email and password"))
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Email and password")).to_be_hidden()
    expect(name).to_be_focused()


def test_a_dialog_keeps_the_focus_and_escape_closes_it(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    label = stack.bank_account(borrower)["label"]
    page = visit("/payment-methods", borrower)

    tab_to(page, page.get_by_role("button", name=f"Delete {label}"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    tab_to(page, dialog.get_by_role("button", name="Keep it"))
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name=f"Delete {label}")).to_be_focused()
