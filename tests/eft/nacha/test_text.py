"""Names in ASCII, and numbers with their check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.eft.nacha import ascii_name, is_account_number, is_routing_number, routing_check_digit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maria Lopez", "MARIA LOPEZ"),
        ("José Ñandú-Müller", "JOSE NANDU-MULLER"),
        ("Łukasz Żółć", "LUKASZ ZOLC"),
        ("Søren Æbelø", "SOREN AEBELO"),
        ("Straße", "STRASSE"),
        ("O’Neil & Sons", "O'NEIL & SONS"),
        ("Ann\t Lee\n", "ANN LEE"),
        ("Zoë 🚗 Cars", "ZOE CARS"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "FULL WIDTH"),
        ("ﬁrst", "FIRST"),
        ("王小明", ""),
        ("", ""),
    ],
)
def test_names_are_written_in_plain_capitals(name: str, expected: str) -> None:
    assert ascii_name(name) == expected


@given(name=st.text())
def test_a_written_name_stays_as_it_is_when_written_again(name: str) -> None:
    once = ascii_name(name)

    assert once.isascii()
    assert ascii_name(once) == once


@pytest.mark.parametrize("number", ["011000015", "021000021", "110000000"])
def test_accepts_routing_numbers_with_the_right_check_digit(number: str) -> None:
    assert is_routing_number(number) is True


@pytest.mark.parametrize(
    "number", ["011000016", "01100001", "0110000155", "000000000", "", "０１１００００１５", "0110-00015"]
)
def test_refuses_what_is_no_routing_number(number: str) -> None:
    assert is_routing_number(number) is False


@given(first_eight=st.integers(1, 10**8 - 1).map(lambda n: f"{n:08d}"))
def test_the_check_digit_makes_the_one_valid_routing_number_of_ten(first_eight: str) -> None:
    valid = [digit for digit in "0123456789" if is_routing_number(first_eight + digit)]

    assert valid == [routing_check_digit(first_eight)]


@pytest.mark.parametrize(("number", "expected"), [("1", True), ("0001-A", True), ("1" * 17, True), ("ABC", False)])
def test_account_numbers_have_a_digit_other_than_zero(number: str, expected: bool) -> None:
    assert is_account_number(number) is expected
