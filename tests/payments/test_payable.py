"""How much can be paid: what the page is told and what a review takes are one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_api.accounts.models import AccountSnapshot
from portal_api.accounts.queries import account_for
from portal_api.payments.errors import AmountRefused
from portal_api.payments.models import Payment
from portal_api.payments.payable import payable_now
from portico_kernel.money import Money
from tenants.context import in_tenant
from tests.eft.making import CUTOFF
from tests.identity.browser import Browser
from tests.payments.stage import PAYOFF, Till, confirmed, custom, looking, paid
from tests.wallet.stage import refusal, signed_in, told

# 12,000.00 and 21 days of 6.49%, on 10 November 2026, two days before the debit.
PAYOFF_TODAY = Money(12_044_81)


@pytest.fixture
def ada(till: Till) -> Browser:
    """Ada's browser at alder."""
    return signed_in(till.cast.ada, till.cast.lenders.alder)


def asked(browser: Browser, till: Till) -> Any:
    return browser.client.get(f"/api/v1/accounts/{till.cast.ada_loan.id}/payable")


def payable(browser: Browser, till: Till) -> Any:
    return told(asked(browser, till))


def usd(minor: int) -> dict[str, Any]:
    return {"amount_minor": minor, "currency": "USD"}


def test_the_page_is_told_what_closes_the_account_on_the_day_of_the_debit(till: Till, ada: Browser) -> None:
    assert payable(ada, till) == {
        "debit_on": "2026-11-12",
        "next_due": usd(350_00),
        "past_due": None,
        "most": usd(PAYOFF.minor),
        "under_way": usd(0),
    }


def test_what_is_under_way_is_counted_and_named(till: Till, ada: Browser) -> None:
    with in_tenant(till.cast.lenders.alder):
        confirmed(till, custom(till, 50_00))

    body = payable(ada, till)

    assert (body["most"], body["under_way"]) == (usd(PAYOFF.minor - 50_00), usd(50_00))


def test_after_the_cut_off_the_day_and_the_limit_are_the_next_files(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        loan = account_for(looking(till.cast.ada), till.cast.ada_loan.id)
        before, after = (payable_now(loan, now=now) for now in (CUTOFF - timedelta(seconds=1), CUTOFF))

    assert (before.debit_on, before.most) == (date(2026, 11, 12), PAYOFF)
    assert (after.debit_on, after.most) == (date(2026, 11, 13), Money(12_051_21))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    principal=st.integers(400_00, 10**8),
    fees=st.integers(0, 500_00),
    flying=st.lists(st.tuples(st.integers(1, 100_00), st.integers(0, 5)), max_size=3),
)
def test_the_pages_limit_is_the_largest_amount_that_a_review_takes(
    till: Till, ada: Browser, principal: int, fees: int, flying: list[tuple[int, int]]
) -> None:
    with in_tenant(till.cast.lenders.alder):
        Payment.objects.update(status="cancelled")
        AccountSnapshot.objects.filter(account=till.cast.ada_loan).update(
            principal_minor=principal, fees_due_minor=fees
        )
        for minor, days_ago in flying:
            made = paid_custom(till, minor)
            Payment.objects.filter(id=made.id).update(debit_on=made.debit_on - timedelta(days=days_ago))

    most: int = payable(ada, till)["most"]["amount_minor"]

    with in_tenant(till.cast.lenders.alder):
        assert custom(till, most).review.amount == Money(most)
        with pytest.raises(AmountRefused):
            custom(till, most + 1)


def paid_custom(till: Till, minor: int) -> Payment:
    """One more payment, whatever is under way."""
    made = custom(till, minor)
    return confirmed(till, made, pay_again=frozenset(payment.id for payment in made.overlaps))


def test_who_pays_todays_payoff_is_told_what_will_be_left(till: Till) -> None:
    left = (
        "Interest is added until the debit on Thursday, November 12, 2026, so {left} will be left to pay."
        " To pay off the account, go back and enter $12,049.08."
    )
    with in_tenant(till.cast.lenders.alder):
        notes = {
            minor: list(custom(till, minor).notes)[1:]
            for minor in (PAYOFF_TODAY.minor - 1, PAYOFF_TODAY.minor, PAYOFF.minor - 1, PAYOFF.minor)
        }

    assert notes == {
        PAYOFF_TODAY.minor - 1: [],
        PAYOFF_TODAY.minor: [left.format(left="$4.27")],
        PAYOFF.minor - 1: [left.format(left="$0.01")],
        PAYOFF.minor: [],
    }


def test_with_a_payment_under_way_the_note_counts_it(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        paid(till)
        notes = custom(till, PAYOFF_TODAY.minor - 350_00).notes

    assert list(notes) == [
        "Interest is added until the debit on Thursday, November 12, 2026, so $4.27 will be left to pay."
        " To pay off the account, go back and enter $11,699.08."
    ]


def test_an_account_that_takes_no_payments_says_why(till: Till, ada: Browser) -> None:
    with in_tenant(till.cast.lenders.alder):
        AccountSnapshot.objects.filter(account=till.cast.ada_loan).update(standing="paid_off")

    assert refusal(asked(ada, till)) == (409, "account_not_payable")


def test_another_lenders_account_is_not_there(till: Till) -> None:
    cleo = signed_in(till.cast.cleo, till.cast.lenders.birch)

    assert refusal(asked(cleo, till)) == (404, "not_found")
