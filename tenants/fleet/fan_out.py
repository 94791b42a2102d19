"""Bringing schemas to this version's migrations and rights, group by group.

Schemas of one fingerprint are a group. In the first of a group Django takes the step and its SQL is kept; in
the others it is replayed. Whoever is in the way only puts a schema at the end of the queue; what goes wrong
in one schema is reported and stops no other.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from portico_kernel.progress import progress_bar
from tenants.migrating import owner_connection
from tenants.models import LenderSchema

from .fingerprint import Fingerprint
from .plans import wanted
from .replay import Outcome, is_busy, replay
from .report import StepReport
from .steps import AheadOfUs, Step, applied_in, lead, step_from, write_down

WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Before each further try in schemas where somebody was in the way, in seconds."""
LEADERS_TRIED = 3
"""Where the step fails in so many schemas of a group, it is the step."""


class FanOut:
    """One run over the fleet; what it learns about one group serves the next call."""

    def __init__(self, *, jobs: int, now: datetime, say: Callable[[str], None] = lambda _: None) -> None:
        self.failed: dict[str, str] = {}
        self.ahead: set[str] = set()
        self.steps: dict[tuple[Fingerprint, Fingerprint], StepReport] = {}
        self._jobs, self._now, self._say = jobs, now, say
        self._target = wanted()
        self._recorded: dict[Fingerprint, tuple[Step, str]] = {}
        self._tries: Counter[UUID] = Counter()
        self._failed_leaders: Counter[Fingerprint] = Counter()

    def bring_up(self, ids: Collection[UUID] | None = None) -> bool:
        """Bring these schemas, or all of them, up to date; False where one of them is left behind."""
        failed_before = len(self.failed)
        while rows := self._behind(ids):
            tries = min(self._tries[row.id] for row in rows)
            if tries:
                self._say(f"Somebody is at work in {len(rows)} schemas; trying them again.")
                time.sleep(WAITS[tries - 1])
            for before, group in groupby(rows, key=stands_at):
                self._move(before, [row for row in group if self._tries[row.id] == tries])
        return len(self.failed) == failed_before

    def behind(self, ids: Collection[UUID] | None = None) -> list[LenderSchema]:
        """The schemas that lack something, in one query, grouped by where they stand."""
        owner_connection().set_schema_to_public()
        rows = LenderSchema.objects.using("owner").exclude(
            Q(fingerprint=self._target.applied, rights=self._target.rights)
        )
        if ids is not None:
            rows = rows.filter(id__in=ids)
        return list(rows.order_by("fingerprint", "rights", "made_at", "id"))

    def _behind(self, ids: Collection[UUID] | None) -> list[LenderSchema]:
        given_up = self.failed.keys() | self.ahead
        return [row for row in self.behind(ids) if row.schema_name not in given_up]

    def _move(self, before: Fingerprint, rows: Sequence[LenderSchema]) -> None:
        """Take one step in the schemas of one group."""
        if before not in self._recorded:
            leader, *rows = rows
            self._lead(leader)
            if leader.schema_name in self.ahead:
                self.ahead |= {row.schema_name for row in rows}
            if self._failed_leaders[before] >= LEADERS_TRIED:
                self.failed |= {row.schema_name: "not tried: it failed in the first ones" for row in rows}
        if before not in self._recorded or not rows:
            return
        step, text = self._recorded[before]
        report = self._report_of(step)
        if not step.may_replay:
            for row in progress_bar(rows, f"{report.title}, one by one"):
                self._lead(row)
            return
        began = time.monotonic()
        outcomes = replay(rows, step, text, jobs=self._jobs, now=self._now)
        for outcome in progress_bar(outcomes, report.title, total=len(rows)):
            report.replayed += outcome.error is None
            self._note(outcome, report)
        report.seconds += time.monotonic() - began

    def _lead(self, row: LenderSchema) -> None:
        """Let Django take the next step in one schema, and keep its SQL for the others of its group."""
        began = time.monotonic()
        try:
            step = step_from(applied_in(row.schema_name), row.rights)
        except AheadOfUs:
            self.ahead.add(row.schema_name)
            return
        if step.before != stands_at(row):
            # Its row is older than it is: a step that no transaction can hold was broken off at its end.
            write_down(row, step.before, now=self._now)
            return
        report = self._report_of(step)
        try:
            self._recorded[step.before] = (step, lead(row, step, now=self._now))
        except Exception as error:  # reported by the schema's name; the others go on
            self._failed_leaders[step.before] += not is_busy(error)
            self._note(Outcome(row, error), report)
        else:
            report.by_django += 1
            report.statements = self._recorded[step.before][1].count("\n;\n") + 1
        report.seconds += time.monotonic() - began

    def _note(self, outcome: Outcome, report: StepReport) -> None:
        if outcome.error is None:
            return
        self._tries[outcome.row.id] += 1
        if not outcome.is_busy or self._tries[outcome.row.id] > len(WAITS):
            self.failed[outcome.row.schema_name] = report.failures[outcome.row.schema_name] = in_words(outcome.error)

    def _report_of(self, step: Step) -> StepReport:
        return self.steps.setdefault((step.before, step.after), StepReport(step.names))


def stands_at(row: LenderSchema) -> Fingerprint:
    """Where a schema stands by its row."""
    return Fingerprint(row.fingerprint, row.rights)


def in_words(error: BaseException) -> str:
    """An error's first line, with its kind."""
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
