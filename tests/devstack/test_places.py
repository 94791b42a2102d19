"""A program in a private home, copied to where the user that runs it can read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portico.devstack import places
from portico.devstack.errors import DevstackError
from portico.devstack.places import Runner, reachable_copy

SOMEONE_ELSE = Runner(65534, 65534, is_other=True)
MYSELF = Runner(os.geteuid(), os.getegid(), is_other=False)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program and its library below a private folder; copies go beside it."""
    (tmp_path / "outside").mkdir()
    monkeypatch.setattr(places, "OUTSIDE_ROOT", tmp_path / "outside")
    home = tmp_path / "home"
    for name in ("server/bin/start", "server.libs/library"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(name, encoding="ascii")
    (home / "server/bin/start").chmod(0o700)
    home.chmod(0o700)
    return home


def test_copies_a_program_with_the_libraries_that_it_looks_for_beside_it(installed: Path) -> None:
    copy = reachable_copy(installed, ("server", "server.libs", "not-there"), "server-1", SOMEONE_ELSE)

    assert copy == places.outside() / "server-1"
    assert (copy / "server.libs/library").read_text(encoding="ascii") == "server.libs/library"
    assert (copy / "server/bin/start").stat().st_mode & 0o777 == 0o755


def test_leaves_a_program_where_it_is_when_we_run_it_ourselves(installed: Path) -> None:
    assert reachable_copy(installed, ("server", "server.libs"), "server-1", MYSELF) == installed


def test_refuses_a_folder_that_is_not_ours(installed: Path) -> None:
    ours = places.outside()
    ours.rmdir()
    ours.symlink_to(installed)

    with pytest.raises(DevstackError, match="belongs to another user"):
        places.outside()
