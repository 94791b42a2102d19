"""What the bank sends back: applied once where it is sure, kept and explained where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal_api.accounts.models import AccountSnapshot
from portal_api.eft.models import EftFile, ReturnFile, ReturnItem
from portal_api.eft.nacha import BankReturn, Entry, UnreadableFile
from portal_api.eft.operations import ReturnsRead, finish_due, read_return_file, reject_file, settle_due
from portal_api.eft.queries import items_of, return_files, returned_total
from portal_api.notices.models import Notice
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.states import PaymentStatus
from portal_api.servicing.models import LedgerTransaction
from portal_api.wallet.models import BankAccount
from portal_api.wallet.states import Validation
from portico_kernel.money import Money
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import (
    ACCOUNT_NUMBER,
    CLERK,
    CUTOFF,
    EFFECTIVE,
    SETTLING,
    WORKER,
    as_read,
    bank_account,
    bank_answers,
    payment,
    profile,
    sent,
)

BANK_DAY = SETTLING + timedelta(days=1)


def settled(cast: Cast) -> tuple[Payment, EftFile]:
    """Ada's payment, posted to the ledger, and its file. The lender is entered."""
    profile()
    row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
    file = sent()
    settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
    row.refresh_from_db()
    return row, file


def entry_in(file: EftFile) -> Entry:
    return as_read(file).batches[0].entries[0]


def read(content: bytes, name: str = "returns.ach") -> ReturnsRead:
    return read_return_file(name=name, content=content, actor=CLERK, now=BANK_DAY)


def principal_of(row: Payment) -> int:
    return AccountSnapshot.objects.get(account_id=row.account_id).principal_minor


def test_a_return_reverses_by_a_new_line_and_says_why_in_plain_words(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        before = AccountSnapshot.objects.get(account=cast.ada_loan).principal_minor
        row, file = settled(cast)
        result = read(bank_answers(file, BankReturn(entry_in(file), "R01"), at=BANK_DAY))

        row.refresh_from_db()
        kinds = LedgerTransaction.objects.filter(payment_id=row.id).order_by("posted_at")
        event = PaymentEvent.objects.get(payment=row, step="returned")
        assert result.outcomes == {"applied": 1}
        assert (row.status, row.return_code) == (PaymentStatus.RETURNED, "R01")
        assert [line.kind for line in kinds] == ["payment", "reversal"]
        assert principal_of(row) == before
        assert "not enough money" in event.text
        assert "not enough money" in str(Notice.objects.filter(about_id=str(row.id)).values())
        assert returned_total(file) == Money(350_00)


def test_no_funds_keeps_the_bank_account_and_a_closed_account_disables_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        mine, theirs = bank_account(cast.ada), bank_account(cast.bob)
        rows = [payment(cast.ada_loan, cast.ada, mine), payment(cast.bob_loan, cast.bob, theirs)]
        file = sent()
        by_reference = {entry.individual_id: entry for entry in as_read(file).batches[0].entries}
        codes = zip(rows, ("R01", "R02"), strict=True)
        read(bank_answers(file, *(BankReturn(by_reference[row.reference], code) for row, code in codes)))

        validations = dict(BankAccount.objects.values_list("user__name", "validation"))
    assert validations == {"Ada Lopez": Validation.PENDING, "Bob Stein": Validation.FAILED}


def test_a_return_before_the_effective_date_leaves_the_ledger_alone(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()
        read(bank_answers(file, BankReturn(entry_in(file), "R03")))
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)

        row.refresh_from_db()
        assert (row.status, LedgerTransaction.objects.filter(payment_id=row.id).count()) == ("returned", 0)


def test_an_unauthorised_return_reverses_a_final_payment_weeks_later(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        finish_due(today=date(2026, 12, 1), actor=WORKER, now=SETTLING)
        read(bank_answers(file, BankReturn(entry_in(file), "R10"), at=BANK_DAY))

        row.refresh_from_db()
        assert (row.status, row.method.validation) == (PaymentStatus.RETURNED, Validation.FAILED)
        assert LedgerTransaction.objects.filter(payment_id=row.id, kind="reversal").count() == 1


def test_the_same_file_again_says_so_and_changes_nothing(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        content = bank_answers(file, BankReturn(entry_in(file), "R01"))
        first, again = read(content), read(content, name="renamed.ach")

        assert (first.is_known, again.is_known, again.file.id) == (False, True, first.file.id)
        assert again.outcomes == {"applied": 1}
        assert (ReturnFile.objects.count(), ReturnItem.objects.count()) == (1, 1)
        assert LedgerTransaction.objects.filter(payment_id=row.id).count() == 2


def test_the_same_return_in_another_file_or_twice_in_one_is_kept_as_repeated(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        back = BankReturn(entry_in(file), "R01")
        twice = read(bank_answers(file, back, back))
        other = read(bank_answers(file, back, at=BANK_DAY + timedelta(days=1)))

        assert (twice.outcomes, other.outcomes) == ({"applied": 1, "repeated": 1}, {"repeated": 1})
        assert items_of(other.file)[0].explanation == (
            f"Payment {row.reference} was returned before, as R01. Nothing was changed."
        )
        assert LedgerTransaction.objects.filter(payment_id=row.id).count() == 2


def test_an_unknown_trace_number_is_kept_and_explained(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        strange = replace(entry_in(file), trace_number="021000029999999")
        result = read(bank_answers(file, BankReturn(strange, "R01")))

        row.refresh_from_db()
        (item,) = items_of(result.file)
        assert (item.outcome, item.payment, row.status) == ("unknown_trace", None, PaymentStatus.SETTLED)
        assert item.explanation == ("Nothing was changed; ask the bank which file trace number 021000029999999 was in.")


def test_another_amount_is_kept_and_explained(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        result = read(bank_answers(file, BankReturn(replace(entry_in(file), amount=Money(1_00)), "R01")))

        row.refresh_from_db()
        (item,) = items_of(result.file)
        assert (item.outcome, row.status) == ("mismatch", PaymentStatus.SETTLED)
        assert item.explanation == (
            f"The bank returns $1.00, our entry for payment {row.reference} was a debit of $350.00."
            " Nothing was changed; ask the bank."
        )


def test_an_entry_of_a_rejected_file_is_kept_and_explained(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()
        content = bank_answers(file, BankReturn(entry_in(file), "R01"))
        reject_file(file=file, reason="Wrong origin id", actor=CLERK, now=CUTOFF)
        result = read(content)

        row.refresh_from_db()
        assert (result.outcomes, row.status) == ({"mismatch": 1}, PaymentStatus.SUBMITTED)


def test_one_line_that_is_not_ours_does_not_hold_up_the_others(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        ours = entry_in(file)
        strange = replace(ours, trace_number="021000029999999")
        result = read(bank_answers(file, BankReturn(strange, "R01"), BankReturn(ours, "R01")))

        row.refresh_from_db()
        assert result.outcomes == {"unknown_trace": 1, "applied": 1}
        assert row.status == PaymentStatus.RETURNED
        assert [(f.item_count, f.applied_count) for f in return_files()] == [(2, 1)]  # type: ignore[attr-defined]


def test_a_malformed_file_is_refused_and_nothing_of_it_is_applied(cast: Cast, own_var: Path) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        content = bank_answers(file, BankReturn(entry_in(file), "R01"))
        stored = len(list((own_var / "objects").rglob("*.sealed")))

        with pytest.raises(UnreadableFile, match="line"):
            read(content[:-300])
        row.refresh_from_db()
        assert (row.status, ReturnFile.objects.count()) == (PaymentStatus.SETTLED, 0)
        assert len(list((own_var / "objects").rglob("*.sealed"))) == stored


def test_a_notice_of_change_is_kept_with_the_last_four_only(cast: Cast, own_var: Path) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        change = BankReturn(entry_in(file), "C01", corrected_data="112233445566")
        result = read(bank_answers(file, change))

        row.refresh_from_db()
        (item,) = items_of(result.file)
        assert (item.outcome, item.payment_id, row.status) == ("change", row.id, PaymentStatus.SETTLED)
        assert item.explanation.startswith(
            f"Incorrect account number: Checking ••4321, payment {row.reference}. The bank says: account number"
            " ending 5566."
        )
        sealed = [path.read_bytes() for path in (own_var / "objects").rglob("*.sealed")]
        assert [content for content in sealed if b"112233445566" in content or ACCOUNT_NUMBER.encode() in content] == []


def test_a_return_does_nothing_at_the_other_lender_even_with_the_same_trace_number(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        profile()
        theirs = payment(cast.cleo_loan, cast.cleo, bank_account(cast.cleo))
        other_file = sent()
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        content = bank_answers(file, BankReturn(entry_in(file), "R01"))
        same_trace = entry_in(file).trace_number
        read(content)
    with in_tenant(cast.lenders.birch):
        theirs.refresh_from_db()
        assert entry_in(other_file).trace_number == same_trace
        assert (theirs.status, ReturnFile.objects.count()) == (PaymentStatus.CLAIMED, 0)
    with in_tenant(cast.lenders.alder):
        row.refresh_from_db()
        assert row.status == PaymentStatus.RETURNED


@pytest.mark.parametrize(
    ("company_id", "code", "corrected"),
    [("9999999999", "R02", ""), ("1234567890", "R02", ""), ("9999999999", "C01", "5")],
)
def test_a_file_of_another_lender_at_the_same_bank_does_nothing_although_trace_and_amount_are_ours(
    cast: Cast, company_id: str, code: str, corrected: str
) -> None:
    with in_tenant(cast.lenders.birch):
        profile(company_name="Birch Finance", company_id=company_id)
        theirs = payment(cast.cleo_loan, cast.cleo, bank_account(cast.cleo))
        sent()
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
    with in_tenant(cast.lenders.alder):
        _, file = settled(cast)
        trace = entry_in(file).trace_number
        content = bank_answers(file, BankReturn(entry_in(file), code, corrected_data=corrected), at=BANK_DAY)
    with in_tenant(cast.lenders.birch):
        result = read(content, "alder.ach")
        theirs.refresh_from_db()

        (item,) = items_of(result.file)
        assert (item.outcome, theirs.status, theirs.return_code) == ("mismatch", PaymentStatus.SETTLED, "")
        assert item.explanation == (
            f"Trace number {trace} is on our entry for payment {theirs.reference}, but the line names another"
            " company, payment or receiving bank: it may be another company's. Nothing was changed; ask the bank."
        )
        assert list(LedgerTransaction.objects.filter(payment_id=theirs.id).values_list("kind", flat=True)) == [
            "payment"
        ]
        assert BankAccount.objects.get().validation != Validation.FAILED


@pytest.mark.parametrize("change", [{"individual_id": "P-OTHER"}, {"routing_number": "021000021"}])
def test_a_line_that_names_another_payment_or_bank_is_kept_and_explained(cast: Cast, change: dict[str, str]) -> None:
    with in_tenant(cast.lenders.alder):
        row, file = settled(cast)
        result = read(bank_answers(file, BankReturn(replace(entry_in(file), **change), "R01")))  # type: ignore[arg-type]

        row.refresh_from_db()
        assert (result.outcomes, row.status) == ({"mismatch": 1}, PaymentStatus.SETTLED)
