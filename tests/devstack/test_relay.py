"""A set-up command's own words reach the person; its log lines stay in the log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from portico.demo.relay import run_with_bars, without_log_lines


def test_shows_what_a_command_says_without_its_log_lines_and_keeps_all_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "import sys; print('one'); print('{\"event\": \"x\"}'); print('two'); sys.exit(3)"

    status = run_with_bars([sys.executable, "-c", words], tmp_path / "log", cwd=tmp_path, environment=os.environ)

    assert status == 3
    assert capsys.readouterr().err == "one\ntwo\n"
    assert (tmp_path / "log").read_text() == 'one\n{"event": "x"}\ntwo\n'


def test_waits_for_the_end_of_a_log_line_that_came_in_two_parts() -> None:
    shown, waiting = without_log_lines(b'bar 50%{"event": "ha')

    assert (shown, waiting) == (b"bar 50%", b'{"event": "ha')
    assert without_log_lines(waiting + b'lf"}\r\nbar 60%') == (b"bar 60%", b"")
