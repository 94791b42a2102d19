"""The demo's folder: secrets made once, one demo at a time, a reset that removes the demo and no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portico.demo.folder import AlreadyRunning, DemoFolder


@pytest.fixture
def demo(tmp_path: Path) -> DemoFolder:
    """A demo that was never started."""
    folder = DemoFolder(tmp_path / "var")
    folder.make()
    return folder


def test_makes_a_secret_once_and_lets_only_its_owner_read_it(demo: DemoFolder) -> None:
    secret = demo.secret("app")

    assert demo.secret("app") == secret
    assert demo.secret("owner") != secret
    assert len(secret) == 64
    assert (demo.root / "secrets" / "app").stat().st_mode & 0o777 == 0o600


def test_runs_one_demo_at_a_time_and_names_the_one_that_runs(demo: DemoFolder) -> None:
    with demo.held(), pytest.raises(AlreadyRunning) as refused, demo.held():
        pytest.fail("two demos ran at once")

    assert refused.value.pid == os.getpid()
    with demo.held():
        pass


def test_forgets_the_demo_and_nothing_beside_it(demo: DemoFolder) -> None:
    demo.secret("app")
    demo.write_summary({"port": 8000})
    (demo.var / "local").mkdir()

    demo.forget()

    assert sorted(path.name for path in demo.var.iterdir()) == ["local"]
    assert demo.read_summary() == {}


def test_reads_back_the_summary_and_takes_half_of_one_for_none(demo: DemoFolder) -> None:
    demo.write_summary({"port": 8000, "notes": ["Zahlen bitte – à demain"]})
    assert demo.read_summary() == {"port": 8000, "notes": ["Zahlen bitte – à demain"]}

    demo.summary.write_text('{"port": 80')
    assert demo.read_summary() == {}
