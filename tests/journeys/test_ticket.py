"""The ticket: a lender asks, support carries it out, and an open page shows it at its next click."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SIZES, Visit
from tests.journeys.gallery import Gallery
from tests.journeys.stack import Stack
from tests.journeys.walking import accept_terms, heading, sign_in, walk_to_review

LENDERS_WORDS = "You cannot pay here at the moment, and that is on us"
WITHIN_A_SECOND = 1_000


@dataclass
class Desk:
    """An administrator of cedar and a support agent, each signed in at their console."""

    admin: Page
    support: Page

    def ask(self, wanted: str) -> None:
        """The administrator opens a ticket."""
        self.admin.goto(re.sub(r"/console/.*", "/console/sections/", self.admin.url))
        self.admin.get_by_role("link", name=f"Ask support to {wanted} payments").click()
        self.admin.get_by_label("Why").fill(f"Please {wanted} payments: we change banks.")
        self.admin.get_by_role("button", name="Open the ticket").click()
        expect(self.admin.get_by_role("status")).to_contain_text("is open. Support has been told.")

    def carry_out(self, wanted: str, choice: str = "") -> None:
        """The support agent does what the newest ticket asks."""
        self.support.goto(re.sub(r"(//[^/]+)/.*", r"\1/tickets/", self.support.url))
        waiting = self.support.get_by_role("region", name="Waiting for us")
        waiting.get_by_role("row").filter(has_text="Cedar").get_by_role("link").first.click()
        if choice:
            impact = self.support.get_by_role("region", name="What it touches now")
            expect(impact).to_contain_text("ayment")
            self.support.get_by_label(choice).check()
        self.support.get_by_label("Note").fill(f"Agreed by phone: {wanted}.")
        self.support.get_by_role("button", name=f"{wanted.title()} payments for Cedar").click()
        expect(self.support.get_by_role("status")).to_contain_text("done. The lender has been told.")


@pytest.fixture(scope="module")
def people(stack: Stack) -> dict[str, str]:
    """E-mails of cedar's administrator and of a support agent."""
    admin = stack.ask("make_staff", slug="cedar", name="Sam Ortiz", role="admin")
    agent = stack.ask("make_support_agent", name="Rita Moss")
    return {"admin": admin["email"], "agent": agent["email"]}


@pytest.fixture
def desk(visit: Visit, people: dict[str, str]) -> Desk:
    """Both of them at work."""
    admin, support = visit("/console/", None, slug="cedar"), visit("/", None, slug="console")
    sign_in(admin, people["admin"])
    expect(admin.get_by_role("link", name="Sections").first).to_be_attached()
    sign_in(support, people["agent"])
    heading(support, "Tickets")
    return Desk(admin, support)


def payments_are(page: Page, wanted: str) -> None:
    """Wait until the server offers payments to this host's borrowers, or does not: a second at most."""
    page.wait_for_function(
        """async (wanted) => {
          const answer = await fetch('/api/v1/bootstrap', {headers: {'X-Portico': '1'}});
          return (await answer.json()).payments_state === wanted;
        }""",
        arg=wanted,
        timeout=WITHIN_A_SECOND,
        polling=50,
    )


def answer_of(page: Page, path: str) -> tuple[int, object, list[list[str]]]:
    """Status, body and headers of a GET, without what differs between any two requests."""
    return tuple(
        page.evaluate(
            """async (path) => {
              const answer = await fetch(path, {headers: {'X-Portico': '1'}});
              const {request_id, ...body} = await answer.json();
              const headers = [...answer.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name));
              return [answer.status, body, headers];
            }""",
            path,
        )
    )


@pytest.mark.parametrize("size", ["1440", "390"])
def test_payments_go_at_the_next_click_and_come_back(stack: Stack, visit: Visit, desk: Desk, size: str) -> None:
    borrower, neighbour = stack.borrower("cedar"), stack.borrower("alder")
    method = stack.bank_account(borrower)
    under_way = stack.payment(borrower, method, 71_00)
    page, other = visit("/accounts", borrower, size), visit("/accounts", neighbour, size)
    expect(page.get_by_role("link", name="Pay 2022 Honda Civic")).to_be_visible()
    gallery = Gallery(page, f"cedar-ticket-{size}")

    desk.ask("deactivate")
    desk.carry_out("deactivate", "Let them finish")
    payments_are(desk.admin, "off")
    page.get_by_role("link", name="2022 Honda Civic", exact=True).click()

    heading(page, "2022 Honda Civic")
    expect(page.get_by_text(LENDERS_WORDS)).to_be_visible()
    for name in ("Payments", "Payment methods", "Make a payment"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    gallery.take("off")
    page.set_viewport_size(SIZES[size])
    unknown = answer_of(page, "/api/v1/there-is-no-such-path")
    assert unknown[0] == 404
    for path in ("/payments", "/payment-methods", f"/payments/{under_way['id']}"):
        assert answer_of(page, f"/api/v1{path}") == unknown
    for path in ("/payments", "/payment-methods", f"/accounts/{borrower.account['id']}/pay"):
        gone = page.goto(stack.origin("cedar") + path)
        assert gone is not None
        assert gone.status == 404
        heading(page, "There is no such page")
        words_of_the_page = page.get_by_role("main").inner_text()
        page.goto(stack.origin("cedar") + "/there-is-no-such-path")
        expect(page.get_by_role("main")).to_contain_text(LENDERS_WORDS)
        assert page.get_by_role("main").inner_text() == words_of_the_page
    gallery.take("off-not-found")

    other.get_by_role("link", name="Payment methods").click()
    heading(other, "Payment methods")
    other.goto(stack.origin("alder") + "/there-is-no-such-path")
    heading(other, "There is no such page")
    expect(other.get_by_text("How to pay")).to_have_count(0)

    page.goto(stack.origin("cedar") + "/accounts")
    expect(page.get_by_role("region", name="How to pay")).to_be_visible()
    gallery.take("off-accounts")
    page.set_viewport_size(SIZES[size])
    page.get_by_role("article").get_by_role("link", name="How to pay").click()
    how_to_pay = page.get_by_role("region", name="How to pay")
    expect(how_to_pay).to_be_focused()
    expect(how_to_pay).to_be_in_viewport(ratio=1)
    expect(how_to_pay).to_contain_text(LENDERS_WORDS)
    desk.ask("activate")
    desk.carry_out("activate")
    payments_are(desk.admin, "on")
    page.get_by_role("link", name="2022 Honda Civic", exact=True).click()
    expect(page.get_by_role("link", name="Make a payment")).to_be_visible()
    page.get_by_role("link", name="Payments", exact=True).click()
    row = page.get_by_role("region", name="Payment history").get_by_role("listitem")
    expect(row).to_contain_text("$71.00")
    expect(row).to_contain_text("Pending")
    expect(page.get_by_text(LENDERS_WORDS)).to_have_count(0)
    assert gallery.troubles == []


@pytest.mark.parametrize("size", ["1440", "390"])
def test_an_open_pay_page_tells_at_its_next_click_how_to_pay_instead(
    stack: Stack, visit: Visit, desk: Desk, size: str
) -> None:
    borrower = stack.borrower("cedar")
    page = visit(f"/accounts/{borrower.account['id']}/pay", borrower, size)
    heading(page, "How much would you like to pay?")
    desk.ask("deactivate")
    desk.carry_out("deactivate", "Let them finish")
    payments_are(desk.admin, "off")

    page.get_by_role("button", name="Continue").click()

    heading(page, "There is no such page")
    expect(page.get_by_role("region", name="How to pay")).to_contain_text(LENDERS_WORDS)
    expect(page.get_by_role("region", name="How to pay")).to_be_in_viewport(ratio=1)
    expect(page).to_have_title(re.compile("^There is no such page"))
    expect(page.locator(".app ~ [aria-live]")).to_have_text(re.compile("^There is no such page"))
    expect(page.get_by_role("main")).to_be_focused()
    desk.ask("activate")
    desk.carry_out("activate")
    payments_are(desk.admin, "on")


def test_a_review_that_is_open_cannot_be_confirmed_once_payments_are_off(
    stack: Stack, visit: Visit, desk: Desk
) -> None:
    borrower = stack.borrower("cedar")
    stack.bank_account(borrower)
    page = visit(f"/accounts/{borrower.account['id']}/pay", borrower)
    walk_to_review(page, "72.00")
    accept_terms(page)
    desk.ask("deactivate")
    desk.carry_out("deactivate", "Let them finish")

    page.get_by_role("button", name="Pay $72.00").click()

    heading(page, "There is no such page")
    expect(page.get_by_text(LENDERS_WORDS)).to_be_visible()
    desk.ask("activate")
    desk.carry_out("activate")
    payments_are(desk.admin, "on")
    page.goto(stack.origin("cedar") + "/payments")
    expect(page.get_by_role("heading", name="No payments yet")).to_be_visible()


def test_both_consoles_and_both_sides_mail_show_who_what_when_and_why(
    stack: Stack, desk: Desk, people: dict[str, str]
) -> None:
    desk.ask("deactivate")
    number = re.findall(r"/tickets/(\d+)/", desk.admin.url)[0]
    desk.carry_out("deactivate", "Let them finish")
    said = ("Sam Ortiz", "we change banks", "Rita Moss", "Agreed by phone")

    desk.admin.reload()
    for words in said:
        expect(desk.admin.get_by_role("main")).to_contain_text(words)
        expect(desk.support.get_by_role("main")).to_contain_text(words)
    desk.admin.goto(stack.origin("cedar") + "/console/sections/")
    changes = desk.admin.get_by_role("region", name="What was switched")
    for words in ("Rita Moss", "Agreed by phone", number):
        expect(changes.get_by_role("row").nth(1)).to_contain_text(words)
    assert stack.mail_to(people["agent"], number)["lender"] == ""
    assert "Agreed by phone" in stack.mail_to(people["admin"], number)["text"]

    desk.ask("activate")
    desk.carry_out("activate")
