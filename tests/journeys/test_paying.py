"""Paying from a bank account: adding it, choosing an amount, reviewing, confirming, and not paying twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.stack import Borrower, Stack
from tests.journeys.walking import (
    CARD,
    NUMBER,
    accept_terms,
    bank_form,
    fill_bank_form,
    heading,
    save_bank_form,
    walk_to_review,
)

SUBMITTED = "Your payment is submitted and pending"


@pytest.fixture
def payer(stack: Stack) -> Borrower:
    """A borrower with a loan and a bank account on file."""
    borrower = stack.borrower()
    stack.bank_account(borrower)
    return borrower


def pay_page(visit: Visit, borrower: Borrower, size: str = "1440") -> Page:
    """The first step of paying the borrower's first account."""
    return visit(f"/accounts/{borrower.account['id']}/pay", borrower, size)


def payments_listed(visit: Visit, borrower: Borrower) -> int:
    """How many payments the borrower's history shows."""
    page = visit("/payments", borrower)
    history = page.get_by_role("region", name="Payment history")
    expect(history.or_(page.get_by_text("No payments yet"))).to_be_visible()
    return history.get_by_role("listitem").count()


@pytest.mark.parametrize("size", ["1440", "390"])
def test_a_first_payment_from_the_list_of_accounts_to_the_receipt(stack: Stack, visit: Visit, size: str) -> None:
    borrower = stack.borrower()
    page = visit("/accounts", borrower, size)
    page.get_by_role("link", name="Pay 2022 Honda Civic").click()
    heading(page, "How much would you like to pay?")
    page.get_by_label("Another amount").check()
    page.get_by_label("Amount", exact=True).fill("125.50")
    page.get_by_role("button", name="Continue").click()

    heading(page, "Add a bank account to pay from")
    fill_bank_form(page)
    save_bank_form(page)
    heading(page, "Where should it come from?")
    page.get_by_role("button", name="Review payment").click()
    heading(page, "Check and confirm")
    expect(page.get_by_role("region", name="What will happen")).to_contain_text("$125.50")
    page.get_by_role("button", name="Pay $125.50").click()
    expect(page.get_by_text("Tick the box to accept the terms.")).to_be_visible()
    accept_terms(page)
    page.get_by_role("button", name="Pay $125.50").click()

    expect(page.get_by_text(SUBMITTED)).to_be_visible()
    receipt = page.get_by_role("region", name="Payment", exact=True)
    for words in ("Pending", "$125.50", "Checking ••6789", "2022 Honda Civic", "You can cancel until"):
        expect(receipt).to_contain_text(words)
    mail = stack.mail_to(borrower.email, "ayment")
    assert "$125.50" in mail["text"]
    assert NUMBER not in mail["text"]


def test_the_bank_form_says_what_is_wrong_and_keeps_what_was_typed(stack: Stack, visit: Visit) -> None:
    page = visit("/payment-methods/new", stack.borrower())
    form = bank_form(page)

    fill_bank_form(page, routing="021000022")
    expect(form.get_by_text("This is not a valid routing number. Check each digit.")).to_be_visible()
    form.get_by_label("Routing number").fill("021000021")
    expect(form.get_by_text("This is a valid routing number.")).to_be_visible()
    form.get_by_label("Account number", exact=True).fill(CARD)
    form.get_by_label("Account number again").fill(CARD)
    save_bank_form(page)
    expect(form.get_by_text("This looks like a card number.")).to_be_visible()
    form.get_by_label("Account number", exact=True).fill(NUMBER)
    form.get_by_label("Account number again").fill("000123456780")
    save_bank_form(page)
    expect(form.get_by_text("The two account numbers differ.")).to_be_visible()
    form.get_by_label("Account number again").fill(NUMBER)
    save_bank_form(page)

    expect(page.get_by_text("Checking ••6789 was added.")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Enter an amount above zero."),
        ("-5", "Enter an amount"),
        ("12,50x", "Enter an amount in dollars and cents"),
        ("999999", "That is more than what is left to pay off"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_beside_its_field(
    stack: Stack, visit: Visit, payer: Borrower, typed: str, said: str
) -> None:
    page = pay_page(visit, payer)
    page.get_by_label("Another amount").check()
    page.get_by_label("Amount", exact=True).fill(typed)

    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_label("Amount", exact=True)).to_have_value(typed)
    expect(page.get_by_label("Amount", exact=True)).to_be_focused()


def test_the_amount_due_is_offered_first(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)

    expect(page.get_by_label("Amount due")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Review payment").click()

    expect(page.get_by_role("button", name="Pay $360.91")).to_be_visible()


def test_back_goes_one_step_back_and_keeps_the_amount(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    walk_to_review(page, "40.00")

    page.go_back()
    heading(page, "Where should it come from?")
    page.go_back()

    expect(page.get_by_label("Amount", exact=True)).to_have_value("40.00")


def test_each_step_survives_a_reload_with_what_was_chosen(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    walk_to_review(page, "40.50")

    page.reload()
    expect(page.get_by_role("button", name="Pay $40.50")).to_be_visible()
    page.go_back()
    heading(page, "Where should it come from?")
    page.reload()
    expect(page.get_by_text("$40.50 to 2022 Honda Civic")).to_be_visible()
    expect(page.get_by_label("Checking ••6789")).to_be_checked()
    page.go_back()
    heading(page, "How much would you like to pay?")
    page.reload()

    expect(page.get_by_label("Amount", exact=True)).to_have_value("40.50")


def test_a_changed_amount_is_what_forward_shows(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    walk_to_review(page, "40.60")
    page.go_back()
    page.go_back()
    page.get_by_label("Amount", exact=True).fill("40.70")

    page.go_forward()
    expect(page.get_by_text("$40.70 to 2022 Honda Civic")).to_be_visible()
    page.go_forward()

    expect(page.get_by_role("button", name="Pay $40.70")).to_be_visible()


@pytest.mark.parametrize("is_reloaded", [False, True])
def test_after_a_payment_back_goes_to_the_account(visit: Visit, payer: Borrower, is_reloaded: bool) -> None:
    page = visit("/accounts", payer)
    page.get_by_role("link", name="Pay 2022 Honda Civic").click()
    heading(page, "How much would you like to pay?")
    walk_to_review(page, "40.80")
    if is_reloaded:
        page.reload()
    accept_terms(page)
    page.get_by_role("button", name="Pay $40.80").click()
    expect(page.get_by_text(SUBMITTED)).to_be_visible()

    page.go_back()
    expect(page).to_have_url(re.compile(rf"/accounts/{payer.account['id']}$"))
    heading(page, "2022 Honda Civic")
    page.go_back()

    expect(page).to_have_url(re.compile(r"/accounts$"))
    assert payments_listed(visit, payer) == 1


def test_the_whole_payoff_on_the_day_of_the_debit_is_taken_from_its_own_words(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    hint = page.get_by_text("which pays the account off on").inner_text()
    limit = re.search(r"\$[\d,.]+\d", hint)
    assert limit

    walk_to_review(page, limit[0])

    expect(page.get_by_role("button", name=f"Pay {limit[0]}")).to_be_visible()


def test_a_double_click_makes_one_payment(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    walk_to_review(page, "41.00")
    accept_terms(page)

    page.get_by_role("button", name="Pay $41.00").dblclick()

    expect(page.get_by_text(SUBMITTED)).to_be_visible()
    assert payments_listed(visit, payer) == 1


def test_two_tabs_with_the_same_review_make_one_payment(visit: Visit, payer: Borrower) -> None:
    """The second tab sends the first one's review again, with a key of its own, as a copied tab would."""
    page = pay_page(visit, payer)
    walk_to_review(page, "42.00")
    accept_terms(page)
    with page.expect_request(re.compile(r"/api/v1/payments$")) as sent:
        page.get_by_role("button", name="Pay $42.00").click()
    expect(page.get_by_text(SUBMITTED)).to_be_visible()

    answer = page.evaluate(
        """async (body) => {
          const key = crypto.randomUUID();
          const headers = {'X-Portico': '1', 'Content-Type': 'application/json', 'Idempotency-Key': key};
          const answer = await fetch('/api/v1/payments', {method: 'POST', headers, body});
          const {code, details} = await answer.json();
          return [answer.status, code, details.payment_id];
        }""",
        sent.value.post_data,
    )

    assert answer == [409, "review_spent", page.url.rpartition("/")[2]]
    assert payments_listed(visit, payer) == 1


def test_two_tabs_with_a_review_each_are_told_of_each_other(visit: Visit, payer: Borrower) -> None:
    first = pay_page(visit, payer)
    second = first.context.new_page()
    second.goto(first.url)
    for page in (first, second):
        walk_to_review(page, "43.00")
        accept_terms(page)
    first.get_by_role("button", name="Pay $43.00").click()
    expect(first.get_by_text(SUBMITTED)).to_be_visible()

    second.get_by_role("button", name="Pay $43.00").click()

    expect(second.get_by_text("A payment for this account is already on its way")).to_be_visible()
    assert payments_listed(visit, payer) == 1
    second.get_by_label("I know, and I want to make this payment as well.").check()
    second.get_by_role("button", name="Pay $43.00").click()
    expect(second.get_by_text(SUBMITTED)).to_be_visible()
    assert payments_listed(visit, payer) == 2


def test_an_answer_that_was_lost_is_asked_for_again_and_makes_one_payment(visit: Visit, payer: Borrower) -> None:
    page = pay_page(visit, payer)
    walk_to_review(page, "44.00")
    accept_terms(page)
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (...sent) => {
            const answer = await real(...sent);
            if (!answer.url.endsWith('/api/v1/payments')) return answer;
            window.fetch = real;
            window.lost = answer.status;
            throw new TypeError('The connection broke before the answer came.');
          };
        }"""
    )

    page.get_by_role("button", name="Pay $44.00").click()
    expect(page.get_by_text("we do not know whether your payment went through")).to_be_visible()
    expect(page.get_by_role("link", name="Go to Payments")).to_be_visible()
    expect(page.get_by_text("The payment was not confirmed")).to_be_hidden()
    page.get_by_role("button", name="Try again").click()

    expect(page).to_have_url(re.compile(r"/payments/[0-9a-f-]{36}$"))
    assert page.evaluate("window.lost") == 201
    assert payments_listed(visit, payer) == 1


@pytest.mark.parametrize("size", ["1440", "390"])
def test_a_pending_payment_is_cancelled_on_its_page(stack: Stack, visit: Visit, payer: Borrower, size: str) -> None:
    method = stack.bank_account(payer)
    made = stack.payment(payer, method, 45_00)
    page = visit(f"/payments/{made['id']}", payer, size)

    page.get_by_role("button", name="Cancel payment").click()
    page.get_by_role("button", name="Yes, cancel it").click()

    receipt = page.get_by_role("region", name="Payment", exact=True)
    expect(receipt.get_by_text("Canceled", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Cancel payment")).to_be_hidden()
    assert payments_listed(visit, payer) == 1


@pytest.mark.parametrize("size", ["1440", "390"])
def test_the_history_is_narrowed_by_account_method_status_and_days(stack: Stack, visit: Visit, size: str) -> None:
    borrower = stack.borrower("alder", "current", "past_due")
    one, other = stack.bank_account(borrower), stack.bank_account(borrower, "000555444333")
    stack.payment(borrower, one, 51_00)
    stack.payment(borrower, other, 52_00)
    stack.payment(borrower, one, 53_00, account=1)
    page = visit("/payments", borrower, size)
    rows = page.get_by_role("region", name="Payment history").get_by_role("listitem")
    expect(rows).to_have_count(3)
    if size == "390":
        page.get_by_text("Filter payments").click()

    page.get_by_label("Account").select_option(label=one_label(page, "Account", "Ford Transit"))
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("$53.00")
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Payment method").select_option(label=other["label"])
    expect(rows).to_contain_text(["$52.00"])
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("From").fill("2031-01-01")
    expect(page.get_by_text("No payment matches")).to_be_visible()
    page.get_by_role("button", name="Clear filters").first.click()

    expect(rows).to_have_count(3)


def one_label(page: Page, label: str, words: str) -> str:
    """The whole text of the option that contains these words."""
    options = page.get_by_label(label).get_by_role("option").filter(has_text=words)
    return (options.first.text_content() or "").strip()


def test_a_bank_account_is_deleted_unless_a_payment_needs_it(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    used, idle = stack.bank_account(borrower), stack.bank_account(borrower, "000555444333")
    stack.payment(borrower, used, 61_00)
    page = visit("/payment-methods", borrower)

    page.get_by_role("button", name=f"Delete {idle['label']}").click()
    page.get_by_role("button", name="Delete bank account").click()
    expect(page.get_by_text(f"{idle['label']} was deleted.")).to_be_visible()
    page.get_by_role("button", name=f"Delete {used['label']}").click()
    page.get_by_role("button", name="Delete bank account").click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("P-")
    dialog.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("listitem").filter(has_text=used["label"])).to_be_visible()


def test_who_has_no_payments_is_told_what_will_appear(stack: Stack, visit: Visit) -> None:
    page = visit("/payments", stack.borrower())

    expect(page.get_by_role("heading", name="No payments yet")).to_be_visible()
