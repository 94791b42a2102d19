"""The nightly report says what pytest counted."""

from datetime import date
from pathlib import Path

from portico.devstack.nightly import read_night, write_report

JUNIT = """<testsuites><testsuite name="pytest" tests="3" failures="1" errors="0" skipped="1" time="12.4">
<testcase classname="a" name="slow" time="9.5"/><testcase classname="a" name="quick" time="0.1"><failure/></testcase>
<testcase classname="a" name="absent" time="0"><skipped/></testcase></testsuite></testsuites>"""


def test_the_report_counts_what_passed_failed_and_was_skipped(tmp_path: Path) -> None:
    junit = tmp_path / "night.xml"
    junit.write_text(JUNIT)

    report = write_report(tmp_path, read_night(junit), on=date(2026, 11, 23), command="make nightly").read_text()

    assert "1 passed, 1 failed, 1 skipped, 12 s" in report
    assert report.index("a::slow") < report.index("a::quick")


def test_the_report_has_the_benchmarks_as_a_chapter_of_its_own(tmp_path: Path) -> None:
    junit = tmp_path / "night.xml"
    junit.write_text(JUNIT)
    measured = "# Benchmarks\n\n## The table\n\n```\n# no heading\n```\n"

    report = write_report(
        tmp_path, read_night(junit), on=date(2026, 11, 23), command="make nightly", benchmarks=measured
    ).read_text()

    assert report.endswith("\n## Benchmarks\n\n### The table\n\n```\n# no heading\n```\n")
