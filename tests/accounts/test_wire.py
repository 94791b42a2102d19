"""Amounts on the wire: JSON integers alone, never what could be read as one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal_api.accounts.api.wire import MoneySerializer

WHOLE = "Send an amount as a whole number of cents, without quotes and without a point."
LARGE = "This amount is larger than we can take."


def read(amount: str) -> MoneySerializer:
    """The serializer for an amount as its JSON text."""
    return MoneySerializer(data=json.loads(f'{{"amount_minor": {amount}, "currency": "USD"}}'))


@pytest.mark.parametrize(
    "amount",
    ["12.0", "1200.0000000001", "1e3", "1e400", '"12"', '"12.0"', '"１２"', "true", "false", "[12]", '{"a": 1}', '""'],
)
def test_what_only_looks_like_a_whole_amount_is_refused(amount: str) -> None:
    money = read(amount)

    assert (money.is_valid(), money.errors) == (False, {"amount_minor": [WHOLE]})


@pytest.mark.parametrize("amount", [10**12 + 1, -(10**12) - 1, 10**40])
def test_an_amount_beyond_every_loan_is_refused(amount: int) -> None:
    money = read(str(amount))

    assert (money.is_valid(), money.errors) == (False, {"amount_minor": [LARGE]})


@pytest.mark.parametrize("amount", [0, -5, 12550, 10**12, -(10**12)])
def test_whole_amounts_are_taken_as_they_are(amount: int) -> None:
    money = read(str(amount))
    expected: dict[str, Any] = {"amount_minor": amount, "currency": "USD"}

    assert (money.is_valid(), money.validated_data) == (True, expected)
