"""The file itself: what it hides, what it needs to be opened, and what happens to one that is not whole."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable, Generator
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command

from portico_kernel.storage import ObjectKey
from tenants.backup import archive, envelope
from tenants.backup.archive import PIECE, Packing, pieces_of
from tenants.backup.envelope import opened, write_encrypted
from tenants.backup.errors import BackupDamaged, BackupUnreadable
from tenants.backup.reading import verify
from tenants.backup.registry import fleeting_tables
from tenants.backup.restoring import restore_as
from tenants.backup.taking import back_up
from tenants.migrating import owner_connection
from tenants.models import Lender, LenderSchema
from tests.backup.making import LOGO, House, backed_up, everything, files_of
from tests.cast import NOW
from tests.database import SYSTEM
from tests.eft.making import ACCOUNT_NUMBER


def test_a_backup_holds_no_name_and_no_number_in_clear_and_is_for_its_owner_only(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)

    content = file.read_bytes()
    secrets = ("Ada Lopez", "ada@example.com", ACCOUNT_NUMBER, "Elm Finance", "elm", "A-1001", "CREATE TABLE")
    assert [text for text in secrets if text.encode() in content] == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".*")) == []


def test_account_numbers_are_sealed_inside_the_backup_as_well_and_sessions_are_not_in_it(
    house: House, tmp_path: Path
) -> None:
    with opened(backed_up(house, tmp_path)) as (_, stream):
        parts = dict(pieces_of(stream))

    assert [name for name, content in parts.items() if ACCOUNT_NUMBER.encode() in content] == []
    assert b"ada@example.com" in parts["tables/identity_user"]
    assert LOGO in parts.values()
    assert fleeting_tables() == {"identity_authtoken", "identity_mailedlink", "identity_signinflow", "wallet_capture"}
    assert not {f"tables/{name}" for name in fleeting_tables()} & parts.keys()


def test_age_and_the_unwrapped_key_open_a_backup_without_us(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    with opened(file) as (key, stream):
        stream.read()

    _, _, sealed = file.read_bytes().partition(b"\n")
    clear = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.identity)])
    with tarfile.open(fileobj=io.BytesIO(clear)) as tar:
        names = tar.getnames()
    assert names[-2:] == ["manifest.json", "manifest.mac"]
    assert "tables/payments_payment/000000" in names


def cut_off(content: bytes) -> bytes:
    return content[:-200]


def cut_at_a_block(content: bytes) -> bytes:
    """Where age's own blocks end: each that is left is authentic, only the last is missing."""
    header, body = content.split(b"\n--- ", 1)
    head = len(header) + len(b"\n--- ") + body.index(b"\n") + 1
    return content[: head + 16 + 65536 + 16]


def altered(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def other_first_line(content: bytes) -> bytes:
    return content.replace(b"portico-backup 1 ", b"portico-backup 1 AAAA", 1)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (cut_off, BackupDamaged),
        (cut_at_a_block, BackupDamaged),
        (altered, BackupDamaged),
        (other_first_line, BackupUnreadable),
        (lambda content: b"", BackupUnreadable),
        (lambda content: b"PK\x03\x04 some other file", BackupUnreadable),
        (lambda content: content.partition(b"\n")[0] + b"\n", BackupDamaged),
    ],
    ids=["cut off", "cut at a block", "altered", "another key", "empty", "another file", "no content"],
)
def test_a_file_that_is_not_whole_is_refused_in_words_and_changes_nothing(
    house: House, tmp_path: Path, spoil: Callable[[bytes], bytes], kind: type[Exception]
) -> None:
    file = backed_up(house, tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    before = standing(house)

    with pytest.raises(kind):
        restore_as(path=file, slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW)
    with pytest.raises(CommandError):
        call_command("restore", "--verify", str(file), stdout=StringIO())

    assert standing(house) == before


def standing(house: House) -> object:
    """All that a restore could have left behind."""
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles ORDER BY 1")
        roles = cursor.fetchall()
    schemas = sorted(LenderSchema.objects.using("owner").values_list("schema_name", "state"))
    lenders = sorted(Lender.objects.using("owner").values_list("slug", "schema_name"))
    return roles, schemas, lenders, files_of(house.elm)


def test_a_backup_that_somebody_else_wrote_to_our_key_is_refused(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    line = file.read_bytes().partition(b"\n")[0]
    with opened(file) as (key, stream):
        clear = stream.read()
    public = pyrage.x25519.Identity.from_str(key.identity).to_public()
    changed = clear.replace(b"ada@example.com", b"eve@example.com")
    file.write_bytes(line + b"\n" + pyrage.encrypt(changed, [public]))

    with pytest.raises(BackupDamaged, match=r"tables/\w+ is not what was written"):
        verify(file)
    forged = changed.replace(b'"build"', b'"Build"')
    file.write_bytes(line + b"\n" + pyrage.encrypt(forged, [public]))
    with pytest.raises(BackupDamaged, match="not written by us"):
        verify(file)


def test_another_deployments_key_does_not_open_it(house: House, tmp_path: Path, own_var: Path) -> None:
    file = backed_up(house, tmp_path)
    (own_var / "kms" / "master.key").write_bytes(os.urandom(32))

    with pytest.raises(CommandError, match="another master key than the one of this deployment"):
        call_command("restore", "--verify", str(file), stdout=StringIO())


def test_a_backup_that_fails_half_way_leaves_no_file_and_says_why(house: House, tmp_path: Path) -> None:
    LenderSchema.objects.using("owner").filter(schema_name=house.elm.schema_name).update(rights="unknown")

    with pytest.raises(CommandError, match="Run “portico migrate”, then take the backup again"):
        call_command("backup", "elm", "--out", str(tmp_path / "f"))
    assert list(tmp_path.iterdir()) == [tmp_path / "var"]
    assert verify(back_up(lender=house.fir, target=tmp_path / "f", actor=SYSTEM, now=NOW).path).slug == "fir"


def test_a_file_that_stands_is_not_replaced(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    before = file.read_bytes()

    with pytest.raises(CommandError, match="exists already; name another place"):
        call_command("backup", "elm", "--out", str(file))
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]


def test_every_lender_gets_a_file_and_verify_tells_what_is_in_it(house: House, tmp_path: Path) -> None:
    out = StringIO()
    call_command("backup", "--all", "--folder", str(tmp_path / "all"), stdout=out)
    files = sorted((tmp_path / "all").iterdir())
    (elms,) = (file for file in files if file.name.startswith("elm-"))
    call_command("restore", "--verify", str(elms), stdout=out)

    assert [file.name.partition("-")[0] for file in files] == ["alder", "birch", "elm", "fir"]
    rows = sum(len(found) for name, found in everything(house.elm).items() if name != "sequences")
    assert f"Whole. Elm Finance (elm) of {verify(elms).made_at:%Y-%m-%d %H:%M} UTC: {rows} rows in" in out.getvalue()


def test_what_is_written_and_read_takes_no_memory_of_its_own(own_var: Path, tmp_path: Path) -> None:
    """In a process of its own, whose peak nobody else has raised: 96 MB pass through."""
    code = f"""
import os, pathlib, resource, sys
import django
from django.conf import settings
django.setup()
settings.PORTICO_VAR = pathlib.Path({str(own_var)!r})
from tenants.backup import archive, envelope
block = os.urandom(1 << 20)
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
def content(key):
    yield from archive.Packing().add("tables/big", (block for _ in range(96)), ["x"])
    yield bytes(1024)
before = peak()
path = pathlib.Path({str(tmp_path / "big")!r})
envelope.write_encrypted(path, content)
with envelope.opened(path) as (_, stream):
    read = sum(len(piece) for _, piece in archive.pieces_of(stream))
print(read >> 20, peak() - before < 24, file=sys.stdout)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["96", "True"]


def test_parts_are_cut_into_pieces_and_come_back_whole(tmp_path: Path, own_var: Path) -> None:
    rows = [b"x" * 1000 + b"\n"] * 3000
    packing = Packing()

    def content(key: envelope.FileKey) -> Generator[bytes, None, None]:
        yield from packing.add("tables/a", rows, ["x"])
        yield from packing.add("tables/empty", [], ["x"])
        yield from packing.add(f"files/{'k' * 36}/{'long' * 30}", [b"y"])
        yield bytes(2 * tarfile.BLOCKSIZE)

    write_encrypted(tmp_path / "f", content)
    with opened(tmp_path / "f") as (_, stream):
        pieces = list(archive.pieces_of(stream))

    assert [(part.rows, part.size) for part in packing.parts] == [(3000, 3_003_000), (0, 0), (0, 1)]
    assert b"".join(piece for name, piece in pieces if name == "tables/a") == b"".join(rows)
    assert max(len(piece) for _, piece in pieces) == PIECE
    assert pieces[-1] == (f"files/{'k' * 36}/{'long' * 30}", b"y")


def test_a_file_that_cannot_be_written_is_said_in_words(house: House, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_bytes(b"")

    with pytest.raises(CommandError, match="in the way"):
        call_command("backup", "elm", "--out", str(tmp_path / "in the way" / "f"))
    with pytest.raises(OSError, match="in the way"):
        back_up(lender=house.elm, target=tmp_path / "in the way" / "f", actor=SYSTEM, now=NOW)


def test_object_keys_of_a_backup_are_the_lenders(house: House, tmp_path: Path) -> None:
    manifest = verify(backed_up(house, tmp_path))

    keys = [ObjectKey(part.name.removeprefix("files/")) for part in manifest.files()]
    assert keys == list(files_of(house.elm))
    assert {key.partition("/")[0] for key in keys} == {str(house.elm.vault_id)}
