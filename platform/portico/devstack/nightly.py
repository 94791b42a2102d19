"""The dated report of a night: what pytest wrote of its tests, and what the benchmarks found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree  # read back from our own pytest


@dataclass(frozen=True, slots=True)
class Night:
    """What a run of pytest counted. Seconds of wall time."""

    tests: int
    failures: int
    errors: int
    skipped: int
    seconds: float
    slowest: tuple[tuple[str, float], ...]


def read_night(junit: Path) -> Night:
    """Read the counts from pytest's JUnit file."""
    suite = ElementTree.parse(junit).getroot().find("testsuite")  # noqa: S314 - written by our own pytest
    assert suite is not None
    cases = [(f"{c.get('classname')}::{c.get('name')}", float(c.get("time", 0))) for c in suite.iter("testcase")]
    return Night(
        tests=int(suite.get("tests", 0)),
        failures=int(suite.get("failures", 0)),
        errors=int(suite.get("errors", 0)),
        skipped=int(suite.get("skipped", 0)),
        seconds=float(suite.get("time", 0)),
        slowest=tuple(sorted(cases, key=lambda case: -case[1])[:10]),
    )


def write_report(folder: Path, night: Night, *, on: date, command: str, benchmarks: str = "") -> Path:
    """Write ``nightly-DAY.md`` into a folder; a second run of a day replaces the first.

    ``benchmarks`` is the document that ``make bench`` writes; it becomes a chapter.
    """
    passed = night.tests - night.failures - night.errors - night.skipped
    lines = [
        f"# Nightly, {on.isoformat()}",
        "",
        f"`{command}`: {passed} passed, {night.failures + night.errors} failed, {night.skipped} skipped,"
        f" {night.seconds:.0f} s.",
        "",
        "| slowest | seconds |",
        "|---|---|",
        *(f"| `{name}` | {seconds:.1f} |" for name, seconds in night.slowest),
        "",
        *_as_chapter(benchmarks),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"nightly-{on.isoformat()}.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _as_chapter(document: str) -> list[str]:
    """A document's lines with each heading one step lower; what stands between fences is no heading."""
    lines, is_code = [], False
    for line in document.splitlines():
        is_code ^= line.startswith("```")
        lines.append(f"#{line}" if line.startswith("#") and not is_code else line)
    return [*lines, ""] if lines else []
