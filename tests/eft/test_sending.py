"""Sent, accepted, rejected: what each does to a file and to its payments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from portal_api.eft.errors import AlreadyPosted, ReasonMissing
from portal_api.eft.models import EftEntry, EftFile
from portal_api.eft.operations import accept_file, mark_sent, reject_file, settle_due
from portal_api.eft.states import FILE_LIFE, FileStatus
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.states import PaymentStatus
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import MoveNotAllowed
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import (
    CLERK,
    CUTOFF,
    EFFECTIVE,
    NEXT_CUTOFF,
    SETTLING,
    WORKER,
    bank_account,
    generated,
    payment,
    profile,
    sent,
)

STEPS: dict[FileStatus, Callable[..., EftFile]] = {
    FileStatus.SENT: mark_sent,
    FileStatus.ACCEPTED: accept_file,
    FileStatus.REJECTED: partial(reject_file, reason="Wrong origin id"),
}


def status_of(row: Payment) -> str:
    return Payment.objects.get(id=row.id).status


def test_marking_as_sent_says_who_and_when_and_stands_on_the_timeline(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()

        assert (file.status, file.sent_at, file.sent_by) == (FileStatus.SENT, CUTOFF, "Sam Ortiz")
        assert (status_of(row), PaymentEvent.objects.filter(payment=row, step="sent").count()) == ("claimed", 1)
        assert AuditEntry.objects.filter(action="eft_file.sent", actor_label="Sam Ortiz").count() == 1


def test_a_file_is_sent_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()

        with pytest.raises(MoveNotAllowed):
            mark_sent(file=file, actor=CLERK, now=CUTOFF)
        assert PaymentEvent.objects.filter(step="sent").count() == 1


@pytest.mark.parametrize("status", FileStatus)
@pytest.mark.parametrize("to", [FileStatus.SENT, FileStatus.ACCEPTED, FileStatus.REJECTED])
def test_a_step_that_a_file_cannot_take_is_refused_in_words_that_name_no_state_of_ours(
    cast: Cast, status: FileStatus, to: FileStatus
) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        EftFile.objects.update(status=status)
        if FILE_LIFE.allows(from_=status, to=to):
            assert STEPS[to](file=file, actor=CLERK, now=CUTOFF).status == to
        else:
            with pytest.raises(MoveNotAllowed) as refused:
                STEPS[to](file=file, actor=CLERK, now=CUTOFF)
            assert refused.value.message == FILE_LIFE.refusals[status]


def test_a_file_that_is_not_sent_yet_says_that_it_must_be_before_the_bank_can_accept_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))

        with pytest.raises(MoveNotAllowed) as refused:
            accept_file(file=generated(), actor=CLERK, now=CUTOFF)
    assert refused.value.message == "This file is ready to send; it can only be accepted once it is sent."


def test_a_file_marked_on_its_effective_date_is_settled_at_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        mark_sent(file=generated(), actor=CLERK, now=SETTLING)

        soon = OutboxEntry.objects.filter(task="eft.settle", due_at=SETTLING, key__isnull=True)
        assert soon.count() == 1


def test_a_rejected_files_payments_wait_for_the_next_file(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        rejected = reject_file(file=sent(), reason="Wrong origin id", actor=CLERK, now=CUTOFF)
        waiting = status_of(row)
        again = generated(NEXT_CUTOFF)

        assert (rejected.status, waiting) == (FileStatus.REJECTED, PaymentStatus.SUBMITTED)
        assert (again.number, status_of(row)) == (2, PaymentStatus.CLAIMED)
        assert list(EftEntry.objects.order_by("trace_number").values_list("file__number", "given_back_at")) == [
            (1, CUTOFF),
            (2, None),
        ]


def test_a_rejected_file_is_not_settled(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        reject_file(file=sent(), reason="Wrong origin id", actor=CLERK, now=CUTOFF)

        assert settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING) == 0
        assert status_of(row) == PaymentStatus.SUBMITTED


def test_rejecting_needs_a_reason(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()

        with pytest.raises(ReasonMissing):
            reject_file(file=file, reason="  ", actor=CLERK, now=CUTOFF)


def test_a_file_with_posted_payments_cannot_be_rejected_as_a_whole(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = sent()
        settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING)

        with pytest.raises(AlreadyPosted):
            reject_file(file=file, reason="Too late", actor=CLERK, now=SETTLING)
        assert (status_of(row), EftFile.objects.get().status) == (PaymentStatus.SETTLED, FileStatus.SENT)


def test_an_accepted_file_settles_like_a_sent_one(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        accepted = accept_file(file=sent(), actor=CLERK, now=CUTOFF)

        assert accepted.status == FileStatus.ACCEPTED
        assert settle_due(today=EFFECTIVE, actor=WORKER, now=SETTLING) == 1
        assert status_of(row) == PaymentStatus.SETTLED
