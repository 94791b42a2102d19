"""Rules of STYLE.md that a machine can hold: sizes, imports at the top, one way to change a status."""

from __future__ import annotations

import ast
import platform
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("platform", "tenants", "branding", "feature_flags", "portal_api", "admin_console", "tests")
FILE_LIMIT, TEST_FILE_LIMIT, FUNCTION_LIMIT = 400, 500, 60
LATE_IMPORT_REASONS = ("slow", "optional", "app ready", "cycle (issue ")
# The one function that applies a move (STYLE rule 20).
MAY_SET_STATUS = {"platform/portico_kernel/states.py"}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def says_why(statement: str) -> bool:
    return any(f"# {reason}" in statement for reason in LATE_IMPORT_REASONS)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ALL = [pytest.param(path, id=name_of(path)) for path in sources()]


@pytest.mark.parametrize("path", ALL)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    limit = TEST_FILE_LIMIT if name_of(path).startswith("tests/") else FILE_LIMIT

    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", ALL)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    too_long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > FUNCTION_LIMIT]

    assert too_long == []


@pytest.mark.parametrize("path", ALL)
def test_an_import_below_the_top_says_why(path: Path) -> None:
    lines = path.read_text().splitlines()
    tree = ast.parse("\n".join(lines))
    inner = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    unexplained = [
        lines[node.lineno - 1].strip()
        for node in inner
        if not any(
            f"# {reason}" in "\n".join(lines[node.lineno - 1 : node.end_lineno]) for reason in LATE_IMPORT_REASONS
        )
    ]

    assert unexplained == []


@pytest.mark.parametrize("path", [p for p in ALL if not str(p.id).startswith("tests/")])
def test_a_status_changes_through_its_life_cycle_only(path: Path) -> None:
    if name_of(path) in MAY_SET_STATUS:
        return
    tree = ast.parse(path.read_text())

    assigned = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "status"
    ]

    assert assigned == []


@pytest.mark.parametrize("path", [p for p in ALL if not str(p.id).startswith("tests/")])
def test_the_clock_is_read_through_its_door(path: Path) -> None:
    if name_of(path) == "platform/portico_kernel/clock.py":
        return
    found = re.findall(r"\b(?:timezone\.now|datetime\.now|datetime\.utcnow|date\.today)\(", path.read_text())

    assert found == []


@pytest.mark.parametrize("path", [p for p in ALL if not str(p.id).startswith(("tests/", "tenants/"))])
def test_nobody_enters_a_lender_by_django_tenants_own_ways(path: Path) -> None:
    found = re.findall(r"\b(?:schema_context|tenant_context|set_tenant|set_schema)\b", path.read_text())

    assert found == []


def test_the_folder_platform_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert platform.python_version().startswith("3.")


def test_no_todo_without_an_issue() -> None:
    found = [
        f"{name_of(path)}: {line.strip()}"
        for path in sources()
        for line in path.read_text().splitlines()
        if re.search(r"\b(?:TODO|FIXME)\b(?!.*issue \d)", line) and name_of(path) != "tests/architecture/test_shape.py"
    ]

    assert found == []
