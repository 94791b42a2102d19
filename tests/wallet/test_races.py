"""Two frames at once: one key for the lender, one row for one account, one use of one capture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal_api.wallet.errors import CaptureExpired, WrongSecret
from portal_api.wallet.models import BankAccount, Capture, SealingKey
from portal_api.wallet.numbers import BankForm
from portal_api.wallet.operations import BegunCapture, capture_bank_account
from portal_api.wallet.sealed import open_number
from tenants.context import in_tenant
from tests.cast import NOW, Cast, assemble
from tests.database import TwoLenders
from tests.eft.conftest import empty
from tests.payments.stage import at_once
from tests.wallet.stage import NUMBER, RIGHT, begun


@pytest.fixture
def committed(lenders: TwoLenders) -> Iterator[Cast]:
    """The cast, committed, so that other connections see it; emptied afterwards."""
    try:
        yield assemble(lenders)
    finally:
        empty(lenders)


def send(capture: BegunCapture, number: str = NUMBER, secret: str = "") -> Callable[[], BankAccount]:
    form: dict[str, Any] = {**RIGHT, "account_number": number, "account_number_again": number}
    return lambda: capture_bank_account(
        capture_id=capture.capture.id,
        secret=secret or capture.secret,
        form=BankForm(**form),
        lender_name="Alder Finance",
        address="",
        now=NOW,
    )


def test_a_lenders_first_two_accounts_share_its_first_key(committed: Cast) -> None:
    alder = committed.lenders.alder
    with in_tenant(alder):
        captures = [begun(committed.ada), begun(committed.bob)]
    at_once(alder, send(captures[0], "11112222"), send(captures[1], "33334444"))

    with in_tenant(alder):
        assert SealingKey.objects.count() == 1
        assert sorted(open_number(method) for method in BankAccount.objects.all()) == ["11112222", "33334444"]


def test_the_same_account_in_two_frames_is_one_account(committed: Cast) -> None:
    alder = committed.lenders.alder
    with in_tenant(alder):
        captures = [begun(committed.ada) for _ in range(3)]
    results = at_once(alder, *[send(capture) for capture in captures])

    with in_tenant(alder):
        assert [result.id for result in results] == [BankAccount.objects.get().id] * 3


def test_a_capture_that_is_sent_twice_at_once_is_spent_once(committed: Cast) -> None:
    alder = committed.lenders.alder
    with in_tenant(alder):
        capture = begun(committed.ada)
    results = at_once(alder, send(capture), send(capture))

    assert sorted(type(result).__name__ for result in results) == ["BankAccount", "CaptureExpired"]


def test_wrong_secrets_at_once_are_all_counted(committed: Cast) -> None:
    alder = committed.lenders.alder
    with in_tenant(alder):
        capture = begun(committed.ada)
    results = at_once(alder, *[send(capture, secret="guess") for _ in range(8)])

    counted = [isinstance(result, WrongSecret) for result in results].count(True)
    over = [isinstance(result, CaptureExpired) for result in results].count(True)
    with in_tenant(alder):
        assert (counted, over, Capture.objects.get().wrong_secrets) == (5, 3, 5)
