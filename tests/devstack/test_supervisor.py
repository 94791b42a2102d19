"""The demo's programs: started again when they fall, stopped together."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portico.demo.supervisor import Child, Patience, Program, end_leftovers, stop_all
from portico.devstack import processes

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A program that sleeps."""
    made = Child(Program("sleeper", SLEEP, tmp_path / "log"))
    yield made
    stop_all([made])


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen within ten seconds"
        time.sleep(0.02)


def test_waits_longer_after_each_fall_up_to_half_a_minute_and_forgets_after_a_steady_minute() -> None:
    patience = Patience()
    patience.started(0)

    assert [patience.next_start(0) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    patience.started(100)
    assert patience.next_start(160) == 161


def test_starts_a_fallen_program_again_when_its_time_has_come(child: Child) -> None:
    child.start(now=0)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _until(lambda: child.pid is None)

    said = child.tend(now=5)

    assert said is not None
    assert said.startswith("sleeper ended with -9; it starts again in 1 s.")
    assert child.tend(now=5.5) is None
    assert child.tend(now=6) == "sleeper was started again."
    assert child.pid not in {None, first}
    assert child.tend(now=7) is None


def test_stops_at_once_those_who_listen_and_by_force_those_who_do_not(child: Child, tmp_path: Path) -> None:
    deaf_words = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('deaf', flush=True); time.sleep(600)"
    )
    deaf = Child(Program("deaf", (sys.executable, "-c", deaf_words), tmp_path / "deaf.log"))
    for each in (child, deaf):
        each.start(now=0)
    _until(lambda: (tmp_path / "deaf.log").read_text() == "deaf\n")

    stop_all([child, deaf], seconds=0.3)

    assert (child.pid, deaf.pid) == (None, None)


def test_takes_the_children_of_a_fallen_program_with_it(tmp_path: Path) -> None:
    words = "import os, time; pid = os.fork(); print(pid, flush=True) if pid else None; time.sleep(600)"
    parent = Child(Program("parent", (sys.executable, "-c", words), tmp_path / "log"))
    parent.start(now=0)
    _until(lambda: (tmp_path / "log").read_text().endswith("\n"))
    grandchild = int((tmp_path / "log").read_text())

    stop_all([parent])

    _until(lambda: processes.command_of(grandchild) == "")


def test_ends_what_a_killed_demo_left_but_nobody_elses_process(child: Child) -> None:
    child.start(now=0)
    pid = child.pid
    assert pid is not None
    _until(lambda: "time.sleep(600)" in processes.command_of(pid))

    end_leftovers({"web": pid, "gone": 2**22}, "words of another program")
    assert child.pid == pid
    end_leftovers({"web": pid}, "time.sleep(600)")

    _until(lambda: child.pid is None)
