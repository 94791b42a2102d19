"""Payment methods over HTTP: list, begin a capture, remove."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal_api.notices.models import Notice
from portal_api.payments.models import Payment
from portal_api.wallet.models import BankAccount, Capture
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import payment, profile
from tests.identity.browser import Browser
from tests.statements import without_positions
from tests.wallet.stage import captured, refusal, signed_in, told


@pytest.fixture(autouse=True)
def ready(cast: Cast) -> None:
    """Both lenders can be paid."""
    for lender in (cast.lenders.alder, cast.lenders.birch):
        with in_tenant(lender):
            profile()


def get(browser: Browser, path: str) -> dict[str, object]:
    return told(browser.client.get(f"/api/v1/{path}"))


def test_lists_the_borrowers_own_accounts_without_numbers(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
        captured(cast.bob)
    body = get(signed_in(cast.ada, cast.lenders.alder), "payment-methods")

    assert body == {
        "items": [
            {
                "id": str(method.id),
                "kind": "bank_account",
                "bank_name": None,
                "label": "Checking ••6789",
                "account_type": "checking",
                "holder_type": "person",
                "holder_name": "Ada Lopez",
                "last4": "6789",
                "validation": "pending",
                "validation_text": "Will be checked with the first payment",
                "usable": True,
                "added_at": "2026-11-10T15:00:00Z",
            }
        ]
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_three_queries_however_long_it_is(cast: Cast, count: int) -> None:
    with in_tenant(cast.lenders.alder):
        for index in range(count):
            captured(cast.ada, account_number=f"555{index}", account_number_again=f"555{index}")
    browser = signed_in(cast.ada, cast.lenders.alder)
    browser.client.get("/api/v1/payment-methods")
    with CaptureQueriesContext(connection) as asked:
        assert browser.client.get("/api/v1/payment-methods").status_code == 200

    # The epoch, the token, the list.
    assert len(without_positions(asked)) == 3


def test_begins_a_capture_framed_by_this_very_page(cast: Cast) -> None:
    response = signed_in(cast.ada, cast.lenders.alder).post("payment-methods/captures")
    body = told(response)

    with in_tenant(cast.lenders.alder):
        row = Capture.objects.get()
    assert (response.status_code, row.parent_origin, row.user_id) == (201, "http://alder.testserver", cast.ada.id)
    assert body["frame_url"] == f"http://wallet.testserver/frame/{body['capture_id']}"
    assert body["expires_at"] == "2026-11-10T15:15:00Z"
    assert body["secret"] not in str(Capture.objects.values_list("secret_digest", flat=True).query) + row.secret_digest


def test_removes_an_account_and_tells_its_borrower(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
    browser = signed_in(cast.ada, cast.lenders.alder)
    response = browser.client.delete(f"/api/v1/payment-methods/{method.id}")

    assert response.status_code == 204
    assert get(browser, "payment-methods") == {"items": []}
    with in_tenant(cast.lenders.alder):
        kinds = list(Notice.objects.order_by("created_at", "kind").values_list("kind", flat=True))
    assert sorted(kinds) == ["bank_account_added", "bank_account_removed"]


def test_an_account_that_was_removed_can_be_added_again(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
    signed_in(cast.ada, cast.lenders.alder).client.delete(f"/api/v1/payment-methods/{method.id}")

    with in_tenant(cast.lenders.alder):
        assert captured(cast.ada).id != method.id


def test_an_account_that_a_payment_needs_stays(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
        made = payment(cast.ada_loan, cast.ada, method)
    response = signed_in(cast.ada, cast.lenders.alder).client.delete(f"/api/v1/payment-methods/{method.id}")

    assert refusal(response) == (409, "method_in_use")
    assert told(response)["message"] == (
        f"Payment {made.reference} of $350.00 still needs this bank account. You can remove the account once"
        " the payment has been collected."
    )
    with in_tenant(cast.lenders.alder):
        assert BankAccount.objects.get().removed_at is None
        Payment.objects.update(status="cancelled")
    assert (
        signed_in(cast.ada, cast.lenders.alder).client.delete(f"/api/v1/payment-methods/{method.id}").status_code == 204
    )


def test_nobody_else_can_see_or_remove_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
    others = (signed_in(cast.bob, cast.lenders.alder), signed_in(cast.cleo, cast.lenders.birch))

    for browser in others:
        assert get(browser, "payment-methods") == {"items": []}
        assert refusal(browser.client.delete(f"/api/v1/payment-methods/{method.id}")) == (404, "not_found")
    assert refusal(Browser().client.delete(f"/api/v1/payment-methods/{method.id}")) == (401, "signed_out")
    with in_tenant(cast.lenders.alder):
        assert BankAccount.objects.get().removed_at is None
