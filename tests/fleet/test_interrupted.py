"""An interrupted migration: ``portico migrate`` is killed at random moments, run again, and nothing is half-done."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable

import pytest

from tests.database import superuser_dsn
from tests.fleet.interruption import Fleet, fleet_of_its_own

BEFORE_THE_FIRST = 3.0  # seconds in which a run starts up, migrates public and leads


def moments(dice: random.Random, kills: int, schemas: int) -> list[Callable[[float, int], bool]]:
    """When to kill each run: some while nothing has moved yet, the others ever later between first and last schema."""
    early = [after(dice.uniform(0.1, BEFORE_THE_FIRST)) for _ in range(kills // 3)]
    later = sorted(dice.sample(range(1, schemas * 9 // 10), kills - len(early)))
    return [*early, *(once_moved(count) for count in later)]


def after(seconds: float) -> Callable[[float, int], bool]:
    """After that time, or as soon as a schema moved."""
    return lambda gone, moved: gone >= seconds or moved > 0


def once_moved(count: int) -> Callable[[float, int], bool]:
    """When so many schemas have moved; where they have before the run began, when it moved one more."""
    before: list[int] = []

    def is_now(_: float, moved: int) -> bool:
        before.append(moved)
        return moved >= count and moved > before[0]

    return is_now


def interrupted(fleet: Fleet, dice: random.Random, *, lenders: int, kills: int) -> list[int]:
    """How many schemas had moved at each kill, after the whole story: fill, kill, kill …, run to the end.

    A run that was done before its kill came counts for none.
    """
    fleet.fill(lenders)
    notes = fleet.notes()
    killed = [fleet.kill_migrate(when) for when in moments(dice, kills, lenders)]

    last = fleet.run("migrate")

    assert last.returncode == 0, last.stderr
    assert fleet.findings() == []
    assert fleet.migrations_that_stand_twice() == {}
    now = fleet.notes()
    assert {schema: now[schema] for schema in notes} == notes
    assert sum(len(rows) for rows in notes.values()) == lenders * 3
    return [moved for code, moved in killed if code == -signal.SIGKILL]


def name(suffix: str) -> str:
    """A database of this worker's."""
    return f"portico_{suffix}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}".lower()


def test_a_migration_that_is_killed_three_times_ends_with_every_schema_equal() -> None:
    with fleet_of_its_own(superuser_dsn(), name("killed")) as fleet:
        moved = interrupted(fleet, random.Random(7), lenders=30, kills=3)

    assert any(0 < count < 30 for count in moved)


def test_a_migration_that_looks_at_rows_is_taken_once_in_every_schema_however_often_it_is_killed() -> None:
    with fleet_of_its_own(superuser_dsn(), name("killed_filled"), version="filled") as fleet:
        moved = interrupted(fleet, random.Random(11), lenders=12, kills=3)
        weights = fleet.weights()

    assert any(0 < count < 12 for count in moved)
    assert weights == {8}


@pytest.mark.nightly
@pytest.mark.timeout(1_800)
def test_a_migration_over_300_lenders_that_is_killed_ten_times_ends_with_every_schema_equal() -> None:
    with fleet_of_its_own(superuser_dsn(), name("killed_300")) as fleet:
        moved = interrupted(fleet, random.Random(), lenders=300, kills=10)

    assert len(moved) == 10
    assert sum(0 < count < 300 for count in moved) > 3
