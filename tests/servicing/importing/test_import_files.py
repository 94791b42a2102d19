"""What ``portico import`` does to the files that it is given: reads them, and spoils none of them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal_api.accounts.models import Account
from portal_api.servicing.importing.rejects import RejectFile
from portal_api.servicing.models import ImportBatch
from portal_api.servicing.tape.rows import BadRow, Problem
from tenants.context import in_tenant
from tests.database import TwoLenders
from tests.servicing.tape.tapes import MAPPING, csv_bytes

SOUND, MIXED = csv_bytes({"loan": "T-1"}), csv_bytes({"loan": "T-1"}, {"loan": "T-2", "term": "x"})
OURS = b"line,column,reason,row\r\n2,term,of an earlier import,\r\n"
BAD = BadRow(2, (Problem("term", "It is bad."),), "T-2,x\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs, with a mapping and a tape of one sound and one bad row."""
    (tmp_path / "mapping.toml").write_text(MAPPING)
    (tmp_path / "tape.csv").write_bytes(MIXED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(lenders: TwoLenders, tape: str = "tape.csv", mapping: str = "mapping.toml", **options: object) -> None:
    call_command("import", lenders.alder.slug, tape, mapping=mapping, **options)


def refused(act: Callable[[], None]) -> str:
    with pytest.raises(CommandError) as error:
        act()
    assert error.value.returncode == 2
    return str(error.value)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def numbers(lenders: TwoLenders) -> list[str]:
    with in_tenant(lenders.alder):
        return list(Account.objects.filter(number__startswith="T-").values_list("number", flat=True))


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("tape", [SOUND, MIXED])
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("tape.csv", "tape.csv: the import reads this file; name another one for the bad rows."),
        ("./mapping.toml", "mapping.toml: the import reads this file; name another one for the bad rows."),
        ("linked.csv", "linked.csv: the import reads this file; name another one for the bad rows."),
        ("pointing.csv", "pointing.csv: the import reads this file; name another one for the bad rows."),
        ("notes.txt", "notes.txt: there is a file already that no import wrote; name another one for the bad rows."),
        ("empty.txt", "empty.txt: there is a file already that no import wrote; name another one for the bad rows."),
        ("inner", "inner: this is a folder; name a file for the bad rows."),
        ("/", "/: this is a folder; name a file for the bad rows."),
        ("/dev/null", "/dev/null: there is a file already that no import wrote; name another one for the bad rows."),
    ],
)
def test_a_reject_file_takes_the_place_of_no_other_file(
    db: TwoLenders, folder: Path, path: str, sentence: str, tape: bytes, dry_run: bool
) -> None:
    (folder / "tape.csv").write_bytes(tape)
    os.link(folder / "tape.csv", folder / "linked.csv")
    (folder / "pointing.csv").symlink_to("tape.csv")
    (folder / "notes.txt").write_text("line, by line: notes of my own\n")
    (folder / "empty.txt").touch()
    (folder / "inner").mkdir()
    before = contents(folder)

    assert refused(lambda: run(db, rejects=path, dry_run=dry_run)) == sentence

    assert (contents(folder), numbers(db)) == (before, [])


@pytest.mark.parametrize("which", ["tape.csv", "mapping.toml"])
def test_a_tape_that_begins_like_a_reject_file_is_no_reject_file(db: TwoLenders, folder: Path, which: str) -> None:
    (folder / which).write_bytes(OURS)

    assert "the import reads this file" in refused(lambda: run(db, rejects=which))

    assert (folder / which).read_bytes() == OURS


def test_the_reject_file_of_an_earlier_import_is_written_anew_and_goes_when_every_row_is_in(
    db: TwoLenders, folder: Path
) -> None:
    (folder / "bad.csv").write_bytes(OURS)

    run(db, rejects="bad.csv", dry_run=True)
    after_a_bad_row = (folder / "bad.csv").read_text()
    (folder / "tape.csv").write_bytes(SOUND)
    run(db, rejects="bad.csv", dry_run=True)

    assert "an earlier import" not in after_a_bad_row
    assert after_a_bad_row.splitlines()[1].startswith("3,term,")
    assert sorted(contents(folder)) == ["mapping.toml", "tape.csv"]


def test_an_import_refused_before_its_first_row_leaves_the_earlier_reject_file(db: TwoLenders, folder: Path) -> None:
    (folder / "bad.csv").write_bytes(OURS)
    (folder / "tape.csv").write_bytes(b"")

    assert "The file is empty" in refused(lambda: run(db, rejects="bad.csv"))

    assert (folder / "bad.csv").read_bytes() == OURS
    assert sorted(contents(folder)) == ["bad.csv", "mapping.toml", "tape.csv"]


def test_an_import_that_breaks_off_leaves_no_half_of_a_reject_file(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(OURS)

    with pytest.raises(KeyboardInterrupt), RejectFile(tmp_path / "bad.csv") as rejects:
        rejects.add(BAD)
        raise KeyboardInterrupt

    assert contents(tmp_path) == {"bad.csv": OURS}


def test_a_file_that_came_while_rows_were_read_stays_and_the_rows_are_kept_beside_it(tmp_path: Path) -> None:
    with RejectFile(tmp_path / "bad.csv") as rejects:
        rejects.add(BAD)
        (tmp_path / "bad.csv").write_text("mine")

    assert (tmp_path / "bad.csv").read_text() == "mine"
    assert rejects.written_to is not None
    assert "It is bad." in rejects.written_to.read_text()


def test_without_a_bad_row_a_file_that_came_while_rows_were_read_stays(tmp_path: Path) -> None:
    with RejectFile(tmp_path / "bad.csv"):
        (tmp_path / "bad.csv").write_text("mine")

    assert contents(tmp_path) == {"bad.csv": b"mine"}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nowhere/bad.csv", "nowhere/bad.csv: there is no folder {folder}/nowhere."),
        ("tape.csv/bad.csv", "tape.csv/bad.csv: {folder}/tape.csv is not a folder."),
    ],
)
def test_a_reject_file_that_cannot_be_is_refused_before_the_import(
    db: TwoLenders, folder: Path, path: str, sentence: str
) -> None:
    assert refused(lambda: run(db, rejects=path)) == sentence.format(folder=folder)

    assert numbers(db) == []


@pytest.mark.parametrize(
    ("tape", "mapping", "sentence"),
    [
        ("absent.csv", "mapping.toml", "absent.csv: there is no such file."),
        (".", "mapping.toml", ".: this is a folder, not a file."),
        ("mapping.toml/x", "mapping.toml", "mapping.toml/x: Not a directory."),
        ("tape.csv", "nofile.toml", "nofile.toml: there is no such file."),
        ("tape.csv", ".", ".: this is a folder, not a file."),
        ("tape.csv", "latin.toml", "latin.toml: this file is not UTF-8 text."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_a_sentence(
    db: TwoLenders, folder: Path, tape: str, mapping: str, sentence: str
) -> None:
    (folder / "latin.toml").write_bytes(b'title = "caf\xe9"')

    assert refused(lambda: run(db, tape, mapping)) == sentence
    assert refused(lambda: run(db, tape, mapping, rejects="bad.csv")) == sentence

    assert not (folder / "bad.csv").exists()


@pytest.mark.parametrize(
    ("path", "mode", "sentence"),
    [
        ("tape.csv", "rb", "tape.csv: you are not permitted to use this file."),
        ("mapping.toml", "rb", "mapping.toml: you are not permitted to use this file."),
        (".bad.csv.", "x", "bad.csv: you are not permitted to write there."),
    ],
)
def test_what_the_operating_system_does_not_permit_is_said_in_a_sentence(
    db: TwoLenders, folder: Path, monkeypatch: pytest.MonkeyPatch, path: str, mode: str, sentence: str
) -> None:
    # The system refuses nothing to root, as which containers run this.
    really = Path.open

    def open_unless_forbidden(self: Path, how: str = "r", *args: object, **options: object) -> object:
        if self.name.startswith(path) and how == mode:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return really(self, how, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_unless_forbidden)

    assert refused(lambda: run(db, rejects="bad.csv")) == sentence

    assert numbers(db) == []


def test_a_day_that_is_none_is_refused_with_an_example(db: TwoLenders, folder: Path) -> None:
    said = refused_by_the_parser(db, "--as-of", "yesterday")

    assert said.endswith("argument --as-of: write a day such as 2026-11-23")


def refused_by_the_parser(lenders: TwoLenders, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("import", lenders.alder.slug, "tape.csv", "--mapping", "mapping.toml", *options)
    return str(error.value)


def test_another_day_than_the_one_that_another_file_set_is_refused_naming_the_lender(
    db: TwoLenders, folder: Path
) -> None:
    with in_tenant(db.alder):
        ImportBatch.objects.create(
            file_name="another.csv",
            tape_as_of_on=datetime(2026, 6, 25, tzinfo=UTC).date(),
            as_of_on=datetime(2026, 6, 20, tzinfo=UTC).date(),
            status="done",
            started_at=datetime(2026, 6, 25, tzinfo=UTC),
        )

    said = refused(lambda: run(db, as_of=datetime(2026, 6, 24, tzinfo=UTC).date()))

    assert said.startswith(
        f"The first import at {db.alder.slug} set 2026-06-25, the day of this mapping, to 2026-06-20;"
    )


def test_a_principal_of_twenty_digits_is_too_large(
    db: TwoLenders, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tape.csv").write_bytes(csv_bytes({"amount": "9" * 20}))

    run(db)

    assert f"line 2, column amount: The number is too large: '{'9' * 20}'." in capsys.readouterr().out
