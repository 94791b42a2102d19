"""Sealing: opens for its owner with its key, and for nobody else."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from portico_kernel.sealing import Owner, SealBroken, fingerprint, key_version_of, make_key_pair, open_sealed, seal

ALDER = uuid.UUID(int=1)
BIRCH = uuid.UUID(int=2)
OWNER = Owner(ALDER, "bank_account", "m-1")
PAIR = make_key_pair()


def sealed_number(version: int = 1) -> bytes:
    return seal(b"000123456789", public_key=PAIR.public, key_version=version, owner=OWNER)


def test_what_is_sealed_opens_for_its_owner() -> None:
    assert open_sealed(sealed_number(), private_key=PAIR.private, owner=OWNER) == b"000123456789"


def test_the_version_of_the_key_is_readable_without_opening() -> None:
    assert key_version_of(sealed_number(version=7)) == 7


def test_the_same_number_never_seals_to_the_same_bytes() -> None:
    assert sealed_number() != sealed_number()


def test_the_clear_bytes_do_not_stand_in_the_sealed_ones() -> None:
    assert b"123456789" not in sealed_number()


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(OWNER, vault_id=BIRCH),
        dataclasses.replace(OWNER, kind="eft_file"),
        dataclasses.replace(OWNER, id="m-2"),
    ],
    ids=["another lender", "another kind", "another row"],
)
def test_sealed_bytes_moved_to_another_owner_do_not_open(other: Owner) -> None:
    with pytest.raises(SealBroken):
        open_sealed(sealed_number(), private_key=PAIR.private, owner=other)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        open_sealed(sealed_number(), private_key=make_key_pair().private, owner=OWNER)


@pytest.mark.parametrize("place", [0, 3, 4, 10, 40, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    damaged = bytearray(sealed_number())
    damaged[place] ^= 1

    with pytest.raises(SealBroken):
        open_sealed(bytes(damaged), private_key=PAIR.private, owner=OWNER)


@pytest.mark.parametrize("rest", [b"", b"PS1", b"PS1\x00\x01", b"clear text of another kind"])
def test_what_is_not_sealed_is_said_to_be_broken(rest: bytes) -> None:
    with pytest.raises(SealBroken):
        open_sealed(rest, private_key=PAIR.private, owner=OWNER)


def test_a_key_pair_does_not_print_itself() -> None:
    assert repr(PAIR) == "KeyPair(…)"


def test_a_fingerprint_depends_on_the_key_and_on_where_one_part_ends() -> None:
    found = {
        fingerprint(b"k", "12", "3"),
        fingerprint(b"k", "1", "23"),
        fingerprint(b"other", "12", "3"),
        fingerprint(b"k", "12", "3"),
    }

    assert len(found) == 3
