"""Opening a sealed file: with a reason, on the record, and only as it was made."""

from __future__ import annotations

import pytest

from portal_api.eft.errors import ReasonMissing
from portal_api.eft.models import EftFile
from portal_api.eft.operations import download_file
from portal_api.eft.operations.downloads import FileNotWritten
from portal_api.eft.states import FileStatus
from portico_kernel.audit.models import AuditEntry
from portico_kernel.sealing import SealBroken
from portico_kernel.storage import ObjectKey, storage
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.eft.making import CLERK, bank_account, clear_bytes, generated, payment, profile


def made(cast: Cast) -> EftFile:
    profile()
    payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
    return generated()


def downloads() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(action="eft_file.downloaded")
    return list(rows.values_list("actor_label", "reason"))


def test_a_download_is_audited_with_its_reason(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        content = download_file(file=made(cast), actor=CLERK, reason="SFTP to the bank", now=NOW)

        assert content.startswith(b"101 021000021")
        assert downloads() == [("Sam Ortiz", "SFTP to the bank")]


def test_without_a_reason_nothing_is_opened(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        file = made(cast)

        with pytest.raises(ReasonMissing):
            download_file(file=file, actor=CLERK, reason=" ", now=NOW)
        assert downloads() == []


def test_a_file_that_is_being_written_is_not_offered(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        file = made(cast)
        EftFile.objects.update(content_hash="", status=FileStatus.CLAIMED)

        with pytest.raises(FileNotWritten):
            download_file(file=EftFile.objects.get(id=file.id), actor=CLERK, reason="look", now=NOW)


def test_bytes_that_were_changed_or_are_another_files_do_not_open(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        file = made(cast)
        sealed = storage().get(ObjectKey(file.storage_key))
        storage().put(ObjectKey(file.storage_key), sealed[:-1] + bytes([sealed[-1] ^ 1]))

        with pytest.raises(SealBroken):
            clear_bytes(file)
