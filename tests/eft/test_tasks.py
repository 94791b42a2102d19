"""The worker's rounds: each stores the next, wakes late without harm, and finishes what died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal_api.eft.models import EftFile, EftProfile
from portal_api.eft.operations import mark_sent
from portal_api.eft.operations.writing import record_step
from portal_api.eft.states import FileStatus
from portal_api.payments.models import Payment
from portal_api.payments.states import PaymentStatus
from portico_kernel.audit.models import AuditEntry
from portico_kernel.audit.queries import audit_entries, audit_of
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tenants.outbox import Round, run_due
from tests.cast import Cast
from tests.database import SYSTEM
from tests.eft.making import (
    CLERK,
    CUTOFF,
    NEXT_CUTOFF,
    SETTLING,
    bank_account,
    generated,
    payment,
    profile,
)


def planned() -> list[tuple[str, datetime]]:
    """What is still to be done about bank files, in order. Read from the platform."""
    with in_platform(SYSTEM, "look at due work"):
        due = OutboxEntry.objects.filter(task__startswith="eft.", done_at__isnull=True)
        return list(due.order_by("due_at").values_list("task", "due_at"))


def only_bank_work() -> None:
    """Drop the notices' deliveries, which are other tests' matter."""
    with in_platform(SYSTEM, "drop other work"):
        OutboxEntry.objects.exclude(task__startswith="eft.").delete()


def test_at_the_cut_off_the_worker_makes_the_file_and_plans_the_next(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
    only_bank_work()
    before = run_due(now=CUTOFF - timedelta(seconds=1))
    at_it = run_due(now=CUTOFF)

    with in_tenant(cast.lenders.alder):
        row.refresh_from_db()
        assert (before, at_it, row.status) == (Round(0, 0), Round(1, 0), PaymentStatus.CLAIMED)
    assert planned() == [
        ("eft.settle", datetime(2026, 11, 11, 5, 5, tzinfo=UTC)),
        ("eft.generate", NEXT_CUTOFF),
    ]


def test_just_after_midnight_the_worker_settles_and_plans_the_next_night(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        mark_sent(file=generated(), actor=CLERK, now=CUTOFF)
    only_bank_work()
    run_due(now=SETTLING)

    with in_tenant(cast.lenders.alder):
        row.refresh_from_db()
        assert row.status == PaymentStatus.SETTLED
    assert ("eft.settle", SETTLING + timedelta(days=1)) in planned()


def test_a_worker_that_slept_through_cut_offs_takes_what_all_of_them_would_have(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        rows = [
            payment(cast.ada_loan, cast.ada, method, cancellable_until=until)
            for until in (CUTOFF, NEXT_CUTOFF, NEXT_CUTOFF + timedelta(days=1))
        ]
    only_bank_work()
    run_due(now=NEXT_CUTOFF + timedelta(hours=1))

    with in_tenant(cast.lenders.alder):
        statuses = [Payment.objects.get(id=row.id).status for row in rows]
        assert statuses == [PaymentStatus.CLAIMED, PaymentStatus.CLAIMED, PaymentStatus.SUBMITTED]
        assert list(EftFile.objects.order_by("number").values_list("cutoff_at", flat=True)) == [CUTOFF, NEXT_CUTOFF]


def test_the_next_round_finishes_a_file_whose_worker_died(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        EftFile.objects.update(content_hash="", status=FileStatus.CLAIMED)
    only_bank_work()
    run_due(now=NEXT_CUTOFF)

    with in_tenant(cast.lenders.alder):
        finished = EftFile.objects.get()
        assert (finished.status, finished.content_hash) == (FileStatus.GENERATED, file.content_hash)
        resumed = AuditEntry.objects.get(action="eft_file.resumed")
        assert (resumed.object_id, resumed.at, resumed.summary) == (
            str(file.id),
            NEXT_CUTOFF,
            "Took up bank file 1 again: the run that began it had not finished it.",
        )


def test_a_file_has_an_audit_row_from_its_claim_on_and_says_nothing_of_resuming(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        generated()
        rows = AuditEntry.objects.filter(object_kind="eft_file").values_list("action", "summary")

        assert dict(rows)["eft_file.begun"] == "Began bank file 1: 1 entry, $350.00."
        assert sorted(dict(rows)) == ["eft_file.begun", "eft_file.generated"]


def test_a_files_history_is_newest_first_also_within_one_instant(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()
        for number in range(8):
            record_step(file, "tried", f"Tried {number}.", actor=CLERK, now=CUTOFF)
        mark_sent(file=file, actor=CLERK, now=CUTOFF)

        tried = [f"Tried {number}." for number in reversed(range(8))]
        said = [entry.summary for entry in audit_of("eft_file", file.id)]
        assert said[:9] == ["Marked bank file 1 as sent.", *tried]
        assert [each.split(":")[0] for each in said[9:]] == ["Made bank file 1", "Began bank file 1"]
        assert [entry.summary for entry in audit_entries() if entry.object_id == str(file.id)] == said


def test_a_lender_whose_profile_lost_a_field_makes_no_file_and_no_fuss(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        EftProfile.objects.update(origin_id="")
    only_bank_work()

    assert run_due(now=CUTOFF) == Round(1, 0)
    with in_tenant(cast.lenders.alder):
        row.refresh_from_db()
        assert (row.status, EftFile.objects.count()) == (PaymentStatus.SUBMITTED, 0)


def test_a_file_that_cannot_be_finished_does_not_hold_up_the_next_cut_off(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        payment(cast.ada_loan, cast.ada, method)
        broken = generated()
        EftFile.objects.update(content_hash="", status=FileStatus.CLAIMED, total_minor=1)
        later = payment(cast.ada_loan, cast.ada, method, cancellable_until=NEXT_CUTOFF)
    only_bank_work()
    run_due(now=NEXT_CUTOFF)

    with in_tenant(cast.lenders.alder):
        later.refresh_from_db()
        states = list(EftFile.objects.order_by("number").values_list("number", "status"))
        assert (later.status, states) == (
            PaymentStatus.CLAIMED,
            [(broken.number, FileStatus.CLAIMED), (broken.number + 1, FileStatus.GENERATED)],
        )
