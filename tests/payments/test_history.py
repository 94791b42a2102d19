"""The history: filters, pages, and how much each answer asks of the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal_api.payments.models import Payment
from portal_api.payments.queries import PaymentFilters, filter_choices, payments_of
from portico_kernel.errors import InvalidInput
from tenants.context import in_tenant
from tests.cast import NOW, loan
from tests.eft.making import bank_account, payment
from tests.payments.stage import Till, looking
from tests.statements import without_positions
from tests.wallet.stage import refusal, signed_in, told


def some(till: Till, count: int, **changes: Any) -> list[Payment]:
    """Payments of Ada's, a minute apart, newest first."""
    made = [
        payment(till.cast.ada_loan, till.cast.ada, till.adas, created_at=NOW + timedelta(minutes=i), **changes)
        for i in range(count)
    ]
    return made[::-1]


def ids(payments: list[Payment]) -> list[str]:
    return [str(one.id) for one in payments]


def test_pages_follow_each_other_without_gap_or_repeat(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = some(till, 5)
        same_moment = [payment(till.cast.ada_loan, till.cast.ada, till.adas) for _ in range(4)]
        viewer, seen, cursor = looking(till.cast.ada), [], None
        while True:
            page = payments_of(viewer, PaymentFilters(), cursor=cursor, size=2)
            seen += page.items
            cursor = page.next
            if cursor is None:
                break

    oldest = sorted([made[-1], *same_moment], key=lambda one: one.id)
    assert ids(seen) == ids([*made[:-1], *oldest])


def test_a_payment_made_meanwhile_does_not_shift_the_next_page(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = some(till, 4)
        first = payments_of(looking(till.cast.ada), PaymentFilters(), size=2)
        payment(till.cast.ada_loan, till.cast.ada, till.adas, created_at=NOW + timedelta(hours=1))
        second = payments_of(looking(till.cast.ada), PaymentFilters(), cursor=first.next, size=2)

    assert ids(first.items + second.items) == ids(made)


@pytest.mark.parametrize("cursor", ["x", "YWJj", "MjAyNnwx", "é", "MjAyNi0xMS0xMHww"])
def test_an_odd_cursor_is_refused(till: Till, cursor: str) -> None:
    with in_tenant(till.cast.lenders.alder), pytest.raises(InvalidInput) as refused:
        payments_of(looking(till.cast.ada), PaymentFilters(), cursor=cursor)

    assert refused.value.fields == {"cursor": "Start again from the first page."}


def test_filters_narrow_by_account_method_and_status(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        second_loan, second_method = loan("A-1003", till.cast.ada), bank_account(till.cast.ada, number="55556666")
        plain = payment(till.cast.ada_loan, till.cast.ada, till.adas)
        other_loan = payment(second_loan, till.cast.ada, till.adas)
        other_method = payment(till.cast.ada_loan, till.cast.ada, second_method)
        Payment.objects.filter(id=plain.id).update(status="returned")

        def found(**wanted: Any) -> set[str]:
            return set(ids(payments_of(looking(till.cast.ada), PaymentFilters(**wanted)).items))

        assert found(account_id=second_loan.id) == {str(other_loan.id)}
        assert found(method_id=second_method.id) == {str(other_method.id)}
        assert found(status="returned") == {str(plain.id)}
        assert found(type="one_time") == {str(plain.id), str(other_loan.id), str(other_method.id)}
        assert found(account_id=second_loan.id, status="returned") == set()


def test_a_period_is_in_the_lenders_days_both_included(till: Till) -> None:
    # Midnight in New York is 05:00 in UTC in November.
    instants = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in ((10, 4), (10, 5), (11, 4), (11, 5))]
    with in_tenant(till.cast.lenders.alder):
        made = [payment(till.cast.ada_loan, till.cast.ada, till.adas, created_at=at) for at in instants]
        day = PaymentFilters(first_day=date(2026, 11, 10), last_day=date(2026, 11, 10))
        page = payments_of(looking(till.cast.ada), day)

    assert ids(page.items) == ids([made[2], made[1]])


def test_the_choices_are_what_was_paid_with_removed_accounts_too(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        some(till, 2)
        till.adas.removed_at = NOW
        till.adas.save()
        choices, bobs = filter_choices(looking(till.cast.ada)), filter_choices(looking(till.cast.bob))

    assert choices.accounts == [(till.cast.ada_loan.id, "2022 Honda Civic · A-1001")]
    assert choices.methods == [(till.adas.id, "Checking ••4321")]
    assert (bobs.accounts, bobs.methods) == ([], [])


def test_the_list_on_the_wire(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = some(till, 26)
    browser = signed_in(till.cast.ada, till.cast.lenders.alder)
    first = told(browser.client.get("/api/v1/payments?status=&account=&from=2026-11-10"))
    second = told(browser.client.get("/api/v1/payments", {"cursor": first["next"]}))

    assert [card["id"] for card in first["items"] + second["items"]] == ids(made)
    assert second["next"] is None
    assert first["filters"] == {
        "accounts": [{"id": str(till.cast.ada_loan.id), "label": "2022 Honda Civic · A-1001"}],
        "methods": [{"id": str(till.adas.id), "label": "Checking ••4321"}],
        "statuses": ["submitted", "claimed", "held", "settled", "final", "cancelled", "failed", "returned"],
        "types": ["one_time"],
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("account=7", "account"),
        ("from=yesterday", "from"),
        ("to=9999-12-31", "to"),
        ("status=paid", "status"),
        ("from=2026-11-02&to=2026-11-01", "to"),
    ],
)
def test_an_odd_filter_is_named(till: Till, query: str, field: str) -> None:
    browser = signed_in(till.cast.ada, till.cast.lenders.alder)
    response = browser.client.get(f"/api/v1/payments?{query}")

    assert refusal(response) == (422, "invalid_input")
    assert list(told(response)["fields"]) == [field]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("payments", 4), ("payments/{id}", 4)])
def test_each_answer_asks_the_same_however_much_there_is(till: Till, path: str, queries: int, count: int) -> None:
    with in_tenant(till.cast.lenders.alder):
        newest = some(till, count)[0]
    browser = signed_in(till.cast.ada, till.cast.lenders.alder)
    address = f"/api/v1/{path.format(id=newest.id)}"
    browser.client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.client.get(address).status_code == 200

    # The epoch and the token; then the list and its filters' choices, or the payment and its timeline.
    assert len(without_positions(asked)) == queries
