"""What pip, uv and npm are told about homes and caches that are not ours."""

from __future__ import annotations

from pathlib import Path

from portico.devstack.caches import usable_caches

TOLD = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}


def test_changes_nothing_where_the_home_is_ours(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()

    changes = usable_caches({"HOME": str(tmp_path / "home"), **TOLD}, tmp_path / "ours")

    assert changes == {}


def test_replaces_a_home_that_cannot_be_entered_and_with_it_the_caches_in_it(tmp_path: Path) -> None:
    changes = usable_caches({"HOME": "/nonexistent/home", **TOLD}, tmp_path / "ours")

    assert changes == {"HOME": str(tmp_path / "ours/home")}


def test_replaces_only_the_cache_that_is_no_folder_of_ours(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/uv").write_text("not a folder", encoding="ascii")

    changes = usable_caches({"HOME": str(tmp_path), **TOLD}, tmp_path / "ours")

    assert changes == {"UV_CACHE_DIR": str(tmp_path / "ours/uv")}


def test_has_uv_and_node_trust_the_certificates_of_the_machine_unless_told_otherwise(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}

    assert usable_caches(home, tmp_path / "ours") == TOLD
    assert usable_caches({**home, "UV_SYSTEM_CERTS": "0"}, tmp_path / "ours") == {"NODE_USE_SYSTEM_CA": "1"}
