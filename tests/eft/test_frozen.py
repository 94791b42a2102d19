"""Frozen money: nothing is confirmed, collected, posted or called back, and the work waits without being given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from feature_flags.queries import sections_on, switches_turned
from portal_api.eft import queries, tasks
from portal_api.eft.models import EftFile
from portal_api.eft.nacha import BankReturn
from portal_api.eft.operations import (
    accept_file,
    finish_due,
    generate_file,
    mark_sent,
    read_return_file,
    reject_file,
    settle_due,
)
from portal_api.eft.schedule import GENERATE, SETTLE
from portal_api.payments.models import Payment
from portal_api.payments.operations import cancel_for_caller
from portal_api.payments.states import PaymentStatus
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tenants.frozen import MoneyFrozen, money_frozen
from tenants.models import Lender
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.eft.making import (
    CLERK,
    CUTOFF,
    EFFECTIVE,
    NEXT_CUTOFF,
    SETTLING,
    WINDOW_ENDS,
    WORKER,
    as_read,
    bank_account,
    bank_answers,
    generated,
    payment,
    profile,
    sent,
)


def freeze(lender: Lender) -> None:
    with in_platform(SYSTEM, "freeze"):
        Lender.objects.filter(id=lender.id).update(money_frozen_at=NOW, money_frozen_reason="Restored.")


def due_in_a_file(cast: Cast) -> EftFile:
    payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
    return sent()


def answer(file: EftFile) -> bytes:
    return bank_answers(file, BankReturn(as_read(file).batches[0].entries[0], "R01"))


@pytest.mark.parametrize(
    "work",
    [
        lambda file: generate_file(cutoff_at=NEXT_CUTOFF, actor=WORKER, now=NEXT_CUTOFF),
        lambda file: settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING),
        lambda file: accept_file(file=file, actor=CLERK, now=NEXT_CUTOFF),
        lambda file: reject_file(file=file, reason="refused", actor=CLERK, now=NEXT_CUTOFF),
        lambda file: mark_sent(file=file, actor=CLERK, now=NEXT_CUTOFF),
        lambda file: read_return_file(name="r", content=answer(file), actor=CLERK, now=NEXT_CUTOFF),
        lambda file: cancel_for_caller(
            payment_id=Payment.objects.get(status=PaymentStatus.SUBMITTED).id, actor=CLERK, now=NOW
        ),
    ],
    ids=["generate", "settle", "accept", "reject", "mark sent", "returns", "cancel"],
)
def test_a_frozen_lender_moves_no_money(cast: Cast, work: Callable[[EftFile], Any]) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        file = due_in_a_file(cast)
        payment(cast.bob_loan, cast.bob, bank_account(cast.bob), cancellable_until=NEXT_CUTOFF)
        before = sorted(Payment.objects.values_list("id", "status"))
    freeze(cast.lenders.alder)

    with in_tenant(cast.lenders.alder):
        with pytest.raises(MoneyFrozen):
            work(file)
        assert sorted(Payment.objects.values_list("id", "status")) == before
        assert list(EftFile.objects.values_list("id", "status")) == [(file.id, "sent")]


def test_nothing_becomes_final_while_money_is_frozen(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        due_in_a_file(cast)
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
    freeze(cast.lenders.alder)

    with in_tenant(cast.lenders.alder), pytest.raises(MoneyFrozen):
        finish_due(today=WINDOW_ENDS + timedelta(days=1), actor=WORKER, now=SETTLING)


def test_the_other_lender_goes_on(cast: Cast) -> None:
    for lender in (cast.lenders.alder, cast.lenders.birch):
        with in_tenant(lender):
            profile()
    with in_tenant(cast.lenders.birch):
        payment(cast.cleo_loan, cast.cleo, bank_account(cast.cleo))
    freeze(cast.lenders.alder)

    with in_tenant(cast.lenders.birch):
        assert generated().entry_count == 1
        assert (queries.is_ready(), money_frozen(cast.lenders.birch)) == (True, None)
    with in_tenant(cast.lenders.alder):
        assert queries.is_ready() is False
        assert "payments" in sections_on(switches_turned())


def test_frozen_work_stores_its_next_run_and_fails_not(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
    freeze(cast.lenders.alder)

    with in_tenant(cast.lenders.alder):
        tasks.generate(now=CUTOFF, cutoff_at=CUTOFF.isoformat())
        tasks.settle(now=SETTLING)
        assert EftFile.objects.count() == 0
    with in_platform(SYSTEM, "look at the outbox"):
        waiting = OutboxEntry.objects.filter(lender_id=cast.lenders.alder.id, due_at__gt=SETTLING)
        assert set(waiting.values_list("task", flat=True)) == {GENERATE, SETTLE}


def test_who_stands_in_rows_that_were_set_aside_moves_no_money_either(cast: Cast) -> None:
    was = cast.lenders.alder
    now_elsewhere = Lender(id=was.id, vault_id=was.vault_id, schema_name=was.schema_name, db_role="another_role")

    with in_tenant(was):
        found = money_frozen(now_elsewhere)

    assert found is not None
    assert found.since is None
