"""Looking at accounts: the list, one account's figures, its transactions, its schedule."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.stack import Stack
from tests.journeys.walking import heading


@pytest.mark.parametrize("size", ["1440", "390"])
def test_a_borrower_reads_an_account_from_the_list_down_to_each_payment(stack: Stack, visit: Visit, size: str) -> None:
    borrower = stack.borrower("alder", "current", "past_due")
    page = visit("/accounts", borrower, size)

    card = page.get_by_role("article").filter(has_text="2022 Honda Civic")
    for words in ("Current", "Amount due", "Due date", "$360.91", "Remaining payments", "46"):
        expect(card).to_contain_text(words)
    card.get_by_role("link", name="2022 Honda Civic", exact=True).click()
    heading(page, "2022 Honda Civic")
    expect(page.get_by_role("table", name="Paid so far")).to_contain_text("Principal paid")

    page.get_by_text("Show these figures as a table").click()
    years = page.get_by_role("table", name="The balance year by year").get_by_role("row")
    expect(years.last).to_contain_text("$0.00")
    page.get_by_role("link", name="See breakdown").click()
    heading(page, "Payment by payment")
    expect(page.get_by_role("table", name="Payment by payment").get_by_role("row")).to_have_count(61)

    page.go_back()
    page.get_by_role("link", name="Transactions").click()
    lines = page.get_by_role("table", name="Transactions").get_by_role("row")
    expect(lines.nth(1)).to_contain_text("Payment by check")


def test_the_charts_say_the_same_as_their_tables(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit(f"/accounts/{borrower.account['id']}", borrower)

    table = page.get_by_role("table", name="Paid so far")
    expect(table).to_be_visible()
    said = page.locator(".donut").get_by_role("img").get_attribute("aria-label") or ""

    for part in said.split(", "):
        words, _, figure = part.rpartition(" ")
        expect(table.get_by_role("row").filter(has_text=words)).to_contain_text(figure)


def test_moving_along_the_schedule_tells_each_payments_balance(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit(f"/accounts/{borrower.account['id']}", borrower)

    scrubber = page.get_by_role("slider", name="Move along the schedule")
    scrubber.press("End")

    expect(page.locator(".readout")).to_contain_text("Payment 60")
    expect(page.locator(".readout")).to_contain_text("$0.00")


def test_what_is_past_due_is_said_in_words(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower("alder", "past_due"))

    card = page.get_by_role("article").filter(has_text="2019 Ford Transit")

    expect(card).to_contain_text(re.compile(r"Past due since\s[A-Z][a-z]{2}\s\d{1,2},\s\d{4}\s*\$1,221\.62"))
    expect(card).to_contain_text("covers the next payment too.")
