"""One account's pages: summary, schedule, transactions, payoff; alike for absent and forbidden."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from portal_api.accounts.models import Account, AccountParty, Party
from portal_api.accounts.operations import grant_access
from portal_api.accounts.states import PartyRole
from portal_api.identity.models import User
from portal_api.servicing.operations import post_payment, reverse_payment
from portico_kernel.money import Money
from tenants.context import in_tenant
from tenants.snapshot import forget_snapshots
from tests.accounts.reading import queries_for, read, signed_in, status_of
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.eft.making import bank_account, payment
from tests.switching import turn

PAGES = ("", "/schedule", "/transactions", "/payoff")


def usd(amount_minor: int) -> dict[str, object]:
    return {"amount_minor": amount_minor, "currency": "USD"}


def pay(account: Account, minor: int, *, on: date = date(2026, 11, 10), payment_id: UUID | None = None) -> None:
    post_payment(
        account_id=account.id,
        payment_id=payment_id or uuid4(),
        amount=Money(minor),
        effective_on=on,
        description="Payment by bank account",
        actor=SYSTEM,
        now=NOW,
    )


def shared_with(user: User, account: Account, cast: Cast) -> None:
    """Put a borrower of alder on another's account as its co-borrower."""
    with in_tenant(cast.lenders.alder):
        party = Party.objects.get(logins__user=user)
        AccountParty.objects.create(account=account, party=party, role=PartyRole.CO_BORROWER)
        grant_access(user_id=user.id, account_id=account.id, actor=SYSTEM, now=NOW)


def payment_ids(client: Client, account: Account) -> list[str | None]:
    """The payments that an account's transactions name, newest first."""
    return [item["payment_id"] for item in read(client, f"/accounts/{account.id}/transactions")["items"]]


def test_the_summary_adds_terms_paid_payoff_and_the_next_payment(cast: Cast) -> None:
    body = read(signed_in(cast.ada, cast.lenders), f"/accounts/{cast.ada_loan.id}")

    # 21 days from 20 October, at 6.49% of 12,000.00 on a year of 365 days.
    assert body["payoff"] == {
        "amount": usd(1_204_481),
        "as_of": "2026-11-10",
        "per_diem": usd(213),
        "principal": usd(1_200_000),
        "interest": usd(4_481),
        "fees": usd(0),
    }
    assert body["rate"]["value"] == "6.490"
    assert body["projected_payoff_on"]["value"] == "2029-06-20"
    assert body["next_payment"] == {"due_on": "2026-11-20", "amount": usd(35_000)}
    assert (body["original_amount"], body["remaining_principal"]) == (usd(1_500_000), usd(1_200_000))
    assert body["paid"] == {"principal": usd(300_000), "interest": usd(0), "fees": usd(0)}
    assert (body["term"], body["instalment"], body["opened_on"]) == (48, usd(35_000), "2025-06-20")
    assert (body["role"], body["pending_payments"]) == ("borrower", [])
    assert body["parties"] == [{"name": "Ada Lopez", "is_you": True}]


def test_people_on_an_account_are_named_the_viewer_first_and_nothing_else_is_told(cast: Cast) -> None:
    shared_with(cast.bob, cast.ada_loan, cast)

    seen = [
        read(signed_in(user, cast.lenders), f"/accounts/{cast.ada_loan.id}")["parties"] for user in (cast.ada, cast.bob)
    ]

    assert seen == [
        [{"name": "Ada Lopez", "is_you": True}, {"name": "Bob Stein", "is_you": False}],
        [{"name": "Bob Stein", "is_you": True}, {"name": "Ada Lopez", "is_you": False}],
    ]


@pytest.mark.parametrize("tail", PAGES)
def test_another_borrowers_account_is_not_found_exactly_like_none_at_all(cast: Cast, tail: str) -> None:
    client = signed_in(cast.ada, cast.lenders)

    answers = [
        client.get(f"/api/v1/accounts/{account_id}{tail}")
        for account_id in (cast.bob_loan.id, cast.cleo_loan.id, uuid4())
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["message"] for answer in answers} == {"We could not find that page."}


@pytest.mark.parametrize("tail", PAGES)
def test_nobody_reads_an_account_without_signing_in(cast: Cast, tail: str) -> None:
    client = signed_in(cast.ada, cast.lenders)
    client.cookies.clear()

    assert status_of(client, f"/accounts/{cast.ada_loan.id}{tail}") == 401


def test_the_schedule_says_how_each_instalment_stands(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        pay(cast.ada_loan, 350_00)

    items = read(signed_in(cast.ada, cast.lenders), f"/accounts/{cast.ada_loan.id}/schedule")["items"]

    assert [item["status"] for item in items] == ["paid"] * 17 + ["due"] + ["upcoming"] * 30
    assert sum(item["principal"]["amount_minor"] for item in items) == 1_500_000
    assert items[0] == {
        "number": 1,
        "due_on": "2025-07-20",
        "principal": usd(268_88),
        "interest": usd(81_12),
        "total": usd(350_00),
        "balance_after": usd(14_731_12),
        "status": "paid",
    }


def test_a_loan_paid_off_early_has_no_future(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        pay(cast.ada_loan, 12_044_81)
    client = signed_in(cast.ada, cast.lenders)

    detail = read(client, f"/accounts/{cast.ada_loan.id}")
    items = read(client, f"/accounts/{cast.ada_loan.id}/schedule")["items"]

    assert (detail["standing"], detail["paid_off_on"]) == ("paid_off", "2026-11-10")
    assert detail["projected_payoff_on"]["value"] is None
    # Of the 44.81 of interest that was ever paid, the first payment took its part.
    assert [(item["due_on"], item["status"]) for item in items] == [("2025-07-20", "paid")]


def test_a_payoff_that_the_bank_sent_back_gives_the_loan_its_future_again(cast: Cast) -> None:
    payment_id = uuid4()
    with in_tenant(cast.lenders.alder):
        pay(cast.ada_loan, 12_044_81, payment_id=payment_id)
        reverse_payment(
            payment_id=payment_id, effective_on=date(2026, 11, 12), description="Returned", actor=SYSTEM, now=NOW
        )
    client = signed_in(cast.ada, cast.lenders)

    assert read(client, f"/accounts/{cast.ada_loan.id}")["paid_off_on"] is None
    assert len(read(client, f"/accounts/{cast.ada_loan.id}/schedule")["items"]) == 48


def test_the_schedule_is_unknown_while_its_section_is_off(cast: Cast) -> None:
    turn(cast.lenders.alder, "amortization", on=False)
    client = signed_in(cast.ada, cast.lenders)

    assert status_of(client, f"/accounts/{cast.ada_loan.id}/schedule") == 404
    assert status_of(client, f"/accounts/{cast.ada_loan.id}") == 200


def test_transactions_show_the_parts_and_the_balance_after(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        pay(cast.ada_loan, 350_00)

    body = read(signed_in(cast.ada, cast.lenders), f"/accounts/{cast.ada_loan.id}/transactions")

    payment, before = body["items"]
    assert body["next"] is None
    assert (payment["kind"], before["kind"]) == ("payment", "brought_forward")
    assert payment["amount"] == usd(350_00)
    assert (payment["principal"], payment["interest"], payment["fees"]) == (usd(305_19), usd(44_81), usd(0))
    assert payment["balance_after"] == usd(11_694_81)
    assert (payment["posted_on"], payment["effective_on"]) == ("2026-11-10", "2026-11-10")
    assert (before["amount"], before["balance_after"]) == (usd(3_000_00), usd(12_000_00))


def test_transactions_come_in_pages_without_gap_or_repeat(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for day in range(1, 30):
            pay(cast.ada_loan, 10_00 + day, on=date(2026, 11, 10) + timedelta(days=day))
    client = signed_in(cast.ada, cast.lenders)

    first = read(client, f"/accounts/{cast.ada_loan.id}/transactions")
    second = read(client, f"/accounts/{cast.ada_loan.id}/transactions?cursor={first['next']}")

    amounts = [item["amount"]["amount_minor"] for item in first["items"] + second["items"]]
    assert (len(first["items"]), len(second["items"]), second["next"]) == (25, 5, None)
    assert amounts == [*range(1029, 1000, -1), 300_000]


@pytest.mark.parametrize("cursor", ["x", "0", "-3", "99999999999"])
def test_a_cursor_that_is_none_is_refused_with_a_sentence(cast: Cast, cursor: str) -> None:
    client = signed_in(cast.ada, cast.lenders)

    assert status_of(client, f"/accounts/{cast.ada_loan.id}/transactions?cursor={cursor}") == 422


def test_a_returned_payment_shows_as_a_line_of_its_own(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id = uuid4()
        post_payment(
            account_id=cast.ada_loan.id,
            payment_id=payment_id,
            amount=Money(350_00),
            effective_on=date(2026, 11, 10),
            description="Payment by bank account",
            actor=SYSTEM,
            now=NOW,
        )
        reverse_payment(
            payment_id=payment_id,
            effective_on=date(2026, 11, 12),
            description="Returned: insufficient funds",
            actor=SYSTEM,
            now=NOW,
        )

    newest = read(signed_in(cast.ada, cast.lenders), f"/accounts/{cast.ada_loan.id}/transactions")["items"][0]

    assert (newest["kind"], newest["description"]) == ("reversal", "Returned: insufficient funds")
    assert (newest["amount"], newest["balance_after"]) == (usd(-350_00), usd(12_000_00))


@pytest.mark.usefixtures("payments_offered")
def test_a_transaction_names_its_payment_to_those_who_may_open_it_only(cast: Cast) -> None:
    shared_with(cast.bob, cast.ada_loan, cast)
    named: dict[str, list[str | None]] = {}
    for lender, account, user in (
        (cast.lenders.alder, cast.ada_loan, cast.ada),
        (cast.lenders.birch, cast.cleo_loan, cast.cleo),
    ):
        with in_tenant(lender):
            made = payment(account, user, bank_account(user))
            pay(account, 350_00, payment_id=made.id)
        named[user.name] = [str(made.id), None]

    adas, bobs = signed_in(cast.ada, cast.lenders), signed_in(cast.bob, cast.lenders)
    cleos = signed_in(cast.cleo, cast.lenders, at="birch")

    assert payment_ids(adas, cast.ada_loan) == named["Ada Lopez"]
    assert payment_ids(cleos, cast.cleo_loan) == named["Cleo Park"]
    assert payment_ids(bobs, cast.ada_loan) == [None, None]
    assert status_of(bobs, f"/payments/{named['Ada Lopez'][0]}") == 404


@pytest.mark.usefixtures("payments_offered")
def test_with_payments_off_no_transaction_names_a_payment(cast: Cast) -> None:
    turn(cast.lenders.alder, "payments", on=False)
    with in_tenant(cast.lenders.alder):
        made = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        pay(cast.ada_loan, 350_00, payment_id=made.id)

    forget_snapshots()

    assert payment_ids(signed_in(cast.ada, cast.lenders), cast.ada_loan) == [None, None]


def test_a_payoff_may_be_asked_for_a_later_day(cast: Cast) -> None:
    client = signed_in(cast.ada, cast.lenders)

    body = read(client, f"/accounts/{cast.ada_loan.id}/payoff?on=2026-11-20")

    assert (body["as_of"], body["amount"], body["interest"]) == ("2026-11-20", usd(12_066_14), usd(66_14))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-11-09", "Choose today or a later day."),
        ("2027-01-10", "Choose a day within the next 60 days."),
    ],
)
def test_a_payoff_out_of_reach_is_refused_with_a_sentence(cast: Cast, on: str, sentence: str) -> None:
    client = signed_in(cast.ada, cast.lenders)

    answer = client.get(f"/api/v1/accounts/{cast.ada_loan.id}/payoff?on={on}")

    assert (answer.status_code, answer.json()["fields"]) == (422, {"on": sentence})


@pytest.mark.parametrize(("tail", "count"), [("", 1), ("/schedule", 2), ("/transactions", 3), ("/payoff", 1)])
@pytest.mark.parametrize("payments", [1, 3])
@pytest.mark.usefixtures("payments_offered")
def test_pages_ask_the_same_few_queries_however_much_they_show(
    cast: Cast, tail: str, count: int, payments: int
) -> None:
    with in_tenant(cast.lenders.alder):
        for _ in range(payments):
            pay(cast.ada_loan, 20_00)
    client = signed_in(cast.ada, cast.lenders)

    asked = queries_for(client, f"/accounts/{cast.ada_loan.id}{tail}")

    assert len(asked) == count
