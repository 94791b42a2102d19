"""Payments over HTTP, as the web app speaks to them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from portal_api.payments.models import Payment, Review
from portal_api.payments.operations import claim_payment, return_payment
from tenants.context import in_tenant
from tests.accounts.test_wire import WHOLE
from tests.cast import NOW
from tests.eft.making import EFFECTIVE
from tests.identity.browser import Browser
from tests.payments.stage import RAIL, Till, paid
from tests.switching import turn
from tests.wallet.stage import refusal, signed_in, told


@pytest.fixture
def ada(till: Till) -> Browser:
    """Ada's browser at alder."""
    return signed_in(till.cast.ada, till.cast.lenders.alder)


def review(browser: Browser, till: Till, **changes: Any) -> Any:
    asked = {"account_id": str(till.cast.ada_loan.id), "choice": "next_due", "method_id": str(till.adas.id)}
    return browser.post("payments/reviews", {**asked, **changes})


def confirm(browser: Browser, shown: Mapping[str, Any], key: str = "", **changes: Any) -> Any:
    asked = {"review_id": shown["id"], "accept_terms": True, "terms_hash": shown["terms"]["hash"], "pay_again": []}
    return browser.client.post(
        "/api/v1/payments",
        json.dumps({**asked, **changes}),
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=key or uuid.uuid4().hex,
        HTTP_USER_AGENT="Test 1.0",
    )


def test_a_review_shows_what_would_happen(till: Till, ada: Browser) -> None:
    response = review(ada, till)
    body = told(response)

    assert response.status_code == 201
    assert {name: body[name] for name in ("account", "method", "amount", "choice", "overlaps")} == {
        "account": {"id": str(till.cast.ada_loan.id), "number": "A-1001", "title": "2022 Honda Civic"},
        "method": {"id": str(till.adas.id), "label": "Checking ••4321"},
        "amount": {"amount_minor": 350_00, "currency": "USD"},
        "choice": "next_due",
        "overlaps": [],
    }
    assert (body["debit_on"], body["submits_by"], body["cancellable_until"], body["expires_at"]) == (
        "2026-11-12",
        "2026-11-10T21:30:00Z",
        "2026-11-10T21:30:00Z",
        "2026-11-10T15:15:00Z",
    )
    assert (body["terms"]["version"], len(body["terms"]["hash"])) == ("1", 64)
    assert body["notes"] == [
        "This is the first payment from this bank account. It also checks that the account can be used.",
    ]


@pytest.mark.parametrize(
    ("amount", "field", "sentence"),
    [
        ({"amount_minor": 0, "currency": "USD"}, "amount", "Enter an amount above zero."),
        ({"amount_minor": -5, "currency": "USD"}, "amount", "Enter an amount above zero."),
        (
            {"amount_minor": 99_999_99, "currency": "USD"},
            "amount",
            "That is more than what is left to pay off ($12,049.08).",
        ),
        ({"amount_minor": 5, "currency": "XYZ"}, "amount", "Enter an amount in the account's currency."),
        (None, "amount", "Enter an amount."),
        ({"amount_minor": 1.0, "currency": "USD"}, "amount.amount_minor", WHOLE),
    ],
)
def test_a_wrong_amount_gets_a_sentence_and_makes_no_review(
    till: Till, ada: Browser, amount: object, field: str, sentence: str
) -> None:
    extra = {} if amount is None else {"amount": amount}
    response = review(ada, till, choice="custom", **extra)

    assert (response.status_code, told(response)["fields"]) == (422, {field: sentence})
    with in_tenant(till.cast.lenders.alder):
        assert Review.objects.count() == 0


def test_confirming_answers_with_the_pending_payment(till: Till, ada: Browser) -> None:
    shown = told(review(ada, till))
    response = confirm(ada, shown)
    body = told(response)
    with in_tenant(till.cast.lenders.alder):
        row = Payment.objects.select_related("instruction").get()

    assert response.status_code == 201
    assert body == {
        "id": str(row.id),
        "reference": row.reference,
        "account": shown["account"],
        "amount": {"amount_minor": 350_00, "currency": "USD"},
        "method": {"label": "Checking ••4321"},
        "type": "one_time",
        "status": "submitted",
        "status_text": "Pending",
        "created_at": "2026-11-10T15:00:00Z",
        "debit_on": "2026-11-12",
        "cancellable_until": "2026-11-10T21:30:00Z",
        "can_cancel": True,
        "timeline": [{"at": "2026-11-10T15:00:00Z", "step": "submitted", "text": body["timeline"][0]["text"]}],
        "authorization": {
            "text": shown["terms"]["text"],
            "version": "1",
            "at": "2026-11-10T15:00:00Z",
            "address": "198.51.100.7",
        },
        "return_reason": None,
        "receipt_email": "ada@example.com",
    }
    assert row.instruction.browser == "Test 1.0"


def test_the_same_key_gets_the_same_answer_and_another_body_a_conflict(till: Till, ada: Browser) -> None:
    shown = told(review(ada, till))
    first, again = confirm(ada, shown, "the-same-key"), confirm(ada, shown, "the-same-key")
    other = confirm(ada, told(review(ada, till)), "the-same-key")

    assert (first.status_code, again.status_code, told(again)) == (201, 201, told(first))
    assert refusal(other) == (409, "idempotency_key_reused")
    with in_tenant(till.cast.lenders.alder):
        assert Payment.objects.count() == 1


def test_another_key_for_a_spent_review_names_the_payment_it_made(till: Till, ada: Browser) -> None:
    shown = told(review(ada, till))
    made = told(confirm(ada, shown))
    response = confirm(ada, shown)

    assert refusal(response) == (409, "review_spent")
    assert told(response)["details"] == {"payment_id": made["id"]}


def test_an_overlap_shows_the_payment_and_paying_again_names_it(till: Till, ada: Browser) -> None:
    first = told(confirm(ada, told(review(ada, till))))
    shown = told(review(ada, till))
    refused = confirm(ada, shown)
    paid_again = confirm(ada, shown, pay_again=[first["id"]])

    assert [card["id"] for card in shown["overlaps"]] == [first["id"]]
    assert refusal(refused) == (409, "overlap")
    assert told(refused)["details"]["payments"] == shown["overlaps"]
    assert paid_again.status_code == 201


def test_without_a_key_or_a_tick_nothing_is_paid(till: Till, ada: Browser) -> None:
    shown = told(review(ada, till))

    assert refusal(confirm(ada, shown, " ")) == (400, "idempotency_key_missing")
    assert told(confirm(ada, shown, accept_terms=False))["fields"] == {
        "accept_terms": "Tick the box to authorize this payment."
    }
    with in_tenant(till.cast.lenders.alder):
        assert Payment.objects.count() == 0


def test_cancelling_answers_with_the_cancelled_payment(till: Till, ada: Browser) -> None:
    made = told(confirm(ada, told(review(ada, till))))
    response = ada.post(f"payments/{made['id']}/cancel")
    body = told(response)

    assert (response.status_code, body["status"], body["status_text"]) == (200, "cancelled", "Canceled")
    assert (body["can_cancel"], body["cancellable_until"], body["debit_on"]) == (False, None, None)
    assert sorted(step["step"] for step in body["timeline"]) == ["cancelled", "submitted"]


def test_too_late_to_cancel_says_until_when_it_could_be(till: Till, ada: Browser) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=1, effective_on=EFFECTIVE, actor=RAIL, now=NOW)
    response = ada.post(f"payments/{payment.id}/cancel")

    assert refusal(response) == (409, "too_late_to_cancel")
    assert "4:30 PM EST on Tuesday, November 10, 2026" in told(response)["message"]


def test_a_returned_payment_says_why(till: Till, ada: Browser) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=1, effective_on=EFFECTIVE, actor=RAIL, now=NOW)
        return_payment(
            payment, code="R01", reason_text="Not enough money.", bank_meaning="Insufficient funds", actor=RAIL, now=NOW
        )
    body = told(ada.client.get(f"/api/v1/payments/{payment.id}"))

    assert body["return_reason"] == {"code": "R01", "text": "Not enough money."}
    assert (body["status"], body["status_text"]) == ("returned", "Returned by the bank")


def test_an_accounts_own_page_shows_what_is_under_way(till: Till, ada: Browser) -> None:
    made = told(confirm(ada, told(review(ada, till))))
    body = told(ada.client.get(f"/api/v1/accounts/{till.cast.ada_loan.id}"))

    assert [card["reference"] for card in body["pending_payments"]] == [made["reference"]]


def test_other_people_find_nothing_and_change_nothing(till: Till, ada: Browser) -> None:
    shown = told(review(ada, till))
    made = told(confirm(ada, shown))
    others = (
        signed_in(till.cast.bob, till.cast.lenders.alder),
        signed_in(till.cast.cleo, till.cast.lenders.birch),
    )

    for browser in others:
        assert refusal(browser.client.get(f"/api/v1/payments/{made['id']}")) == (404, "not_found")
        assert refusal(browser.post(f"payments/{made['id']}/cancel")) == (404, "not_found")
        assert refusal(review(browser, till)) == (404, "not_found")
        assert refusal(confirm(browser, shown)) == (404, "not_found")
        assert told(browser.client.get("/api/v1/payments"))["items"] == []
    assert refusal(Browser().client.get("/api/v1/payments")) == (401, "signed_out")
    with in_tenant(till.cast.lenders.alder):
        assert list(Payment.objects.values_list("status", flat=True)) == ["submitted"]


def test_with_payments_off_every_path_is_unknown(till: Till, ada: Browser) -> None:
    made = told(confirm(ada, told(review(ada, till))))
    turn(till.cast.lenders.alder, "payments", on=False)
    unknown = ada.client.get("/api/v1/nothing-of-the-kind")

    for path in ("payments", "payment-methods", f"payments/{made['id']}"):
        response = ada.client.get(f"/api/v1/{path}")
        assert (response.status_code, told(response)["message"]) == (404, told(unknown)["message"])
        assert sorted(response.headers) == sorted(unknown.headers)
    assert refusal(review(ada, till)) == (404, "not_found")
    assert refusal(ada.post(f"payments/{made['id']}/cancel")) == (404, "not_found")
