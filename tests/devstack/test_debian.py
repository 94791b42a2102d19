"""Programs of Debian packages: found, or a sentence that says how to get them. Fetching needs a network: not here."""

from __future__ import annotations

from pathlib import Path

import pytest

from portico.devstack import debian
from portico.devstack.errors import DevstackError


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PATH has one empty folder, and on which nothing was unpacked; returns that folder."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(debian, "UNPACKED", tmp_path / "debian")
    return tmp_path / "bin"


def executable(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n", encoding="ascii")
    file.chmod(0o755)
    return file


def test_takes_a_program_that_the_machine_has(nowhere: Path) -> None:
    there = executable(nowhere / "portico-hammer")

    assert debian.program("portico-hammer") == there


def test_takes_a_program_that_was_unpacked_before(nowhere: Path) -> None:
    there = executable(nowhere.parent / "debian/tools/portico-hammer")

    assert debian.program("portico-hammer", package="tools") == there


def test_says_what_to_run_where_a_program_cannot_be_fetched(nowhere: Path) -> None:
    with pytest.raises(DevstackError, match="apt-get install --no-install-recommends tools"):
        debian.program("portico-hammer", package="tools")


def test_finds_the_libraries_of_an_unpacked_package_also_in_folders_of_their_own(tmp_path: Path) -> None:
    executable(tmp_path / "usr/lib/x86_64-linux-gnu/libone.so.1")
    executable(tmp_path / "usr/lib/x86_64-linux-gnu/nested/libtwo.so")
    executable(tmp_path / "usr/lib/x86_64-linux-gnu/other/readme")

    found = debian.library_folders(tmp_path)

    assert found == [tmp_path / "usr/lib/x86_64-linux-gnu", tmp_path / "usr/lib/x86_64-linux-gnu/nested"]
