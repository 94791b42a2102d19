"""A restore forgets what the bank was given; a second debit is impossible all the same."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal_api.eft import tasks
from portal_api.eft.models import EftEntry, EftFile
from portal_api.eft.nacha import BankReturn
from portal_api.eft.operations import (
    OriginalLives,
    generate_file,
    look,
    mark_sent,
    read_return_file,
    reject_file,
    settle_due,
    thaw,
)
from portal_api.eft.register.queries import files_of_vault
from portal_api.eft.register_check import Kind
from portal_api.payments.models import Payment
from portal_api.payments.states import PaymentStatus
from portico_kernel.audit.models import AuditEntry
from tenants.backup.restoring import restore, restore_as
from tenants.context import in_platform, in_tenant
from tenants.frozen import MoneyFrozen, money_frozen
from tenants.models import Lender
from tests.backup.making import House, backed_up, everything, now_of
from tests.cast import NOW
from tests.database import SYSTEM
from tests.eft.making import CLERK, NEXT_CUTOFF, SETTLING, WORKER, as_read, bank_answers, generated, payment, sent

THIRD_CUTOFF = NEXT_CUTOFF + timedelta(days=1)
FOURTH_CUTOFF = THIRD_CUTOFF + timedelta(days=3)
LATER = FOURTH_CUTOFF + timedelta(hours=1)


def waiting(house: House, cutoff_at: datetime) -> Payment:
    return payment(house.cast.ada_loan, house.cast.ada, house.adas, cancellable_until=cutoff_at)


def debits(lender: Lender) -> Counter[str]:
    """How often each payment was put before the bank."""
    with in_platform(SYSTEM, "count debits"):
        return Counter(each for entry in files_of_vault(lender.vault_id) for each in entry.payment_ids)


def every_file(lender: Lender) -> None:
    """What the workers would do at each cut-off, as often as they like."""
    with in_tenant(lender):
        for cutoff_at in (NEXT_CUTOFF, THIRD_CUTOFF, FOURTH_CUTOFF, FOURTH_CUTOFF):
            tasks.generate(now=LATER, cutoff_at=cutoff_at.isoformat())
        tasks.settle(now=LATER)


def test_files_made_after_the_backup_are_never_debited_again(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        second, third = waiting(house, NEXT_CUTOFF), waiting(house, THIRD_CUTOFF)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        sent(NEXT_CUTOFF)
        sent(THIRD_CUTOFF)
    before, firs = debits(house.elm), everything(house.fir)

    restore(path=file, actor=SYSTEM, now=LATER)
    elm = now_of("elm")
    every_file(elm)
    with in_tenant(elm):
        with pytest.raises(MoneyFrozen):
            generate_file(cutoff_at=FOURTH_CUTOFF, actor=WORKER, now=LATER)
        frozen_at = sorted(Payment.objects.values_list("status", flat=True))
    done = thaw(lender=elm, accept_missing="", actor=SYSTEM, now=LATER)
    elm = now_of("elm")
    every_file(elm)

    assert frozen_at == ["claimed", "submitted", "submitted"]
    assert (done.is_thawed, done.left) == (True, [])
    assert debits(elm) == before
    assert set(before.values()) == {1}
    with in_tenant(elm):
        assert list(EftFile.objects.order_by("number").values_list("number", "status")) == [
            (1, "sent"),
            (2, "sent"),
            (3, "sent"),
        ]
        entries = {entry.payment_id: entry for entry in EftEntry.objects.select_related("file")}
        assert {entries[each.id].file.number for each in (second, third)} == {2, 3}
    assert everything(house.fir) == firs


def test_the_files_that_are_made_again_are_those_that_the_bank_has(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        waiting(house, NEXT_CUTOFF)
        waiting(house, NEXT_CUTOFF)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        sent(NEXT_CUTOFF)
        was = everything_of_file(2)

    restore(path=file, actor=SYSTEM, now=LATER)
    thaw(lender=now_of("elm"), accept_missing="", actor=SYSTEM, now=LATER)

    with in_tenant(now_of("elm")):
        assert everything_of_file(2) == was
        assert [entry.trace_number for entry in as_read(EftFile.objects.get(number=2)).batches[0].entries] == was[1]
        waiting(house, LATER)
        made = generated(LATER)
        assert (made.number, made.entries.get().trace_number) == (3, "021000020000004")


def everything_of_file(number: int) -> tuple[date, list[str], str, str, int]:
    file = EftFile.objects.get(number=number)
    traces = list(file.entries.order_by("trace_number").values_list("trace_number", flat=True))
    return file.effective_on, traces, file.content_hash, file.storage_key, file.total_minor


def test_a_payment_that_was_made_after_the_backup_keeps_money_frozen_until_somebody_says_why(
    house: House, tmp_path: Path
) -> None:
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        late = waiting(house, NEXT_CUTOFF)
        sent(NEXT_CUTOFF)

    restore(path=file, actor=SYSTEM, now=LATER)
    elm = now_of("elm")
    seen = [each.kind for each in look(lender=elm, actor=SYSTEM)]
    first = thaw(lender=elm, accept_missing="", actor=SYSTEM, now=LATER)
    with in_tenant(elm):
        still = money_frozen(elm)
    again = thaw(lender=elm, accept_missing="Refunded by hand.", actor=SYSTEM, now=LATER)

    assert seen == [Kind.FILE_UNSURE, Kind.FILE_MISSING, Kind.PAYMENT_MISSING]
    assert (first.is_thawed, still is not None, again.is_thawed) == (False, True, True)
    assert [each.kind for each in first.left] == [each.kind for each in again.left] == [Kind.PAYMENT_MISSING]
    assert str(late.id) in first.left[0].sentence
    with in_platform(SYSTEM, "read the audit"):
        assert AuditEntry.objects.get(action="lender.money_thawed").reason == "Refunded by hand."
    with in_tenant(elm):
        assert AuditEntry.objects.get(action="lender.money_thawed").reason == "Refunded by hand."
        assert money_frozen(elm) is None


def test_a_payment_that_was_given_back_stands_in_the_last_file_that_took_it(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        row = waiting(house, NEXT_CUTOFF)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        reject_file(file=generated(NEXT_CUTOFF), reason="refused", actor=CLERK, now=NEXT_CUTOFF + timedelta(hours=1))
        sent(THIRD_CUTOFF)

    restore(path=file, actor=SYSTEM, now=LATER)
    elm = now_of("elm")
    done = thaw(lender=elm, accept_missing="", actor=SYSTEM, now=LATER)
    every_file(elm)

    assert done.is_thawed
    assert debits(elm)[str(row.id)] == 2  # the bank refused the first
    with in_tenant(elm):
        lines = EftEntry.objects.filter(payment_id=row.id).order_by("file__number")
        assert [(line.file.number, line.given_back_at is None) for line in lines] == [(2, False), (3, True)]


def test_what_the_bank_sent_back_since_the_backup_is_read_again(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        row = waiting(house, NEXT_CUTOFF)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        bank_file = sent(NEXT_CUTOFF)
        answer = bank_answers(bank_file, BankReturn(as_read(bank_file).batches[0].entries[0], "R01"))
        read_return_file(name="R.ach", content=answer, actor=CLERK, now=NEXT_CUTOFF)

    restore(path=file, actor=SYSTEM, now=LATER)
    elm = now_of("elm")
    thaw(lender=elm, accept_missing="", actor=SYSTEM, now=LATER)

    with in_tenant(elm):
        assert Payment.objects.get(id=row.id).return_code == "R01"
        assert settle_due(today=LATER.date(), actor=WORKER, now=LATER) == 1  # the one of the first file


def test_a_copy_never_collects_beside_its_original(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        waiting(house, NEXT_CUTOFF)
    file = backed_up(house, tmp_path)
    restore_as(path=file, slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW)
    copy = now_of("elm-copy")

    with pytest.raises(OriginalLives, match="elm-copy and elm have the same borrowers"):
        thaw(lender=copy, accept_missing="I want to", actor=SYSTEM, now=LATER)
    every_file(copy)
    with in_tenant(house.elm):
        sent(NEXT_CUTOFF)

    assert set(debits(house.elm).values()) == {1}
    with in_tenant(copy):
        assert list(Payment.objects.order_by("status").values_list("status", flat=True)) == ["claimed", "submitted"]


def test_what_the_operator_types_and_reads(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        row = waiting(house, NEXT_CUTOFF)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        mark_sent(file=generated(NEXT_CUTOFF), actor=CLERK, now=NEXT_CUTOFF)
        late = waiting(house, THIRD_CUTOFF)
        sent(THIRD_CUTOFF)
    restore(path=file, actor=SYSTEM, now=SETTLING)

    out = StringIO()
    call_command("eft", "status", "elm", stdout=out)
    with pytest.raises(CommandError, match="Settle the 1 above by hand"):
        call_command("thaw", "elm", "--apply", stdout=out)
    call_command("thaw", "elm", "--apply", "--accept-missing", "Refunded.", stdout=out)

    said = out.getvalue()
    assert said.startswith("Frozen. Restored from the backup of 2026-11-10 15:00 UTC. No file is made before")
    assert f"Payment {row.reference} of $350.00 is in file 2, but still waits here." in said
    assert f"Payment {late.id} of file 3 is missing here: it was made after the backup." in said
    assert said.endswith("The money of elm moves again.\n")
    with pytest.raises(CommandError, match="is not frozen"):
        call_command("thaw", "elm")
    with in_tenant(now_of("elm")):
        assert Payment.objects.get(id=row.id).status == PaymentStatus.CLAIMED
