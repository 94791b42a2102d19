"""What the suite tells about itself: each failure in CI when it happens, and where the time went.

A suite that is cut off must still have said what was wrong. The minutes are those of docs/architecture.md.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from _pytest.terminal import TerminalReporter

MOST_CHARACTERS = 6_000
# The first that matches names the share. What neither drives a browser nor walks the routes is of the database.
SHARES = (
    ("browser", "tests/journeys/"),
    ("isolation", "tests/isolation/"),
    ("isolation", "tests/console/test_isolation.py"),
    ("web", "tests/web/"),
    ("database", "tests/"),
)
BUDGET_MINUTES = {"database": 6, "isolation": 3, "browser": 5, "web": 2}


class FailuresAtOnce:
    """Prints each failure when it is reported, besides pytest's own summary at the end."""

    def __init__(self, terminal: TerminalReporter) -> None:
        self._terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called where the terminal is, for the tests of every worker."""
        if not report.failed:
            return
        self._terminal.ensure_newline()
        self._terminal.write_line(f"{report.when} of {report.nodeid} failed after {report.duration:.0f} s")
        self._terminal.write_line(report.longreprtext[-MOST_CHARACTERS:])


class Shares:
    """Adds up each share's time and says at the end what it took of its minutes."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Set-up and tear-down count to the test that needed them first."""
        self._seconds[share_of(report.nodeid)] += report.duration  # type: ignore[assignment]

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """One line a share, above pytest's closing line."""
        terminalreporter.section(f"minutes, on {self._workers} workers")
        for share, budget in BUDGET_MINUTES.items():
            took = self._seconds[share] / 60 / self._workers
            over = "  over its share" if took > budget else ""
            terminalreporter.write_line(f"{share:<10} {took:5.1f} of {budget}{over}")


def share_of(nodeid: str) -> str:
    """The share of CI's minutes that a test belongs to."""
    return next(share for share, begins in SHARES if nodeid.startswith(begins))


def report_on_the_suite(config: pytest.Config) -> None:
    """In the process that owns the terminal; quiet outside CI."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or terminal is None or hasattr(config, "workerinput"):
        return
    config.pluginmanager.register(FailuresAtOnce(terminal), "failures-at-once")
    config.pluginmanager.register(Shares(workers=config.getoption("numprocesses", None) or 1), "shares")
