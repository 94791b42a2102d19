"""Doors for background work. Each may run twice; each stores the next run before it does its own work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from portal_api.servicing.days import lender_day
from portico_kernel.actor import Actor
from tenants.context import current_lender
from tenants.frozen import money_frozen

from .errors import SomeNotFinished
from .operations import finish_due, finish_file, generate_file, settle_due
from .queries import latest_past_cutoff, readiness, unfinished_files
from .schedule import plan_ahead

WORKER = Actor.system("bank files")
log = structlog.get_logger(__name__)


def generate(*, now: datetime, cutoff_at: str, **_: Any) -> None:
    """Make the file of one cut-off, and of the latest one too where the worker slept through several."""
    plan_ahead(now)
    if _is_frozen():
        return
    stuck = [f"file {file.number}" for file in unfinished_files() if not _is_done(partial(finish_file, file=file), now)]
    # With a profile that is not complete the console says what is missing; saving it plans anew.
    if not readiness():
        asked = datetime.fromisoformat(cutoff_at)
        instants = sorted({asked, max(asked, latest_past_cutoff(now).instant)})
        makers = {each: partial(generate_file, cutoff_at=each) for each in instants}
        stuck += [f"cut-off {each.isoformat()}" for each, make in makers.items() if not _is_done(make, now)]
    if stuck:
        raise SomeNotFinished(stuck)


def _is_done(work: Callable[..., object], now: datetime) -> bool:
    """Do it, or log why not: one file that cannot be made holds up no other."""
    try:
        work(actor=WORKER, now=now)
    except Exception as error:  # whatever is wrong with one file, the next one is due
        # The class alone: a message may hold what stands in the file.
        log.warning("eft_file_not_made", error=type(error).__name__)
        return False
    return True


def settle(*, now: datetime, **_: Any) -> None:
    """Post what has come due and close what can no longer come back."""
    plan_ahead(now)
    if _is_frozen():
        return
    today = lender_day(now)
    finish_due(today=today, actor=WORKER, now=now)
    settle_due(today=today, actor=WORKER, now=now)


def _is_frozen() -> bool:
    """Whether this run has to wait for the next one; the operations would refuse, and work that fails is given up."""
    frozen = money_frozen(current_lender())
    if frozen is not None:
        log.warning("eft_waits_for_thaw", since=frozen.since.isoformat() if frozen.since else "")
    return frozen is not None
