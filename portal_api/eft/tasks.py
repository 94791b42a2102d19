"""Doors for background work. Each may run twice; each stores the next run before it does its own work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal_api.servicing.days import lender_day
from portico_kernel.actor import Actor

from .operations import finish_due, finish_file, generate_file, settle_due
from .queries import is_ready, latest_past_cutoff, unfinished_files
from .schedule import plan_ahead

WORKER = Actor.system("bank files")


def generate(*, now: datetime, cutoff_at: str, **_: Any) -> None:
    """Make the file of one cut-off, and of the latest one too where the worker slept through several."""
    plan_ahead(now)
    for file in unfinished_files():
        finish_file(file=file, actor=WORKER, now=now)
    if not is_ready():
        return  # the console says what is missing; saving the profile plans anew
    asked = datetime.fromisoformat(cutoff_at)
    for instant in sorted({asked, max(asked, latest_past_cutoff(now).instant)}):
        generate_file(cutoff_at=instant, actor=WORKER, now=now)


def settle(*, now: datetime, **_: Any) -> None:
    """Post what has come due and close what can no longer come back."""
    plan_ahead(now)
    today = lender_day(now)
    finish_due(today=today, actor=WORKER, now=now)
    settle_due(today=today, actor=WORKER, now=now)
