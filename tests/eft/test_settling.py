"""From the effective date to finality."""

from __future__ import annotations

from datetime import date, timedelta

from portal_api.accounts.models import AccountSnapshot
from portal_api.accounts.states import Standing
from portal_api.eft.nacha import BankReturn
from portal_api.eft.operations import finish_due, mark_sent, read_return_file, settle_due
from portal_api.notices.models import Notice
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.staff_queries import payments_held
from portal_api.payments.states import PaymentStatus
from portal_api.servicing.models import LedgerTransaction
from portal_api.wallet.states import Validation
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import (
    CLERK,
    CUTOFF,
    EFFECTIVE,
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

ONE_DAY = timedelta(days=1)


def posted(row: Payment) -> list[tuple[str, date]]:
    return list(LedgerTransaction.objects.filter(payment_id=row.id).values_list("kind", "effective_on"))


def principal_of(row: Payment) -> int:
    return AccountSnapshot.objects.get(account_id=row.account_id).principal_minor


def test_a_sent_payment_is_posted_on_its_effective_date_and_not_before(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        before = principal_of(row)
        sent()
        early = settle_due(today=EFFECTIVE - ONE_DAY, actor=WORKER, now=SETTLING - ONE_DAY)
        on_the_day = settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
        again = settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)

        row.refresh_from_db()
        assert (early, on_the_day, again) == (0, 1, 0)
        assert (row.status, row.settled_at, row.final_on) == (PaymentStatus.SETTLED, SETTLING, WINDOW_ENDS)
        assert posted(row) == [("payment", EFFECTIVE)]
        assert principal_of(row) < before


def test_a_file_nobody_sent_is_not_posted(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        generated()

        assert settle_due(today=EFFECTIVE + 30 * ONE_DAY, actor=WORKER, now=SETTLING) == 0
        assert posted(row) == []


def test_a_file_sent_late_keeps_its_window_open_from_the_day_it_was_sent(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        late = SETTLING + 4 * ONE_DAY  # Monday the 16th
        mark_sent(file=generated(), actor=CLERK, now=late)
        settle_due(today=date(2026, 11, 16), actor=WORKER, now=late)

        row.refresh_from_db()
        assert row.final_on == date(2026, 11, 18)


def test_final_comes_the_day_after_the_window_and_verifies_the_bank_account(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        row = payment(cast.ada_loan, cast.ada, method)
        sent()
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
        inside = finish_due(today=WINDOW_ENDS, actor=WORKER, now=SETTLING)
        after = finish_due(today=WINDOW_ENDS + ONE_DAY, actor=WORKER, now=SETTLING)

        row.refresh_from_db()
        method.refresh_from_db()
        assert (inside, after, row.status) == (0, 1, PaymentStatus.FINAL)
        assert method.validation == Validation.VERIFIED


def test_settling_one_lender_leaves_the_other_alone(cast: Cast) -> None:
    rows = {}
    for lender, account, user in (
        (cast.lenders.alder, cast.ada_loan, cast.ada),
        (cast.lenders.birch, cast.cleo_loan, cast.cleo),
    ):
        with in_tenant(lender):
            profile()
            rows[lender.slug] = payment(account, user, bank_account(user), cancellable_until=CUTOFF)
            sent()

    with in_tenant(cast.lenders.alder):
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
        rows["alder"].refresh_from_db()
    with in_tenant(cast.lenders.birch):
        rows["birch"].refresh_from_db()

    assert (rows["alder"].status, rows["birch"].status) == (PaymentStatus.SETTLED, PaymentStatus.CLAIMED)


def test_a_debit_above_the_payoff_is_held_told_once_and_posted_when_the_ledger_takes_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada), amount_minor=12_100_00)
        fine = payment(cast.bob_loan, cast.bob, bank_account(cast.bob))
        sent()
        first = settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
        again = settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING + ONE_DAY)
        row.refresh_from_db()
        told = list(Notice.objects.filter(kind__startswith="payment_held").order_by("kind").values_list("to_email"))

        assert (first, again, row.status, posted(row)) == (1, 0, PaymentStatus.HELD, [])
        assert posted(fine) == [("payment", EFFECTIVE)]
        assert told == [("ada@example.com",), ("sam@alder.test",)]
        assert [found.id for found in payments_held()] == [row.id]
        assert PaymentEvent.objects.get(payment=row, step="held").staff_text.endswith(
            "$12,100.00 is more than the $12,049.08 that closes this account."
        )

        Payment.objects.filter(id=row.id).update(amount_minor=350_00)
        assert settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING + ONE_DAY) == 1
        row.refresh_from_db()
        assert (row.status, payments_held()) == (PaymentStatus.SETTLED, [])
    with in_tenant(cast.lenders.birch):
        assert Notice.objects.count() == 0


def test_a_debit_of_an_account_charged_off_meanwhile_is_held_and_can_come_back(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()
        AccountSnapshot.objects.filter(account=row.account_id).update(standing=Standing.CHARGED_OFF)
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)
        held = Payment.objects.get(id=row.id).status
        answer = bank_answers(file, BankReturn(as_read(file).batches[0].entries[0], "R01"), at=SETTLING + ONE_DAY)
        read_return_file(name="back.ach", content=answer, actor=CLERK, now=SETTLING + ONE_DAY)

        row.refresh_from_db()
        assert (held, row.status, posted(row)) == (PaymentStatus.HELD, PaymentStatus.RETURNED, [])
