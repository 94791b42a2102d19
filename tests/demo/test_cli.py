"""``portico`` at the command line: what it says of itself, with and without a deployment to act on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Where no demo was ever started.
PROGRAM = """
import pathlib, portico.cli as cli
cli.DEMO = pathlib.Path("/nowhere/environment.json")
cli.main()
"""


def portico(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that knows of no deployment."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PORTICO_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env=known | {"PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_help_begins_with_our_commands_and_says_what_each_does(tmp_path: Path) -> None:
    said = portico(tmp_path, "--help")

    ours, _, djangos = said.stdout.partition("Django's own:")
    lines = dict(line.split(maxsplit=1) for line in ours.splitlines() if line.startswith("  "))
    assert (said.returncode, said.stderr) == (0, "")
    assert " ".join(sorted(lines)) == (
        "backup demo_setup doctor eft import migrate offboard outbox provision restore spares thaw"
    )
    assert lines["import"] == "Import a lender's file of loans, as a mapping file says how to read it"
    assert "collectstatic" in djangos
    assert "collectstatic" not in ours


def test_help_on_a_command_puts_our_options_before_djangos(tmp_path: Path) -> None:
    said = portico(tmp_path, "import", "--help")

    assert said.returncode == 0
    assert said.stdout.startswith("usage: portico import ")
    options = said.stdout.partition("options:")[2]
    assert options.index("--mapping") < options.index("--as-of") < options.index("--settings")
    assert options.index("--rejects") < options.index("--version")
    assert "exit codes: 0 every row is in;" in options


def test_a_command_with_nothing_to_act_on_is_refused_with_code_2(tmp_path: Path) -> None:
    said = portico(tmp_path, "import", "alder", "tape.csv", "--mapping", "mapping.toml")

    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("Nothing to act on: set PORTICO_SECRET_KEY")
