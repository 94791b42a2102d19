"""Making the file of a cut-off: what it takes, what it holds, where its bytes and numbers stand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from django.conf import settings
from django.test import override_settings

from portal_api.eft.errors import CutoffAhead, EftNotReady
from portal_api.eft.models import EftEntry, EftFile, EftProfile
from portal_api.eft.operations import finish_file, generate_file, save_profile
from portal_api.eft.queries import entries_of
from portal_api.eft.register.queries import files_registered_for
from portal_api.eft.states import FileStatus
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.states import PaymentStatus
from portal_api.wallet import sealed
from portal_api.wallet.models import BankAccount
from portal_api.wallet.sealed import open_number, opening_many
from portal_api.wallet.states import AccountType, HolderType, Validation
from portico_kernel.audit.models import AuditEntry
from portico_kernel.kms import KeyFileKms, KeyUnavailable
from portico_kernel.money import Money
from portico_kernel.sealing import SealBroken
from portico_kernel.storage import ObjectKey, storage
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.eft.making import (
    ACCOUNT_NUMBER,
    CLERK,
    CUTOFF,
    EFFECTIVE,
    NEXT_CUTOFF,
    PROFILE,
    WORKER,
    as_read,
    bank_account,
    clear_bytes,
    generated,
    payment,
    profile,
)


def status_of(row: Payment) -> str:
    return Payment.objects.get(id=row.id).status


def test_one_file_holds_what_waits_and_passes_the_strict_reader(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        mine = payment(cast.ada_loan, cast.ada, bank_account(cast.ada), amount_minor=350_00)
        theirs = payment(cast.bob_loan, cast.bob, bank_account(cast.bob, number="55512345"), amount_minor=12_34)
        file = generated()

        read = as_read(file)
        entries = [entry for batch in read.batches for entry in batch.entries]
        assert (file.number, file.status, file.id_modifier) == (1, FileStatus.GENERATED, "A")
        assert read.totals.debits == Money(362_34) == Money(file.total_minor)
        assert {(entry.individual_id, entry.account_number, entry.amount) for entry in entries} == {
            (mine.reference, ACCOUNT_NUMBER, Money(350_00)),
            (theirs.reference, "55512345", Money(12_34)),
        }
        assert [status_of(mine), status_of(theirs)] == [PaymentStatus.CLAIMED, PaymentStatus.CLAIMED]


def test_a_persons_account_is_debited_as_web_single_and_a_businesss_as_ccd(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        business = bank_account(cast.bob, holder_type=HolderType.BUSINESS, account_type=AccountType.SAVINGS)
        payment(cast.bob_loan, cast.bob, business)
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        batches = as_read(generated()).batches

    shown = [(b.spec.sec_code, e.transaction_code, e.payment_type, e.trace_number) for b in batches for e in b.entries]
    assert shown == [("WEB", "27", "S", "021000020000001"), ("CCD", "37", None, "021000020000002")]
    assert {batch.spec.effective_entry_date for batch in batches} == {EFFECTIVE}


def test_nothing_waiting_makes_no_file(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada), cancellable_until=NEXT_CUTOFF)

        assert generate_file(cutoff_at=CUTOFF, actor=WORKER, now=CUTOFF) is None
        assert EftFile.objects.count() == 0


def test_a_cut_off_that_has_not_come_makes_no_file(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))

        with pytest.raises(CutoffAhead, match="2026-11-10 16:30 EST"):
            generate_file(cutoff_at=CUTOFF, actor=WORKER, now=CUTOFF - timedelta(microseconds=1))
        assert status_of(row) == PaymentStatus.SUBMITTED


def test_an_incomplete_profile_makes_no_file_and_says_what_is_missing(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        EftProfile.objects.update(company_id="")

        with pytest.raises(EftNotReady, match="Enter the company id"):
            generate_file(cutoff_at=CUTOFF, actor=WORKER, now=CUTOFF)


def test_the_same_cut_off_again_is_the_same_file(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        payment(cast.ada_loan, cast.ada, method)
        first = generated()
        late = payment(cast.ada_loan, cast.ada, method)
        again = generated()

        assert (again.id, again.content_hash) == (first.id, first.content_hash)
        assert (EftFile.objects.count(), EftEntry.objects.count()) == (1, 1)
        assert status_of(late) == PaymentStatus.SUBMITTED
        assert generated(NEXT_CUTOFF).number == 2
        assert status_of(late) == PaymentStatus.CLAIMED


def test_a_second_file_of_a_day_has_the_next_letter_and_higher_traces(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile(cutoffs=["12:00", "16:30"])
        noon = CUTOFF - timedelta(hours=4, minutes=30)
        method = bank_account(cast.ada)
        payment(cast.ada_loan, cast.ada, method, cancellable_until=noon)
        payment(cast.ada_loan, cast.ada, method)
        files = [generated(noon), generated()]

        traces = [line.trace_number for file in files for line in entries_of(file)]
    assert [(file.number, file.id_modifier) for file in files] == [(1, "A"), (2, "B")]
    assert traces == ["021000020000001", "021000020000002"]


def test_a_late_file_asks_for_no_day_that_has_passed(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated(CUTOFF, now=CUTOFF + timedelta(days=4))  # Saturday the 14th

        assert (file.file_on, file.effective_on) == (date(2026, 11, 14), date(2026, 11, 17))
        assert as_read(file).header.created_on == date(2026, 11, 14)


def test_no_one_is_debited_before_the_day_they_agreed_to(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile(effective_days=1)
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada), debit_on=date(2026, 11, 13))

        assert generated().effective_on == date(2026, 11, 13)


def test_stored_bytes_hold_no_account_number(cast: Cast, own_var: Path) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        clear = clear_bytes(file)

        on_disk = [path.read_bytes() for path in own_var.rglob("*") if path.is_file()]
        assert ACCOUNT_NUMBER.encode() in clear
        assert [content for content in on_disk if ACCOUNT_NUMBER.encode() in content or b"ADA LOPEZ" in content] == []
        assert ACCOUNT_NUMBER not in str(list(EftEntry.objects.values()))
        assert ACCOUNT_NUMBER not in str([*AuditEntry.objects.values(), *PaymentEvent.objects.values()])


def test_a_file_is_stored_under_its_lender_and_opens_for_no_other(cast: Cast) -> None:
    made = {}
    people = {"alder": (cast.ada_loan, cast.ada), "birch": (cast.cleo_loan, cast.cleo)}
    for lender in (cast.lenders.alder, cast.lenders.birch):
        with in_tenant(lender):
            profile(company_name=lender.slug)
            account, user = people[lender.slug]
            payment(account, user, bank_account(user), cancellable_until=CUTOFF)
            made[lender.slug] = generated()
            assert [str(row.file_id) for row in files_registered_for(lender.id)] == [str(made[lender.slug].id)]

    with in_tenant(cast.lenders.birch):
        assert EftFile.objects.count() == 1
        assert files_registered_for(cast.lenders.alder.id) == []
    assert made["alder"].storage_key.startswith(f"{cast.lenders.alder.id}/eft/")
    assert made["birch"].storage_key.startswith(f"{cast.lenders.birch.id}/eft/")


def test_what_was_generated_stands_in_the_register(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        (entry,) = files_registered_for(cast.lenders.alder.id)

    assert (entry.file_id, entry.number, entry.content_hash) == (file.id, 1, file.content_hash)
    assert (entry.payment_ids, entry.total_minor, entry.last_trace) == ([str(row.id)], 350_00, "021000020000001")


def break_the_seal(method: BankAccount) -> None:
    method.sealed_number = bytes(method.sealed_number)[:-1] + b"\x00"
    method.save(update_fields=["sealed_number"])


def close_by_return(method: BankAccount) -> None:
    method.validation = Validation.FAILED
    method.save(update_fields=["validation"])


def spoil_routing(method: BankAccount) -> None:
    method.routing_number = "123456789"
    method.save(update_fields=["routing_number"])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (break_the_seal, "We could not use your bank account"),
        (close_by_return, "can no longer be debited"),
        (spoil_routing, "is not a bank's"),
    ],
)
def test_a_payment_that_cannot_be_debited_fails_with_a_reason_and_the_rest_goes_on(
    cast: Cast, spoil: object, words: str
) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        bad = bank_account(cast.ada)
        failing = payment(cast.ada_loan, cast.ada, bad)
        good = payment(cast.bob_loan, cast.bob, bank_account(cast.bob))
        spoil(bad)  # type: ignore[operator]
        file = generated()

        assert [line.payment_reference for line in entries_of(file)] == [good.reference]
        assert status_of(failing) == PaymentStatus.FAILED
        assert words in PaymentEvent.objects.filter(payment=failing).order_by("-at", "-id")[0].text


def test_where_the_keys_cannot_be_opened_nobodys_payment_fails(cast: Cast, own_var: Path) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        key = own_var / "kms" / "master.key"
        away = key.rename(own_var / "away")

        with pytest.raises(KeyUnavailable):
            generate_file(cutoff_at=CUTOFF, actor=WORKER, now=CUTOFF)
        assert (status_of(row), EftFile.objects.count()) == (PaymentStatus.SUBMITTED, 0)
        away.rename(key)
        assert generated().entry_count == 1


def test_the_same_rows_make_the_same_bytes_whatever_the_profile_says_by_then(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        before = clear_bytes(file)
        save_profile(**{**PROFILE, "company_name": "Another Name", "odfi_id": "01100001"}, actor=CLERK, now=NOW)
        # As a worker left it that died before the bytes were stored.
        EftFile.objects.filter(id=file.id).update(content_hash="", status=FileStatus.CLAIMED)
        storage().put(ObjectKey(file.storage_key), b"half a file")

        finished = finish_file(file=EftFile.objects.get(id=file.id), actor=WORKER, now=NEXT_CUTOFF)
        assert (finished.content_hash, clear_bytes(finished)) == (file.content_hash, before)


class CountingKms(KeyFileKms):
    """The key file, which tells how often it was asked."""

    asked: ClassVar[list[str]] = []

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        self.asked.append(context)
        return super().unwrap(wrapped, context=context)


def test_one_run_asks_the_kms_once_however_many_numbers_it_opens(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), override_settings(PORTICO_KMS_ADAPTER=f"{__name__}.CountingKms"):
        profile()
        for number in ("000111222333", "000444555666", "000777888999"):
            payment(cast.ada_loan, cast.ada, bank_account(cast.ada, number=number))
        CountingKms.asked.clear()

        file = generated()

        assert file.entry_count == 3
        assert CountingKms.asked == [f"portico/{cast.lenders.alder.id}/sealing/1"]


def test_a_key_held_for_one_lenders_run_opens_nothing_of_another_and_is_overwritten(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        theirs = bank_account(cast.cleo, number="000222333444")
    with in_tenant(cast.lenders.alder):
        ours = bank_account(cast.ada, number="000111222333")
        with opening_many():
            assert open_number(ours) == "000111222333"
            held = dict(sealed._held.get() or {})
            with pytest.raises(SealBroken):
                open_number(theirs)

    assert [bytes(key) for key in held.values()] == [bytes(32)]
    assert sealed._held.get() is None


def test_the_timeline_says_which_file_and_which_day(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        generated()
        event = PaymentEvent.objects.filter(payment=row).order_by("-at", "-id")[0]

    assert event.step == "claimed"
    assert settings.PORTICO_VAR.exists()
