"""``GET /accounts``: whose accounts, which figures, how many queries."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from rest_framework.renderers import JSONRenderer

from portal_api.accounts.api.serializers import account_card
from portal_api.accounts.api.views import AccountList
from portal_api.accounts.models import Access, Account, AccountParty, AccountSnapshot, Party, UserParty
from portal_api.accounts.queries import accounts_of
from portal_api.accounts.states import Standing
from portal_api.identity.models import User
from portal_api.identity.viewer import viewer_for
from tenants.context import in_tenant
from tests.accounts.reading import queries_for, read, signed_in, status_of
from tests.cast import NOW, Cast, loan
from tests.switching import turn


def test_a_borrower_reads_every_figure_with_its_source_and_instant(cast: Cast) -> None:
    body = read(signed_in(cast.ada, cast.lenders), "/accounts")

    said = {"as_of": "2026-11-10T15:00:00Z", "source": "ledger", "stale": False}
    assert body == {
        "items": [
            {
                "id": str(cast.ada_loan.id),
                "number": "A-1001",
                "product": "loan",
                "title": "2022 Honda Civic",
                "nickname": None,
                "standing": "current",
                "standing_text": "Current",
                "balance": {"value": {"amount_minor": 1_200_000, "currency": "USD"}} | said,
                "amount_due": {"value": {"amount_minor": 35_000, "currency": "USD"}} | said,
                "past_due": {"value": {"amount_minor": 0, "currency": "USD"}} | said,
                "past_due_since": {"value": None} | said,
                "next_due_on": {"value": "2026-11-20"} | said,
                "remaining_payments": {"value": 32} | said,
                "can_pay": body["items"][0]["can_pay"],
                "cannot_pay_reason": None,
            }
        ]
    }


def test_the_list_is_byte_for_byte_what_its_serializer_gives(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        loan("A-2001", cast.ada)
        Account.objects.filter(number="A-2001").update(title='Zoë\'s \u2028 van "B" & <c>')
        AccountSnapshot.objects.filter(account__number="A-2001").update(
            standing=Standing.PAST_DUE, past_due_since_on=date(2026, 10, 20), as_of=NOW.replace(microsecond=120_000)
        )
        viewer = viewer_for(cast.ada, site_id=None)
        cards = [account_card(viewer, account, payments_on=False) for account in accounts_of(viewer)]

    answer = signed_in(cast.ada, cast.lenders).get("/api/v1/accounts")

    assert len(cards) == 2
    assert answer["Content-Type"] == "application/json"
    assert answer.content == JSONRenderer().render(AccountList.Out({"items": cards}).data)


@pytest.mark.parametrize("loans", [1, 3])
def test_the_list_is_one_query_however_long_it_is(cast: Cast, loans: int) -> None:
    with in_tenant(cast.lenders.alder):
        for number in range(1, loans):
            loan(f"A-20{number:02}", cast.ada)
    client = signed_in(cast.ada, cast.lenders)

    asked = queries_for(client, "/accounts")

    assert len(asked) == 1
    assert len(read(client, "/accounts")["items"]) == loans


def test_each_borrower_sees_their_own_accounts_only(cast: Cast) -> None:
    at_alder = [read(signed_in(user, cast.lenders), "/accounts") for user in (cast.ada, cast.bob)]
    at_birch = read(signed_in(cast.cleo, cast.lenders, at="birch"), "/accounts")

    numbers = [[item["number"] for item in body["items"]] for body in (*at_alder, at_birch)]
    assert numbers == [["A-1001"], ["A-1002"], ["B-1001"]]


def test_a_token_of_another_lender_opens_nothing(cast: Cast) -> None:
    client = signed_in(cast.cleo, cast.lenders, at="birch")
    client.defaults["HTTP_HOST"] = "alder.testserver"

    assert client.get("/api/v1/accounts", headers={"host": "alder.testserver"}).status_code == 401


def test_an_account_whose_access_was_taken_back_is_gone(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        Access.objects.filter(user=cast.ada).update(revoked_at=NOW)
    client = signed_in(cast.ada, cast.lenders)

    assert read(client, "/accounts") == {"items": []}
    assert status_of(client, f"/accounts/{cast.ada_loan.id}") == 404


def test_an_account_that_is_granted_but_not_linked_is_not_seen(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        UserParty.objects.filter(user=cast.ada).delete()

    assert read(signed_in(cast.ada, cast.lenders), "/accounts") == {"items": []}


def test_an_account_that_is_linked_but_not_granted_is_not_seen(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        add_co_borrower(cast.bob, cast.ada_loan)

    body = read(signed_in(cast.bob, cast.lenders), "/accounts")

    assert [item["number"] for item in body["items"]] == ["A-1002"]


def test_an_account_of_two_parties_of_one_login_is_listed_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        add_co_borrower(cast.ada, cast.ada_loan)
    client = signed_in(cast.ada, cast.lenders)

    assert len(read(client, "/accounts")["items"]) == 1
    assert read(client, f"/accounts/{cast.ada_loan.id}")["role"] == "borrower"


def test_an_account_of_another_site_is_not_seen(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        Account.objects.filter(id=cast.ada_loan.id).update(site_id=uuid4())

    assert read(signed_in(cast.ada, cast.lenders), "/accounts") == {"items": []}


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing.PAID_OFF, "This account is paid off. There is nothing left to pay."),
        (
            Standing.CHARGED_OFF,
            "This account has been charged off and cannot be paid here. Please contact us.",
        ),
    ],
)
def test_a_closed_account_says_why_it_cannot_be_paid(
    cast: Cast, payments_offered: None, standing: Standing, reason: str
) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.ada_loan).update(standing=standing)

    card = read(signed_in(cast.ada, cast.lenders), "/accounts")["items"][0]

    assert (card["can_pay"], card["cannot_pay_reason"]) == (False, reason)


def test_an_open_account_can_be_paid_where_payments_are_offered(cast: Cast, payments_offered: None) -> None:
    card = read(signed_in(cast.ada, cast.lenders), "/accounts")["items"][0]

    assert (card["can_pay"], card["cannot_pay_reason"]) == (True, None)


def test_with_payments_off_no_account_can_be_paid_and_no_word_says_why(cast: Cast) -> None:
    turn(cast.lenders.alder, "payments", on=False)

    card = read(signed_in(cast.ada, cast.lenders), "/accounts")["items"][0]

    assert (card["can_pay"], card["cannot_pay_reason"]) == (False, None)


def test_an_account_in_default_is_past_due_and_says_so_in_words(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.ada_loan).update(standing=Standing.DEFAULT)

    card = read(signed_in(cast.ada, cast.lenders), "/accounts")["items"][0]

    assert (card["standing"], card["standing_text"]) == ("past_due", "In default")


def test_a_late_account_says_since_when_and_how_much(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        snapshots = AccountSnapshot.objects.filter(account=cast.ada_loan)
        snapshots.update(
            standing=Standing.PAST_DUE,
            standing_note="In grace period",
            past_due_minor=350_00,
            past_due_since_on=date(2026, 10, 20),
        )

    card = read(signed_in(cast.ada, cast.lenders), "/accounts")["items"][0]

    assert (card["standing"], card["standing_text"]) == ("past_due", "Past due")
    assert (card["past_due_since"]["value"], card["past_due"]["value"]["amount_minor"]) == ("2026-10-20", 350_00)


def add_co_borrower(user: User, account: Account) -> None:
    party = Party.objects.create(kind="person", name=user.name, external_id=f"CO-{user.name}")
    AccountParty.objects.create(account=account, party=party, role="co_borrower")
    UserParty.objects.create(user=user, party=party)


def test_an_answer_says_how_long_it_is(cast: Cast) -> None:
    answer = signed_in(cast.ada, cast.lenders).get("/api/v1/accounts")

    assert answer.headers["Content-Length"] == str(len(answer.content))
