"""A new lender: support fills in one form, the portal is there, and its administrator comes in by the mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.gallery import Gallery
from tests.journeys.stack import Stack
from tests.journeys.walking import heading, sign_in

LIVE_WITHIN = 1_000
# Of the form and of the page that it leads to, until that has arrived.
MILLISECONDS_FROM_THE_CLICK = "performance.getEntriesByType('navigation')[0].responseEnd"
SENT_AT_ONCE = """async () => {
  const form = document.querySelector('form.form--wide');
  const send = () => fetch(form.action, {method: 'POST', body: new FormData(form)});
  const answers = await Promise.all([send(), send(), send()]);
  return answers.map((answer) => [answer.status, answer.url]);
}"""


@pytest.fixture
def support(stack: Stack, visit: Visit) -> Page:
    """A support agent at the list of lenders, with places ready."""
    stack.ask("fill_the_pool", places=3)
    page = visit("/lenders/", None, slug="console")
    sign_in(page, stack.ask("make_support_agent", name="Rita Moss")["email"])
    heading(page, "Lenders")
    return page


def fill_in(page: Page, name: str, email: str) -> None:
    """Open the form and type what it asks for; the short name follows the name."""
    page.get_by_role("link", name="New lender").click()
    heading(page, "New lender")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Time zone").select_option(label="Central Time")
    page.get_by_label("Administrator's name").fill("Pat Lee")
    page.get_by_label("Administrator's email").fill(email)


def test_a_lender_is_live_and_its_administrator_comes_in(stack: Stack, visit: Visit, support: Page) -> None:
    fill_in(support, "Maple & Pine Credit", "pat@maple.example")
    expect(support.get_by_label("Short name")).to_have_value("maple-and-pine-credit")
    support.get_by_label("Short name").fill("maple")

    support.get_by_role("button", name="Make the lender live").click()
    heading(support, "Maple & Pine Credit")
    portal = visit("/sign-in", None, slug="maple")

    expect(support.get_by_role("status")).to_contain_text("Maple & Pine Credit is live.")
    expect(support.get_by_role("link", name="the portal, in a new tab")).to_have_attribute(
        "href", stack.origin("maple") + "/"
    )
    heading(portal, "Sign in to Maple & Pine Credit")
    link = re.findall(r"http\S+/console/invitation#\S+", stack.mail_to("pat@maple.example", "ready")["text"])[0]
    portal.goto(link)
    portal.get_by_label("Password").fill("lantern orchard twelve")
    portal.get_by_role("button", name="Save and sign in").click()
    heading(portal, "Good to see you, Pat Lee")
    support.reload()
    expect(support.get_by_role("region", name="First administrator")).to_have_count(0)
    step = support.get_by_role("region", name="What is next").get_by_role("listitem").first
    expect(step).to_contain_text("Done")


def test_a_lender_is_live_within_a_second_of_the_click(stack: Stack, support: Page) -> None:
    took = []
    for number in range(3):
        support.goto(stack.origin("console") + "/lenders/")
        fill_in(support, f"Hazel {number}", f"pat@hazel{number}.example")
        support.get_by_role("button", name="Make the lender live").click()
        heading(support, f"Hazel {number}")
        took.append(support.evaluate(MILLISECONDS_FROM_THE_CLICK))

    # The quickest: whatever else a busy machine does can only add to it.
    assert min(took) < LIVE_WITHIN


def test_three_clicks_at_once_make_one_lender_and_one_mail(stack: Stack, support: Page) -> None:
    fill_in(support, "Willow Loans", "kim@willow.example")

    answers = support.evaluate(SENT_AT_ONCE)

    assert [status for status, _ in answers] == [200, 200, 200]
    assert len({address for _, address in answers}) == 1
    stack.mail_to("kim@willow.example", "ready")
    support.goto(stack.origin("console") + "/lenders/?words=willow")
    expect(support.get_by_role("link", name="Willow Loans")).to_have_count(1)
    assert len(stack.mails_to("kim@willow.example")) == 1


def test_the_form_and_what_is_next_read_well_on_every_screen(support: Page) -> None:
    gallery = Gallery(support, "support-lender")
    gallery.take("list")
    fill_in(support, "Poplar Finance", "pat@poplar.example")
    support.get_by_label("Short name").fill("alder")
    support.get_by_role("button", name="Make the lender live").click()

    expect(support.get_by_role("alert")).to_contain_text("There is a lender called “alder” already.")
    gallery.take("taken")
    support.get_by_label("Short name").fill("poplar")
    support.get_by_role("button", name="Make the lender live").click()
    heading(support, "Poplar Finance")
    gallery.take("made")
    assert gallery.troubles == []
