"""Bringing a bank account in: sealed, once, with its evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from feature_flags.models import Switch
from portal_api.identity.viewer import viewer_for
from portal_api.notices.models import Notice
from portal_api.wallet.captures import CaptureName, capture_id_for, read_capture_id
from portal_api.wallet.errors import BankFormWrong, CaptureExpired, WrongSecret
from portal_api.wallet.models import BankAccount, Capture, SealingKey
from portal_api.wallet.numbers import BankForm
from portal_api.wallet.operations import BegunCapture, capture_bank_account
from portal_api.wallet.queries import method_for, methods_of
from portal_api.wallet.sealed import open_number
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from portico_kernel.sealing import SealBroken
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.database import LONG_AGO
from tests.wallet.stage import NUMBER, RIGHT, begun, captured, viewer


def send(
    capture: BegunCapture, *, secret: str | None = None, after: timedelta = timedelta(0), **changes: object
) -> BankAccount:
    return capture_bank_account(
        capture_id=capture.capture.id,
        secret=capture.secret if secret is None else secret,
        form=BankForm(**{**RIGHT, **changes}),
        lender_name="Alder Finance",
        address="198.51.100.7",
        now=NOW + after,
    )


def test_keeps_the_account_with_the_evidence_of_who_agreed_to_what(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row = BankAccount.objects.get(id=captured(cast.ada).id)

    assert (row.user_id, row.label, row.routing_number) == (cast.ada.id, "Checking ••6789", "021000021")
    assert (row.validation, row.authorised_at, row.authorised_from) == ("pending", NOW, "198.51.100.7")
    assert row.authorised_text == (
        "This is my account or I may act for its owner, and Alder Finance may debit it for the payments that I confirm."
    )


def test_the_number_stands_nowhere_in_the_row_and_opens_for_the_worker(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
        stored: dict[str, Any] = {**BankAccount.objects.values().get(id=method.id)}

        assert open_number(BankAccount.objects.get(id=method.id)) == NUMBER
    assert NUMBER.encode() not in bytes(stored.pop("sealed_number"))
    assert NUMBER not in str(stored)


def test_a_sealed_number_copied_to_another_row_does_not_open(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        first = captured(cast.ada)
        other = captured(cast.ada, account_number="111122", account_number_again="111122")
        other.sealed_number = first.sealed_number

        with pytest.raises(SealBroken):
            open_number(other)


def test_each_lender_has_a_key_of_its_own(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)
        alder_key = bytes(SealingKey.objects.get().public_key)
    with in_tenant(cast.lenders.birch):
        with pytest.raises(SealBroken):
            open_number(method)
        captured(cast.cleo)
        with pytest.raises(SealBroken):
            open_number(method)
        assert bytes(SealingKey.objects.get().public_key) != alder_key


def test_the_same_number_has_another_fingerprint_at_another_lender(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        at_alder = captured(cast.ada).fingerprint
    with in_tenant(cast.lenders.birch):
        assert captured(cast.cleo).fingerprint != at_alder


def test_adding_the_same_account_again_gives_the_one_that_stands(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        first, again = captured(cast.ada), captured(cast.ada, holder_name="A. Lopez")

        assert again.id == first.id
        assert BankAccount.objects.count() == 1
        assert [capture.bank_account_id for capture in Capture.objects.all()] == [first.id, first.id]


def test_another_borrowers_same_account_is_theirs(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        captured(cast.ada)
        bobs = captured(cast.bob)

        assert [method.id for method in methods_of(viewer(cast.bob))] == [bobs.id]
        assert BankAccount.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("account_type", "savings", "You have this account as Checking ••6789. Remove it first."),
        ("holder_type", "business", "You have this account as a personal account. Remove it first."),
    ],
)
def test_the_same_account_of_another_kind_is_asked_about(cast: Cast, field: str, value: str, sentence: str) -> None:
    with in_tenant(cast.lenders.alder):
        captured(cast.ada)
        with pytest.raises(BankFormWrong) as refused:
            captured(cast.ada, **{field: value})

    assert refused.value.fields == {field: sentence}


def test_a_capture_is_good_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
        send(capture)

        with pytest.raises(CaptureExpired):
            send(capture)


def test_a_wrong_field_does_not_spend_the_capture(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
        for _ in range(7):
            with pytest.raises(BankFormWrong):
                send(capture, routing_number="1")

        assert send(capture).last4 == "6789"


@pytest.mark.parametrize(("minutes", "is_good"), [(14, True), (15, False)])
def test_a_capture_lasts_fifteen_minutes(cast: Cast, minutes: int, is_good: bool) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
        if is_good:
            send(capture, after=timedelta(minutes=minutes))
        else:
            with pytest.raises(CaptureExpired):
                send(capture, after=timedelta(minutes=minutes))

        assert BankAccount.objects.count() == int(is_good)


def test_five_wrong_secrets_end_a_capture_for_the_right_one_too(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
        for _ in range(5):
            with pytest.raises(WrongSecret):
                send(capture, secret="guess")

        with pytest.raises(CaptureExpired):
            send(capture)


def test_the_secret_of_one_capture_does_not_open_another(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        adas, bobs = begun(cast.ada), begun(cast.bob)

        with pytest.raises(WrongSecret):
            send(adas, secret=bobs.secret)


def test_a_capture_of_one_lender_is_nothing_at_the_other(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
    with in_tenant(cast.lenders.birch), pytest.raises(NotFound):
        send(capture)


def test_nothing_is_kept_once_payments_are_off(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)
        Switch.objects.create(section="payments", is_on=False, changed_at=LONG_AGO)

        with pytest.raises(NotFound):
            send(capture)
        assert BankAccount.objects.count() == 0


def test_the_borrower_is_told_and_the_audit_log_knows(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        captured(cast.ada)
        notice = Notice.objects.get()
        rows = AuditEntry.objects.filter(object_kind="bank_account", action="bank_account.added")

        assert (notice.kind, notice.to_email) == ("bank_account_added", "ada@example.com")
        assert [(row.actor_label, row.summary) for row in rows] == [
            ("Ada Lopez", "Added the bank account Checking ••6789.")
        ]
        assert NUMBER not in str(list(AuditEntry.objects.values())) + str(Notice.objects.values().get())


def test_a_capture_id_that_was_changed_names_nothing(cast: Cast) -> None:
    name = CaptureName(cast.lenders.alder.id, cast.ada.id)
    good = capture_id_for(name)

    assert read_capture_id(good) == name
    another = "B" if good.startswith("A") else "A"
    for bad in (good[:-1], another + good[1:], good.replace(".", ""), "", "a.b"):
        with pytest.raises(NotFound):
            read_capture_id(bad)


def test_a_bank_account_is_found_by_its_own_borrower_only(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        method = captured(cast.ada)

        assert method_for(viewer(cast.ada), method.id).id == method.id
        with pytest.raises(NotFound):
            method_for(viewer(cast.bob), method.id)
    with in_tenant(cast.lenders.birch), pytest.raises(NotFound):
        method_for(viewer_for(cast.cleo, site_id=None), method.id)
