"""Splitting a payment between fees, interest and principal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.servicing.builtin.waterfall import (
    AbovePayoff,
    Bucket,
    Buckets,
    NotAPayment,
    split_payment,
)
from portico_kernel.money import CurrencyMismatch, Money

OWED = Buckets(fees=Money(1_500), interest=Money(4_000), principal=Money(100_000))
orders = st.permutations(list(Bucket))
amounts = st.integers(0, 10**9)


def test_pays_fees_then_interest_then_principal() -> None:
    assert split_payment(Money(10_000), OWED) == Buckets(Money(1_500), Money(4_000), Money(4_500))


def test_pays_in_the_order_it_is_given() -> None:
    order = (Bucket.INTEREST, Bucket.PRINCIPAL, Bucket.FEES)

    assert split_payment(Money(10_000), OWED, order=order) == Buckets(Money(0), Money(4_000), Money(6_000))


def test_takes_a_payment_of_exactly_the_payoff() -> None:
    assert split_payment(Money(105_500), OWED) == OWED


def test_refuses_one_cent_above_the_payoff_and_says_both_amounts() -> None:
    with pytest.raises(AbovePayoff) as caught:
        split_payment(Money(105_501), OWED)

    assert caught.value.message == "$1,055.01 is more than the $1,055.00 that closes this account."


@pytest.mark.parametrize("minor", [0, -1])
def test_refuses_a_payment_of_nothing_or_less(minor: int) -> None:
    with pytest.raises(NotAPayment):
        split_payment(Money(minor), OWED)


def test_refuses_an_order_that_forgets_a_bucket() -> None:
    with pytest.raises(ValueError, match="order"):
        split_payment(Money(1), OWED, order=(Bucket.FEES, Bucket.INTEREST))


def test_refuses_a_negative_bucket() -> None:
    with pytest.raises(ValueError, match="negative"):
        Buckets(fees=Money(-1), interest=Money(0), principal=Money(0))


def test_refuses_to_mix_currencies() -> None:
    with pytest.raises(CurrencyMismatch):
        split_payment(Money(1, "JPY"), OWED)


@given(fees=amounts, interest=amounts, principal=amounts, share=st.integers(1, 1000), order=orders)
def test_parts_add_up_to_the_payment_and_never_exceed_what_is_owed(
    fees: int, interest: int, principal: int, share: int, order: list[Bucket]
) -> None:
    owed = Buckets(Money(fees, "JPY"), Money(interest, "JPY"), Money(principal + 1, "JPY"))
    amount = Money(max(1, owed.total.minor * share // 1000), "JPY")

    split = split_payment(amount, owed, order=order)

    assert split.total == amount
    assert all(Money.zero("JPY") <= split.of(bucket) <= owed.of(bucket) for bucket in Bucket)
    touched = [bucket for bucket in order if split.of(bucket)]
    assert all(split.of(bucket) == owed.of(bucket) for bucket in touched[:-1])
