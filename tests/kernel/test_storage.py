"""Storage: the same promises from the local disk and from S3, and keys that always name their lender."""

from __future__ import annotations

import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from portico_kernel.storage import LocalDiskStorage, ObjectKey, ObjectMissing, Storage, lender_key, storage
from portico_kernel.storage_s3 import S3Storage, StorageUnavailable
from tests.kernel.s3_server import s3_server


@dataclass(frozen=True)
class SomeLender:
    vault_id: uuid.UUID


ALDER, BIRCH = SomeLender(uuid.UUID(int=1)), SomeLender(uuid.UUID(int=2))


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)
    if request.param == "disk":
        yield LocalDiskStorage()
        return
    for name, value in {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with s3_server() as (address, _):
        monkeypatch.setattr(settings, "PORTICO_S3_ENDPOINT", address, raising=False)
        monkeypatch.setattr(settings, "PORTICO_S3_BUCKET", "portico", raising=False)
        yield S3Storage()


def test_gives_back_what_was_put(store: Storage) -> None:
    store.put(lender_key(ALDER, "eft", "1.ach"), b"sealed \x00 bytes")

    assert store.get(lender_key(ALDER, "eft", "1.ach")) == b"sealed \x00 bytes"


def test_putting_again_replaces(store: Storage) -> None:
    store.put(lender_key(ALDER, "a"), b"old")
    store.put(lender_key(ALDER, "a"), b"new")

    assert store.get(lender_key(ALDER, "a")) == b"new"


def test_knows_what_exists(store: Storage) -> None:
    store.put(lender_key(ALDER, "a"), b"x")

    assert store.exists(lender_key(ALDER, "a")) is True
    assert store.exists(lender_key(BIRCH, "a")) is False


def test_what_another_lender_put_is_missing(store: Storage) -> None:
    store.put(lender_key(ALDER, "a"), b"x")

    with pytest.raises(ObjectMissing):
        store.get(lender_key(BIRCH, "a"))


def test_lists_every_key_of_one_vault_and_none_of_another(store: Storage) -> None:
    mine = [lender_key(ALDER, *parts) for parts in (("a",), ("eft", "1.ach"), ("eft", "2.ach"), ("z", "y", "x"))]
    for key in (*mine, lender_key(BIRCH, "eft", "1.ach")):
        store.put(key, b"x")

    assert list(store.keys_of(ALDER)) == mine
    assert list(store.keys_of(SomeLender(uuid.UUID(int=3)))) == []


def test_removes_one_key_and_nothing_twice(store: Storage) -> None:
    for name in ("a", "b"):
        store.put(lender_key(ALDER, name), b"x")

    store.remove(lender_key(ALDER, "a"))
    store.remove(lender_key(ALDER, "a"))

    assert list(store.keys_of(ALDER)) == [lender_key(ALDER, "b")]


def test_s3_that_does_not_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(settings, "PORTICO_S3_ENDPOINT", "http://127.0.0.1:9", raising=False)
    monkeypatch.setattr(settings, "PORTICO_S3_BUCKET", "portico", raising=False)

    with pytest.raises(StorageUnavailable):
        S3Storage().exists(lender_key(ALDER, "a"))


def test_files_on_the_disk_are_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)
    storage().put(lender_key(ALDER, "eft", "a"), b"x")

    files = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600]


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", ".hidden", "a\x00", "a b"])
def test_a_key_has_no_odd_parts(part: str) -> None:
    with pytest.raises(ValueError, match="object key"):
        lender_key(ALDER, part)


def test_a_key_starts_with_its_lender() -> None:
    assert lender_key(ALDER, "eft", "7.ach") == f"{ALDER.vault_id}/eft/7.ach"


def test_a_key_from_elsewhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)

    with pytest.raises(ValueError, match="lender_key"):
        LocalDiskStorage().put(ObjectKey("../outside"), b"x")
