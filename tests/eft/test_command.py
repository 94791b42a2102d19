"""``portico eft``: what a person types and reads."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal_api.eft.management.commands import eft
from portal_api.eft.models import EftFile
from portal_api.eft.nacha import BankReturn
from portal_api.payments.models import Payment
from portico_kernel.audit.models import AuditEntry
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import CUTOFF, SETTLING, as_read, bank_account, bank_answers, payment, profile


@pytest.fixture(autouse=True)
def at_the_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that the door reads."""
    monkeypatch.setattr(eft, "read_clock", lambda: CUTOFF)


def typed(*words: str) -> str:
    out = StringIO()
    call_command("eft", *words, stdout=out)
    return out.getvalue()


def waiting(cast: Cast) -> Payment:
    with in_tenant(cast.lenders.alder):
        profile()
        return payment(cast.ada_loan, cast.ada, bank_account(cast.ada))


def test_a_lender_that_is_not_ready_is_told_what_is_missing(cast: Cast) -> None:
    assert typed("status", "alder") == "Not ready. The bank profile has not been filled in.\n"
    with pytest.raises(CommandError, match="The bank profile has not been filled in"):
        typed("generate", "alder")


def test_the_status_names_the_next_file(cast: Cast) -> None:
    waiting(cast)

    assert typed("status", "alder") == (
        "Ready. The next file is made at Thu 12 November 2026 16:30 EST, to be collected on Fri 13 November.\n"
    )


def test_generating_twice_says_the_same_file_and_an_empty_cut_off_says_so(cast: Cast) -> None:
    waiting(cast)
    first, again = typed("generate", "alder"), typed("generate", "alder", "--cutoff", "2026-11-10T16:30-05:00")
    empty = typed("generate", "alder", "--cutoff", "2026-11-10T12:00-05:00")

    assert (
        first
        == again
        == ("File 1: ready to send, 1 entry, $350.00, to be collected on 2026-11-12, made 2026-11-10 21:30 UTC\n")
    )
    assert empty == "No file: nothing waits to be collected at the cut-off of Tue 10 November 2026 12:00 EST.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("generate", "nobody"), "There is no lender called 'nobody'"),
        (("show", "alder", "9"), "There is no bank file 9"),
        (("generate", "alder", "--cutoff", "2026-11-12T16:30-05:00"), "has not come yet"),
        (("generate", "alder", "--cutoff", "2026-11-10T16:30"), "lacks its offset from UTC"),
        (("settle", "alder", "--today", "2026-11-12"), "That day has not come"),
        (("returns", "alder", "/nowhere/returns.ach"), "cannot be read"),
        (("reject", "alder", "1"), "--reason"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(cast: Cast, words: tuple[str, ...], sentence: str) -> None:
    waiting(cast)

    with pytest.raises(CommandError, match=sentence):
        typed(*words)


def test_a_refusal_is_said_once(cast: Cast, tmp_path: Path) -> None:
    waiting(cast)
    typed("generate", "alder")
    torn = tmp_path / "torn.ach"
    torn.write_bytes(b"1" + b" " * 80 + b"\n")

    said = []
    for words in (("reject", "alder", "1", "--reason", " "), ("returns", "alder", str(torn))):
        with pytest.raises(CommandError) as refused:
            typed(*words)
        said.append(str(refused.value))

    assert said[0] == "Say why the bank refused the file."
    assert said[1].startswith("The bank file was refused. line 1: the file has no control record;")
    assert said[1].count("the file has no control record") == 1
    with in_tenant(cast.lenders.alder):
        assert EftFile.objects.get().status == "generated"


def test_commands_log_warnings_and_no_step_of_their_own() -> None:
    code = (
        "import sys; sys.argv = ['portico', 'help']; from portico.cli import main; main(); import structlog;"
        " log = structlog.get_logger('eft'); log.info('task_enqueued'); log.warning('something_wrong')"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PORTICO_LOG_LEVEL"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert [json.loads(line)["event"] for line in ran.stderr.splitlines()] == ["something_wrong"]
    assert "task_enqueued" not in ran.stdout


def test_the_whole_story_at_the_command_line(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = waiting(cast)
    typed("generate", "alder")
    shown = typed("show", "alder", "1")
    typed("send-mark", "alder", "1")
    monkeypatch.setattr(eft, "read_clock", lambda: SETTLING)
    posted = typed("settle", "alder")
    with in_tenant(cast.lenders.alder):
        file = EftFile.objects.get()
        answer = bank_answers(file, BankReturn(as_read(file).batches[0].entries[0], "R01"))
    returns = tmp_path / "returns.ach"
    returns.write_bytes(answer)
    monkeypatch.setattr(eft, "read_clock", lambda: SETTLING + timedelta(days=1))
    first, again = typed("returns", "alder", str(returns)), typed("returns", "alder", str(returns))

    assert "021000020000001  WEB         $350.00" in shown
    assert "Checking ••4321" in shown
    assert posted == "1 payment posted, 0 final.\n"
    assert "R01 Payment returned. Insufficient funds." in first
    assert "were read already" in again
    with in_tenant(cast.lenders.alder):
        row.refresh_from_db()
        assert row.return_code == "R01"


def test_a_download_is_for_the_person_alone_and_overwrites_nothing(cast: Cast, tmp_path: Path) -> None:
    waiting(cast)
    typed("generate", "alder")
    target = tmp_path / "12.ach"
    typed("download", "alder", "1", "--reason", "SFTP", "--to", str(target))

    assert (stat.S_IMODE(target.stat().st_mode), target.read_bytes()[:3]) == (0o600, b"101")
    with pytest.raises(CommandError, match="exists already"):
        typed("download", "alder", "1", "--reason", "SFTP", "--to", str(target))
    with in_tenant(cast.lenders.alder):
        assert AuditEntry.objects.filter(action="eft_file.downloaded").count() == 1
