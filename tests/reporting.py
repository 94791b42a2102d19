"""A suite that is cut off must still have said what was wrong: in CI each failure is printed when it happens."""

from __future__ import annotations

import os

import pytest
from _pytest.terminal import TerminalReporter

MOST_CHARACTERS = 6_000


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


def print_failures_at_once(config: pytest.Config) -> None:
    """In CI, in the process that owns the terminal."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and terminal is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(FailuresAtOnce(terminal), "failures-at-once")
