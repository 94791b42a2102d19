"""Amounts by property: nothing is ever collected above what closes an account, and a cent more is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.accounts.models import Account, AccountSnapshot, LoanTerms
from portal_api.payments.amounts import chosen_amount, most_payable, refuse_amount
from portal_api.payments.errors import AmountRefused
from portal_api.payments.models import Payment
from portal_api.payments.states import AmountChoice
from portal_api.servicing.queries import amounts_payable, payoff_of
from portico_kernel.money import Money, total

PAID_THROUGH = date(2026, 10, 20)
DAY = date(2026, 11, 12)


def account(
    principal: int, *, rate: Decimal = Decimal("6.49"), fees: int = 0, past_due: int = 0, currency: str = "USD"
) -> Account:
    """An account that stands in no database."""
    made = Account(currency=currency)
    LoanTerms(account=made, annual_rate=rate)
    AccountSnapshot(
        account=made,
        standing="current",
        principal_minor=principal,
        fees_due_minor=fees,
        interest_due_minor=0,
        amount_due_minor=350_00,
        past_due_minor=past_due,
        remaining_payments=10,
        interest_paid_through_on=PAID_THROUGH,
    )
    return made


def under_way(minor: int, days: int = 0) -> Payment:
    return Payment(amount_minor=minor, currency="USD", debit_on=DAY + timedelta(days=days))


principals = st.integers(1, 10**9)
rates = st.decimals(0, 36, places=3)


def test_the_account_of_these_tests_has_its_figures() -> None:
    assert payoff_of(account(12_000_00), DAY).amount == Money(12_049_08)


@given(principals, rates, st.integers(0, 500_00))
def test_the_payoff_itself_is_fine_and_a_cent_more_is_not(principal: int, rate: Decimal, fees: int) -> None:
    owed = account(principal, rate=rate, fees=fees)
    most = most_payable(owed, [], debit_on=DAY)

    assert most == payoff_of(owed, DAY).amount
    refuse_amount(most, most, is_anything_under_way=False)
    with pytest.raises(AmountRefused):
        refuse_amount(most + Money(1), most, is_anything_under_way=False)


@given(principals, rates, st.lists(st.tuples(st.integers(1, 10**8), st.integers(-5, 5)), max_size=4))
def test_with_what_is_under_way_no_day_collects_more_than_closes_the_account(
    principal: int, rate: Decimal, flying: list[tuple[int, int]]
) -> None:
    owed, in_flight = account(principal, rate=rate), [under_way(*one) for one in flying]
    most = most_payable(owed, in_flight, debit_on=DAY)
    first_day = min((DAY, *(payment.debit_on for payment in in_flight)))

    assert most >= Money(0)
    if most:
        assert total([most, *(payment.amount for payment in in_flight)]) <= payoff_of(owed, first_day).amount


@given(st.integers(max_value=0))
def test_nothing_and_less_are_refused_whatever_is_owed(minor: int) -> None:
    with pytest.raises(AmountRefused) as refused:
        refuse_amount(Money(minor), Money(10**12), is_anything_under_way=False)

    assert refused.value.fields == {"amount": "Enter an amount above zero."}


@given(principals, st.sampled_from([AmountChoice.NEXT_DUE, AmountChoice.PAST_DUE]), st.integers(1, 10**9))
def test_what_is_offered_can_always_be_paid(principal: int, choice: AmountChoice, past_due: int) -> None:
    owed = account(principal, past_due=past_due)
    amount = chosen_amount(amounts_payable(owed, on=DAY), choice, None, currency="USD")

    refuse_amount(amount, most_payable(owed, [], debit_on=DAY), is_anything_under_way=False)


def test_a_currency_without_cents_is_counted_in_its_own_units() -> None:
    owed = account(120_000, rate=Decimal(0), currency="JPY")

    with pytest.raises(AmountRefused, match="¥120,000"):
        refuse_amount(Money(120_001, "JPY"), most_payable(owed, [], debit_on=DAY), is_anything_under_way=False)
