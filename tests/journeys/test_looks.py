"""Every page of two brands, looked at: pictures for people in var/pictures/, axe for the machine."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.gallery import Gallery
from tests.journeys.stack import Borrower, Stack
from tests.journeys.walking import accept_terms, bank_form, fill_bank_form, heading, save_bank_form, sign_in

DEALS = {"alder": ("current", "past_due"), "birch": ("machine", "past_due")}


@pytest.fixture(params=["alder", "birch"])
def borrower(request: pytest.FixtureRequest, stack: Stack) -> Borrower:
    """A borrower of each brand, with two loans."""
    return stack.borrower(request.param, *DEALS[request.param])


def settled(page: Page) -> None:
    """Wait until nothing on the page is still being fetched or loaded."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate("document.fonts.ready")


def test_the_pages_before_signing_in(stack: Stack, visit: Visit, borrower: Borrower) -> None:
    page = visit("/sign-in", None, slug=borrower.slug)
    gallery = Gallery(page, f"{borrower.slug}-door")
    origin = stack.origin(borrower.slug)

    page.get_by_label("Email").wait_for()
    gallery.take("sign-in")
    sign_in(page, borrower.email, "wrong")
    page.get_by_role("alert").wait_for()
    gallery.take("sign-in-wrong")
    page.goto(origin + "/forgot-password")
    page.get_by_label("Email").fill(borrower.email)
    gallery.take("forgot")
    page.get_by_role("button", name="Send the link").click()
    heading(page, "Check your mail")
    gallery.take("forgot-sent")
    page.goto(re.findall(r"https?://\S+", stack.mail_to(borrower.email, "password")["text"])[0])
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
    gallery.take("reset-short")
    page.goto(origin + "/invitation#used")
    heading(page, "This invitation no longer works")
    gallery.take("invitation-expired")
    invited = stack.ask("invite", slug=borrower.slug, name="Ines Marin", deals=[])
    page.goto(re.findall(r"https?://\S+", stack.mail_to(invited["email"], "ready")["text"])[0])
    page.get_by_label("New password").wait_for()
    gallery.take("invitation")

    assert gallery.troubles == []


def test_the_pages_of_accounts(stack: Stack, visit: Visit, borrower: Borrower) -> None:
    page = visit("/accounts", borrower)
    gallery = Gallery(page, f"{borrower.slug}-accounts")
    path = f"{stack.origin(borrower.slug)}/accounts/{borrower.account['id']}"

    heading(page, "Your accounts")
    settled(page)
    gallery.take("accounts")
    page.get_by_role("button", name="Maya Okafor").click()
    gallery.take("menu")
    for name, address in (
        ("summary", path),
        ("transactions", f"{path}/transactions"),
        ("breakdown", f"{path}/breakdown"),
        ("past-due", f"{stack.origin(borrower.slug)}/accounts/{borrower.accounts[1]['id']}"),
        ("profile", f"{stack.origin(borrower.slug)}/profile"),
        ("not-found", f"{stack.origin(borrower.slug)}/nothing-here"),
    ):
        page.goto(address)
        page.get_by_role("heading", level=1).wait_for()
        settled(page)
        gallery.take(name)
    empty = visit("/accounts", stack.borrower_without_accounts(borrower.slug))
    heading(empty, "Your accounts")
    gallery.page = empty
    gallery.take("accounts-none")

    assert gallery.troubles == []


def test_the_pages_of_paying(stack: Stack, visit: Visit, borrower: Borrower) -> None:
    page = visit("/payments", borrower)
    gallery = Gallery(page, f"{borrower.slug}-paying")
    origin = stack.origin(borrower.slug)

    page.get_by_role("heading", name="No payments yet").wait_for()
    gallery.take("payments-none")
    look_at_the_bank_form(page, gallery, origin)
    look_at_a_payment(page, gallery, f"{origin}/accounts/{borrower.accounts[1]['id']}/pay")
    page.goto(origin + "/payments")
    page.get_by_role("region", name="Payment history").wait_for()
    gallery.take("payments")
    page.goto(origin + "/accounts")
    page.get_by_role("article").first.wait_for()
    gallery.take("accounts-pending")

    assert gallery.troubles == []


def look_at_the_bank_form(page: Page, gallery: Gallery, origin: str) -> None:
    page.goto(origin + "/payment-methods")
    page.get_by_role("heading", name="No bank account yet").wait_for()
    gallery.take("methods-none")
    page.goto(origin + "/payment-methods/new")
    bank_form(page).get_by_label("Routing number").wait_for()
    gallery.take("method-new")
    save_bank_form(page)
    bank_form(page).get_by_text("Enter the routing number.").wait_for()
    gallery.take("method-new-wrong")
    fill_bank_form(page)
    save_bank_form(page)
    page.get_by_text("Checking ••6789 was added.").wait_for()
    gallery.take("methods")
    page.get_by_role("button", name="Delete Checking ••6789").click()
    page.get_by_role("dialog").wait_for()
    gallery.take("method-delete")


def look_at_a_payment(page: Page, gallery: Gallery, address: str) -> None:
    page.goto(address)
    heading(page, "How much would you like to pay?")
    settled(page)
    gallery.take("pay-amount")
    page.get_by_label("Another amount").check()
    page.get_by_label("Amount", exact=True).fill("9999999")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("That is more than").wait_for()
    gallery.take("pay-amount-wrong")
    page.get_by_label("Amount", exact=True).fill("125.50")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Review payment").wait_for()
    gallery.take("pay-method")
    page.get_by_role("button", name="Review payment").click()
    heading(page, "Check and confirm")
    gallery.take("review")
    accept_terms(page)
    page.get_by_role("button", name="Pay $125.50").click()
    page.get_by_text("Your payment is submitted and pending").wait_for()
    settled(page)
    gallery.take("receipt")
    page.get_by_role("button", name="Cancel payment").click()
    gallery.take("cancel")
    page.get_by_role("button", name="Keep it").click()

    page.goto(address)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Review payment").click()
    page.get_by_text("A payment for this account is already on its way").wait_for()
    gallery.take("review-overlap")


LENDER_CONSOLE = (
    ("home", ""),
    ("borrowers", "borrowers/"),
    ("invite", "borrowers/invite/"),
    ("accounts", "accounts/"),
    ("payments", "payments/"),
    ("files", "files/"),
    ("bank", "bank/"),
    ("sections", "sections/"),
    ("ask", "sections/payments/ask"),
    ("turn", "sections/amortization/turn"),
    ("tickets", "tickets/"),
    ("brand", "brand/"),
    ("staff", "staff/"),
    ("history", "audit/"),
)


def test_the_pages_of_a_lenders_console(stack: Stack, visit: Visit, borrower: Borrower) -> None:
    admin = stack.ask("make_staff", slug=borrower.slug, name="Sam Ortiz", role="admin")
    payment = stack.payment(borrower, stack.bank_account(borrower), 91_00)
    page = visit("/console/", None, slug=borrower.slug)
    gallery = Gallery(page, f"{borrower.slug}-console")
    console = stack.origin(borrower.slug) + "/console/"

    page.get_by_label("Email").wait_for()
    gallery.take("sign-in")
    sign_in(page, admin["email"], "wrong")
    page.get_by_text("do not belong together").first.wait_for()
    gallery.take("sign-in-wrong")
    sign_in(page, admin["email"])
    page.get_by_role("button", name="Log out").wait_for()
    more = (
        ("borrower", f"borrowers/{borrower.id}/"),
        ("account", f"accounts/{borrower.account['id']}/"),
        ("payment", f"payments/{payment['id']}/"),
    )
    for name, path in LENDER_CONSOLE + more if borrower.slug == "alder" else LENDER_CONSOLE[::4] + more:
        answer = page.goto(console + path)
        assert answer is not None
        assert (answer.status, path) == (200, path)
        gallery.take(name)

    assert gallery.troubles == []


def test_the_pages_of_the_support_console(stack: Stack, visit: Visit) -> None:
    agent = stack.ask("make_support_agent", name="Rita Moss")
    ticket = stack.ask("open_a_ticket", slug="birch", message="Our bank changes on Monday.")
    page = visit("/sign-in", None, slug="console")
    gallery = Gallery(page, "support-console")
    console = stack.origin("console")

    page.get_by_label("Email").wait_for()
    gallery.take("sign-in")
    sign_in(page, agent["email"])
    heading(page, "Tickets")
    gallery.take("tickets")
    page.goto(f"{console}/tickets/{ticket['number']}/")
    gallery.take("ticket")
    page.get_by_role("button", name=re.compile("Deactivate payments for")).click()
    gallery.take("ticket-incomplete")
    page.get_by_text("Decline this ticket").click()
    page.get_by_label("Reason").fill("The lender changed its mind.")
    page.get_by_role("button", name=f"Decline ticket {ticket['number']}").click()
    gallery.take("ticket-declined")
    for name, path in (("lenders", "/lenders/"), ("history", "/history/"), ("not-found", "/nothing-here")):
        page.goto(console + path)
        gallery.take(name)
    page.goto(console + "/lenders/")
    page.get_by_role("link", name="Birch Equipment Finance").first.click()
    gallery.take("lender")

    assert gallery.troubles == []
