"""The bank account form, field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from portal_api.wallet.errors import BankFormWrong
from portal_api.wallet.numbers import BankForm, check_bank_form, is_routing_number, looks_like_card
from tests.wallet.stage import NUMBER, RIGHT


def wrong_fields(**changes: Any) -> dict[str, str]:
    with pytest.raises(BankFormWrong) as refused:
        check_bank_form(BankForm(**{**RIGHT, **changes}))
    return refused.value.fields


def test_cleans_what_people_type_with_spaces_and_dashes() -> None:
    details = check_bank_form(
        BankForm(
            **{
                **RIGHT,
                "holder_name": "  Ada   Lopez ",
                "routing_number": "0210 0002-1",
                "account_number": "0001-2345 6789",
                "account_number_again": " 000123456789",
            }
        )
    )

    assert (details.holder_name, details.routing_number, details.account_number) == ("Ada Lopez", "021000021", NUMBER)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the routing number."),
        ("12345678", "A routing number has nine digits."),
        ("02100002a", "A routing number has nine digits."),
        ("٠٢١٠٠٠٠٢١", "A routing number has nine digits."),
        ("021000022", "No bank has this routing number. Check each digit."),
        ("000000000", "No bank has this routing number. Check each digit."),
        ("900000009", "No bank has this routing number. Check each digit."),
    ],
)
def test_a_wrong_routing_number_is_said_in_words(typed: str, sentence: str) -> None:
    assert wrong_fields(routing_number=typed) == {"routing_number": sentence}


@pytest.mark.parametrize("typed", ["123", "1" * 18, "12#45", "١٢٣٤٥"])
def test_an_account_number_has_four_to_seventeen_digits_or_letters(typed: str) -> None:
    fields = wrong_fields(account_number=typed, account_number_again=typed)

    assert fields == {"account_number": "An account number has 4 to 17 digits or letters."}


@pytest.mark.parametrize(
    "card", ["4111111111111111", "4242 4242 4242 4242", "378282246310005", "6011111111111117", "4111111111111111110"]
)
def test_a_card_number_is_refused_by_name(card: str) -> None:
    fields = wrong_fields(account_number=card, account_number_again=card)

    assert fields == {"account_number": "That looks like a card number. Enter the number of your bank account."}


@pytest.mark.parametrize("typed", ["021000021", "0210-0002 1"])
def test_the_routing_number_is_no_account_number(typed: str) -> None:
    fields = wrong_fields(account_number=typed, account_number_again=typed)

    assert fields == {"account_number": "That is the routing number. Enter the number of your bank account."}


def test_the_two_numbers_must_agree() -> None:
    assert wrong_fields(account_number_again="000123456780") == {
        "account_number_again": "The two account numbers differ. Type it again."
    }


def test_every_wrong_field_is_said_at_once() -> None:
    fields = wrong_fields(
        holder_name=" 12 ",
        holder_type="",
        account_type="loan",
        routing_number="1",
        account_number="",
        account_number_again="1",
        is_authorised=False,
    )

    assert sorted(fields) == sorted({*RIGHT, "authorised"} - {"is_authorised"})


def test_a_form_does_not_print_its_number() -> None:
    assert NUMBER not in repr(BankForm(**RIGHT))
    assert NUMBER not in repr(check_bank_form(BankForm(**RIGHT)))


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.integers(0, 9))
def test_one_check_digit_in_ten_is_right(first_eight: str, digit: int) -> None:
    weights = (3, 7, 1, 3, 7, 1, 3, 7)
    right = -sum(w * int(d) for w, d in zip(weights, first_eight, strict=True)) % 10
    is_bank = int(first_eight[:2]) in {*range(1, 13), *range(21, 33), *range(61, 73)}

    assert is_routing_number(f"{first_eight}{digit}") == (is_bank and digit == right)


@given(st.sampled_from("23456"), st.text(alphabet="0123456789", min_size=11, max_size=17))
def test_whatever_a_network_could_have_issued_looks_like_a_card(first: str, rest: str) -> None:
    body = first + rest

    assert looks_like_card(body + luhn.calc_check_digit(body))
