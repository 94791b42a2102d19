"""The Celery tasks: one does what is due, one plans the daily removal. Everything else is named in the outbox."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from portico_kernel.clock import read_clock
from tenants.expiry import plan_removal
from tenants.outbox import run_due


@shared_task(name="portico.run_outbox", queue="portico")
def run_outbox(**_: Any) -> int:
    """Do what is due, until nothing is; returns how many entries were done."""
    done = 0
    while True:
        finished = run_due(now=read_clock(), clock=read_clock)
        done += finished.done
        if finished.done == 0:
            return done


@shared_task(name="portico.plan_removal", queue="portico")
def plan_removal_of_expired(**_: Any) -> None:
    """Plan today's removal of expired rows; asked several times a day, it is planned once."""
    plan_removal(now=read_clock())
