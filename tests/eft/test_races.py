"""Cancelling against claiming, two generators at once, and workers killed at many lines of a generation."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import connection, connections

from portal_api.eft.models import EftEntry, EftFile
from portal_api.eft.operations import generate_file
from portal_api.eft.queries import unfinished_files
from portal_api.eft.register.models import RegisteredFile
from portal_api.eft.states import FileStatus
from portal_api.identity.viewer import Viewer
from portal_api.payments.errors import TooLateToCancel
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.operations import cancel_payment
from portal_api.payments.states import PaymentStatus
from portico_kernel.storage import ObjectKey, storage
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import CUTOFF, WORKER, as_read, bank_account, payment, profile

# Code whose number of lines is the same for each file of the test; the calendar's, for one, is not.
OURS = ("eft/operations/", "eft/numbering", "portal_api/payments/operations", "kernel/storage", "kernel/audit")


def in_threads(cast: Cast, *work: Callable[[], None]) -> None:
    """Run each in a thread of its own, inside alder, from one starting shot."""
    shot = threading.Barrier(len(work))
    failures: list[BaseException] = []

    def run(one: Callable[[], None]) -> None:
        try:
            with in_tenant(cast.lenders.alder):
                shot.wait()
                one()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def waiting(cast: Cast, count: int, cutoff_at: datetime = CUTOFF) -> list[Payment]:
    method = bank_account(cast.ada)
    return [
        payment(cast.ada_loan, cast.ada, method, amount_minor=100_00 + i, cancellable_until=cutoff_at)
        for i in range(count)
    ]


def viewer_of(cast: Cast) -> Viewer:
    user = cast.ada
    return Viewer(
        user_id=user.id,
        kind=user.kind,
        name=user.name,
        email=user.email,
        language=user.language,
        site_id=cast.lenders.alder.id,
        read_only=False,
    )


def generate(cutoff_at: datetime = CUTOFF) -> None:
    generate_file(cutoff_at=cutoff_at, actor=WORKER, now=cutoff_at)


def test_when_cancelling_meets_claiming_exactly_one_wins_each_payment(committed: Cast) -> None:
    with in_tenant(committed.lenders.alder):
        profile()
        rows = waiting(committed, 24)
    viewer, just_before = viewer_of(committed), CUTOFF - timedelta(microseconds=1)
    cancelled: set[str] = set()

    def cancel_all() -> None:
        for row in sorted(rows, key=lambda row: row.id, reverse=True):
            try:
                cancel_payment(viewer=viewer, payment_id=row.id, actor=viewer.actor, now=just_before)
            except TooLateToCancel:
                continue
            cancelled.add(row.reference)

    in_threads(committed, cancel_all, generate)

    with in_tenant(committed.lenders.alder):
        in_file = set(EftEntry.objects.values_list("payment__reference", flat=True))
        statuses = dict(Payment.objects.values_list("reference", "status"))
        total = sum(EftFile.objects.values_list("total_minor", flat=True))
        assert in_file | cancelled == {row.reference for row in rows}
        assert in_file & cancelled == set()
        assert {statuses[reference] for reference in cancelled} <= {PaymentStatus.CANCELLED}
        assert {statuses[reference] for reference in in_file} <= {PaymentStatus.CLAIMED}
        assert total == sum(row.amount_minor for row in rows if row.reference in in_file)


def test_two_generators_at_once_make_one_file(committed: Cast) -> None:
    with in_tenant(committed.lenders.alder):
        profile()
        waiting(committed, 10)

    in_threads(committed, generate, generate, generate)

    with in_tenant(committed.lenders.alder):
        (file,) = EftFile.objects.all()
        assert (file.status, file.entry_count, EftEntry.objects.count()) == (FileStatus.GENERATED, 10, 10)
        assert RegisteredFile.objects.count() == 1
        assert PaymentEvent.objects.filter(step="claimed").count() == 10
        assert as_read(file).totals.debits.minor == file.total_minor


def test_a_worker_killed_at_any_line_leaves_work_that_the_next_run_finishes(committed: Cast, tmp_path: Path) -> None:
    with in_tenant(committed.lenders.alder):
        profile(cutoffs=["16:30"])
        waiting(committed, 3)
    run_and_kill(committed, CUTOFF, at_line=None, told=tmp_path / "lines")
    # The first file of all takes fewer lines than those that follow one: count on the second.
    with in_tenant(committed.lenders.alder):
        waiting(committed, 3, CUTOFF + timedelta(days=1))
    lines = run_and_kill(committed, CUTOFF + timedelta(days=1), at_line=None, told=tmp_path / "lines")

    seen: set[str] = set()
    # Evenly over the whole, and closer together towards the end, where the bytes are stored and offered.
    points = [lines * part // 11 for part in range(1, 11)] + [lines - 5 * back for back in range(10)]
    for kill, at_line in enumerate(points, start=2):
        cutoff_at = CUTOFF + timedelta(days=kill)
        with in_tenant(committed.lenders.alder):
            waiting(committed, 3, cutoff_at)
        run_and_kill(committed, cutoff_at, at_line=at_line, told=tmp_path / "lines")
        with in_tenant(committed.lenders.alder):
            seen.add(what_was_left(cutoff_at))
            generate(cutoff_at)
            assert_one_whole_file(cutoff_at, number=kill + 1)

    # Enough deaths for every stage of the work to have had one.
    assert seen == {"nothing", "claimed", "stored", "offered"}


def what_was_left(cutoff_at: datetime) -> str:
    """How far a dead worker came."""
    file = EftFile.objects.filter(cutoff_at=cutoff_at).first()
    if file is None:
        return "nothing"
    if file.content_hash:
        return "offered"
    assert [row.id for row in unfinished_files()] == [file.id]
    return "stored" if storage().exists(ObjectKey(file.storage_key)) else "claimed"


def assert_one_whole_file(cutoff_at: datetime, *, number: int) -> None:
    (file,) = EftFile.objects.filter(cutoff_at=cutoff_at)
    read = as_read(file)
    references = [entry.individual_id for batch in read.batches for entry in batch.entries]
    claimed = PaymentEvent.objects.filter(step="claimed", payment__reference__in=references)
    assert (file.number, file.status, len(set(references))) == (number, FileStatus.GENERATED, 3)
    assert read.totals.debits.minor == file.total_minor == 300_03
    assert [RegisteredFile.objects.filter(file_id=file.id).count(), claimed.count()] == [1, 3]


def run_and_kill(cast: Cast, cutoff_at: datetime, *, at_line: int | None, told: Path) -> int:
    """Generate in a process of its own, shot by SIGKILL at its n-th line of our code; returns its lines."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            forget_the_parents_connections()
            counter = LineCounter(at_line)
            with in_tenant(cast.lenders.alder):
                sys.settrace(counter.trace)
                generate(cutoff_at)
                sys.settrace(None)
            told.write_text(str(counter.lines))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert (os.WTERMSIG(status) == signal.SIGKILL) is (at_line is not None)
    return int(told.read_text())


def forget_the_parents_connections() -> None:
    """In a forked child: whatever socket it shares with its parent would outlive it, with its locks."""
    for wrapper in connections.all(initialized_only=True):
        wrapper.connection = None


class LineCounter:
    """Counts lines of our own code as they run, and at the chosen one kills the process."""

    def __init__(self, last: int | None) -> None:
        self.lines = 0
        self._last = last

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        """Python's trace function."""
        if not any(part in frame.f_code.co_filename for part in OURS):
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.trace
