"""The key file: made once, readable by its owner only, bound to what it is for."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from django.conf import settings

from portico_kernel.kms import KeyFileKms, KeyUnavailable, kms


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)
    return tmp_path


def test_what_is_wrapped_unwraps_for_the_same_purpose() -> None:
    assert kms().unwrap(kms().wrap(b"secret", context="alder/sealing"), context="alder/sealing") == b"secret"


def test_another_purpose_does_not_unwrap() -> None:
    wrapped = KeyFileKms().wrap(b"secret", context="alder/sealing")

    with pytest.raises(KeyUnavailable):
        KeyFileKms().unwrap(wrapped, context="birch/sealing")


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x02anything", b"\x01" + bytes(40)])
def test_other_bytes_do_not_unwrap(damage: bytes) -> None:
    KeyFileKms().wrap(b"x", context="c")

    with pytest.raises(KeyUnavailable):
        KeyFileKms().unwrap(damage, context="c")


def test_the_key_file_is_for_its_owner_only(var: Path) -> None:
    KeyFileKms().wrap(b"x", context="c")

    assert stat.S_IMODE((var / "kms" / "master.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((var / "kms").stat().st_mode) == 0o700


def test_unwrapping_never_makes_a_key(var: Path) -> None:
    with pytest.raises(KeyUnavailable, match="no master key"):
        KeyFileKms().unwrap(b"\x01" + bytes(40), context="c")
    assert not (var / "kms").exists()


def test_a_damaged_key_file_is_said_and_not_replaced(var: Path) -> None:
    (var / "kms").mkdir()
    (var / "kms" / "master.key").write_bytes(b"short")

    with pytest.raises(KeyUnavailable, match="damaged"):
        KeyFileKms().wrap(b"x", context="c")


def test_threads_that_start_at_once_share_one_key(var: Path) -> None:
    together, wrapped = threading.Barrier(6), []

    def first_use() -> None:
        together.wait()
        wrapped.append(KeyFileKms().wrap(b"secret", context="c"))

    threads = [threading.Thread(target=first_use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [KeyFileKms().unwrap(w, context="c") for w in wrapped] == [b"secret"] * 6
    assert [path.name for path in (var / "kms").iterdir()] == ["master.key"]
