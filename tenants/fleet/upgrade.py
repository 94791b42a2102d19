"""Bringing everything up to date, in an order in which a mistake shows before it reaches many."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portico_kernel.actor import Actor
from tenants.migrating import migrate_public, owner_connection
from tenants.models import LenderSchema
from tenants.provisioning import ensure_epoch
from tenants.states import SchemaState

from .adoption import adopt_unknown_schemas
from .canary import canary_schemas, lenders_named, what_differs
from .fan_out import FanOut
from .lock import the_only_migration
from .report import FleetReport
from .scripts import ensure_script, ensure_template
from .spares import fill_pool

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an operator may ask of a run. ``canary`` None: one lender goes first where there are many."""

    canary: int | None = None
    canary_lenders: Sequence[str] = ()
    stop_after_canary: bool = False
    renew_rights: bool = False
    jobs: int = 2
    keep: int = 5


def upgrade_fleet(*, wishes: Wishes, actor: Actor, now: datetime, say: Say = lambda _: None) -> FleetReport:
    """Bring public, the template, spare schemas, the canary and then every schema up to date; fill the pool.

    Run again after an interruption it goes on: where each schema stands is written down with its tables.
    Raises MigrationUnderWay where another session does the same.
    """
    began = time.monotonic()
    owner_connection().set_schema_to_public()
    with the_only_migration():
        _refuse_unknown(wishes)
        report = FleetReport(public=migrate_public(renew_rights=wishes.renew_rights, report=say))
        ensure_epoch(actor)
        report.adopted = adopt_unknown_schemas(now=now)
        if wishes.renew_rights:
            LenderSchema.objects.using("owner").update(rights="")
        fan_out = FanOut(jobs=wishes.jobs, now=now, say=say)
        ensure_template(now=now)
        if fan_out.behind():
            report.stopped = _in_order(fan_out, wishes, report)
        if not report.stopped:
            report.spares_made = _fill(wishes.keep, now, may_record=not fan_out.ahead)
    _sum_up(report, fan_out)
    report.seconds = time.monotonic() - began
    return report


def _refuse_unknown(wishes: Wishes) -> None:
    """A lender that nobody knows is refused before anything is touched; on an empty database there is none to know."""
    if wishes.canary_lenders:
        lenders_named(wishes.canary_lenders)


def _in_order(fan_out: FanOut, wishes: Wishes, report: FleetReport) -> str:
    """Template, spare schemas, canary, everybody; returns why it stopped early, if it did.

    The template is nobody's and has no rows: what fails there has touched no lender.
    """
    for state in (SchemaState.TEMPLATE, SchemaState.SPARE):
        rows = LenderSchema.objects.using("owner").filter(state=state).values_list("id", flat=True)
        if not fan_out.bring_up(list(rows)) and state is SchemaState.TEMPLATE:
            return "Stopped at the template: no other schema was touched."
    canary = canary_schemas(wanted=wishes.canary, slugs=wishes.canary_lenders)
    report.canary = [row.schema_name for row in canary]
    if canary:
        if not fan_out.bring_up([row.id for row in canary]):
            return "Stopped at the canary: no other lender was touched."
        different = what_differs(canary)
        if different:
            return f"Stopped after the canary: {different}"
    if wishes.stop_after_canary:
        return "Stopped after the canary, as asked. Run the command again for the other lenders."
    fan_out.bring_up()
    return ""


def _fill(keep: int, now: datetime, *, may_record: bool) -> int:
    if may_record:
        ensure_script(now=now)
    return fill_pool(want=keep, now=now)


def _sum_up(report: FleetReport, fan_out: FanOut) -> None:
    report.failed, report.ahead = dict(fan_out.failed), sorted(fan_out.ahead)
    report.steps = list(fan_out.steps.values())
    report.schemas = LenderSchema.objects.using("owner").count()
    report.up_to_date = report.schemas - len(fan_out.behind())
