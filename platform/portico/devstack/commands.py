"""What ``make`` runs once the environment stands: test, check, web, format, bench, nightly."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from portico.devstack.browser import find_or_fetch_chromium
from portico.devstack.errors import DevstackError
from portico.devstack.nightly import read_night, write_report
from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, run_logged, say, step
from portico.devstack.web import build_web, install_web, node_program, run_script, scripts
from portico_kernel.clock import read_clock

LOG = CLONE / "var" / "log"
BIN = Path(sys.executable).parent
TYPED = ("platform", "tenants", "branding", "feature_flags", "portal_api", "admin_console", "tests")
MORE_CHECKS = CLONE / ".ci" / "steps"
TESTS = [sys.executable, "-m", "pytest", "-n", "2", "tests"]
MOST_FAILURES_IN_CI = 25


def main(arguments: list[str]) -> int:
    """Run one command; return the exit status."""
    command, more = arguments[0], arguments[1:]
    commands: dict[str, Callable[[list[str]], int]] = {
        "test": test, "check": check, "web": web, "format": format_code, "bench": bench,
        "nightly": nightly,
    }  # fmt: skip
    try:
        return commands[command](more)
    except (StepFailed, DevstackError) as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130


def test(more: list[str]) -> int:
    """The suite, as the README has it."""
    return _pytest([*TESTS, "-m", "not nightly", *more])


def nightly(more: list[str]) -> int:
    """The tests that are too long for CI, every benchmark, and a dated report of both under docs/nightly/."""
    junit, measured = CLONE / "var" / "nightly.xml", CLONE / "var" / "nightly-benchmarks.md"
    for old in (junit, measured):
        old.unlink(missing_ok=True)
    status = _pytest([*TESTS, "-m", "nightly", f"--junitxml={junit}", *more])
    status = bench(["--whole", "--command", "make nightly", "--out", str(measured)]) or status
    if junit.exists():
        found = measured.read_text(encoding="utf-8") if measured.exists() else ""
        report = write_report(
            CLONE / "docs" / "nightly",
            read_night(junit),
            on=read_clock().date(),
            command="make nightly",
            benchmarks=found,
        )
        say(f"Report: {report}")
    return status


def bench(more: list[str]) -> int:
    """The table of issue 3, measured; docs/benchmarks.md where all of it was."""
    words = [sys.executable, "-m", "tests.bench", *more]
    return subprocess.run(words, cwd=CLONE, check=False).returncode  # noqa: S603 - our own benchmark


def web(_: list[str]) -> int:
    """Build the web app."""
    if not build_web():
        say("The web app is up to date.")
    return 0


def format_code(_: list[str]) -> int:
    """Put everything into our format."""
    for words in (["check", "--fix", "."], ["format", "."]):
        subprocess.run([BIN / "ruff", *words], cwd=CLONE, check=False)  # noqa: S603 - our own tool
    if "format" in scripts():
        install_web()
        run_script("format")
    return 0


def check(more: list[str]) -> int:
    """Every check, then the tests; all of them run, so that one look shows all that is wrong."""
    failed = [title for title, words in _checks() if not _passes(title, words)]
    if "check" in scripts() and not _web_passes():
        failed.append("Web app")
    if failed:
        say(f"Failed before the tests: {', '.join(failed)}.")
    # A suite that fails everywhere has said enough; on, it would only wait for each time limit in turn.
    status = test([f"--maxfail={MOST_FAILURES_IN_CI}", *more])
    return status or (1 if failed else 0)


def _checks() -> list[tuple[str, list[str | Path]]]:
    folders = [name for name in TYPED if (CLONE / name).exists()]
    checks: list[tuple[str, list[str | Path]]] = [
        ("Lint", [BIN / "ruff", "check", "."]),
        ("Format", [BIN / "ruff", "format", "--check", "."]),
        ("Types", [BIN / "mypy", *folders]),
    ]
    if (CLONE / ".importlinter").exists() or "importlinter" in _project_tools():
        checks.append(("Layers", [BIN / "lint-imports"]))
    checks.append(("Migrations", [BIN / "portico", "makemigrations", "--check", "--dry-run"]))
    own = sorted(path for path in MORE_CHECKS.glob("*") if os.access(path, os.X_OK) and path.is_file())
    checks.extend((path.stem.replace("-", " ").capitalize(), [path]) for path in own)
    return checks


def _project_tools() -> dict[str, object]:
    tools: dict[str, object] = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return tools


def _passes(title: str, words: list[str | Path]) -> bool:
    try:
        with step(title):
            run_logged(words, LOG / f"check-{title.lower().replace(' ', '-')}.log", cwd=CLONE)
    except StepFailed as failure:
        say(str(failure))
        return False
    return True


def _web_passes() -> bool:
    try:
        install_web()
        with step("Web app"):
            run_script("check")
    except StepFailed as failure:
        say(str(failure))
        return False
    return True


def _pytest(words: list[str]) -> int:
    build_web()
    # Playwright's own Node needs a library that small machines lack; ours needs none.
    browser = {"PORTICO_CHROMIUM": find_or_fetch_chromium(), "PLAYWRIGHT_NODEJS_PATH": node_program()}
    environment = {**os.environ, **{name: str(program) for name, program in browser.items()}}
    ended = subprocess.run(words, cwd=CLONE, env=environment, check=False)  # noqa: S603 - our own tests
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
