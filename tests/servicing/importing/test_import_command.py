"""``portico import`` as a process of its own: exit codes, reject file, and being killed half-way."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal_api.accounts.models import Account, AccountParty, AccountSnapshot
from portal_api.servicing.models import Instalment, LedgerTransaction
from portal_api.servicing.nightly import verify_ledger
from tenants.context import in_tenant
from tenants.models import Lender
from tenants.provisioning import provision_lender
from tests.database import LONG_AGO, SYSTEM, TwoLenders, superuser_dsn
from tests.servicing.tape.tapes import MAPPING, csv_bytes

PORTICO = (sys.executable, "-c", "from portico.cli import main; main()")


@pytest.fixture
def lender(lenders: TwoLenders) -> Lender:
    """A lender whose rows are really committed: another process has to see them."""
    slug = f"imports-{uuid4().hex[:8]}"
    return provision_lender(
        slug=slug,
        name="Imports Finance",
        hosts=[f"{slug}.testserver"],
        time_zone="America/New_York",
        actor=SYSTEM,
        now=LONG_AGO,
        may_build=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mapping, beside which tests put their tapes."""
    (tmp_path / "mapping.toml").write_text(MAPPING)
    return tmp_path


def begin(lender: Lender, folder: Path, tape: bytes, *options: str) -> subprocess.Popen[str]:
    (folder / "tape.csv").write_bytes(tape)
    database = settings.DATABASES["default"]
    address = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return subprocess.Popen(
        [*PORTICO, "import", lender.slug, "tape.csv", "--mapping", "mapping.toml", *options],
        cwd=folder,
        env=os.environ
        | {
            "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@{address}",
            "DJANGO_SETTINGS_MODULE": "portico.settings",
            "PORTICO_SECRET_KEY": "x" * 40,
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(lender: Lender, folder: Path, tape: bytes, *options: str) -> tuple[int, str, str]:
    process = begin(lender, folder, tape, *options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def numbers_at(lender: Lender) -> list[str]:
    with in_tenant(lender):
        return list(Account.objects.order_by("number").values_list("number", flat=True))


def test_exit_codes_say_all_in_some_left_out_and_refused(lender: Lender, folder: Path) -> None:
    sound, mixed = csv_bytes({"loan": "T-1"}), csv_bytes({"loan": "T-2"}, {"loan": "T-3", "term": "x"})

    refused = run(lender, folder, mixed, "--strict")
    left_out = run(lender, folder, mixed, "--rejects", "bad.csv")
    all_in = run(lender, folder, sound)

    assert refused[0] == 2
    assert "1 row is bad, so nothing was imported (--strict)." in refused[2]
    assert "line 3, column term:" in refused[1]
    assert left_out[0] == 1
    assert "1 added, 0 were here already, 1 left out" in left_out[1]
    assert (all_in[0], all_in[2]) == (0, "")
    assert "1 row read as of" in all_in[1]
    assert numbers_at(lender) == ["T-1", "T-2"]
    with (folder / "bad.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["line"], row["column"], row["row"][:4]) for row in rows] == [("3", "term", "T-3,")]


def test_a_dry_run_writes_the_bad_rows_to_the_file_that_was_asked_for(lender: Lender, folder: Path) -> None:
    tape = csv_bytes({"loan": "T-1"}, {"loan": "T-1"}, {"loan": "T-2", "term": "x"})

    code, said, _ = run(lender, folder, tape, "--dry-run", "--rejects", "bad.csv")

    assert code == 1
    assert "3 rows read as of 2026-06-25: 1 would be added, 0 were here already, 2 left out, written to bad.csv" in said
    assert numbers_at(lender) == []
    with (folder / "bad.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["line"], row["column"], row["row"]) for row in rows] == [
        ("3", "loan", tape.decode().splitlines()[2]),
        ("4", "term", tape.decode().splitlines()[3]),
    ]


def test_a_worker_killed_in_mid_import_leaves_nothing_and_the_next_run_finishes(lender: Lender, folder: Path) -> None:
    tape = csv_bytes(*({"loan": f"T-{number}"} for number in range(1500)))
    with begin(lender, folder, tape) as process:
        try:
            wait_until_rows_are_being_written()
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
    after_the_kill = numbers_at(lender)
    second, third = run(lender, folder, tape), run(lender, folder, tape)

    assert (process.returncode, after_the_kill) == (-signal.SIGKILL, [])
    assert (second[0], third[0]) == (0, 0)
    assert "1,500 added" in second[1]
    assert "0 added, 1,500 were here already" in third[1]
    with in_tenant(lender):
        tables = (Account, AccountSnapshot, AccountParty, LedgerTransaction, Instalment)
        assert [model.objects.count() for model in tables] == [1500, 1500, 1500, 1500, 18_000]
        assert verify_ledger() == []


def wait_until_rows_are_being_written() -> None:
    """Until some process has written rows of a schedule in a transaction that is still open."""
    deadline = time.monotonic() + 60
    with psycopg.connect(superuser_dsn(), dbname=settings.DATABASES["default"]["NAME"]) as watcher:
        while time.monotonic() < deadline:
            writing = watcher.execute(
                "SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                " WHERE c.relname = 'servicing_instalment' AND l.mode = 'RowExclusiveLock' AND l.granted"
            ).fetchone()
            watcher.rollback()
            if writing:
                return
            time.sleep(0.01)
    raise AssertionError("no import wrote anything within a minute")


def test_called_by_the_demo_bad_rows_are_no_reason_to_stop(lender: Lender, folder: Path) -> None:
    (folder / "tape.csv").write_bytes(csv_bytes({"loan": "T-1"}, {"loan": "T-2", "term": "x"}))

    said = io.StringIO()
    call_command("import", lender.slug, str(folder / "tape.csv"), mapping=str(folder / "mapping.toml"), stdout=said)

    assert numbers_at(lender) == ["T-1"]
    assert "1 added, 0 were here already, 1 left out" in said.getvalue()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["nobody", "tape.csv"], "nobody"),
        (["{lender}", "absent.csv"], "absent.csv: there is no such file"),
    ],
)
def test_what_cannot_be_begun_is_refused_in_a_sentence(
    lender: Lender, folder: Path, options: list[str], sentence: str
) -> None:
    (folder / "tape.csv").write_bytes(csv_bytes({}))
    named = [option.format(lender=lender.slug) for option in options]
    named[1] = str(folder / named[1])

    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("import", *named, mapping=str(folder / "mapping.toml"))

    assert refused.value.returncode == 2
