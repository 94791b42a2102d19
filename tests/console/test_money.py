"""Bank profile, bank files, returns and payments as staff handle them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from portal_api.eft.models import EftFile, ReturnFile
from portal_api.eft.nacha import BankReturn
from portal_api.eft.operations import read_return_file
from portal_api.payments.models import Payment
from portico_kernel.audit.models import AuditEntry
from portico_kernel.clock import read_clock
from tenants.context import in_tenant
from tests.console.browsing import text_of
from tests.console.conftest import Desks
from tests.eft import making

PROFILE = {**making.PROFILE, "cutoffs": "11:00, 16:30"}


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed files of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)


def waiting_payment(desks: Desks) -> Payment:
    """Ada's payment, with a complete bank profile; inside alder."""
    making.profile()
    method = making.bank_account(desks.cast.ada)
    return making.payment(desks.cast.ada_loan, desks.cast.ada, method)


@pytest.fixture
def file(desks: Desks) -> EftFile:
    """A file that is ready to send."""
    with in_tenant(desks.cast.lenders.alder):
        waiting_payment(desks)
        return making.generated()


def test_saving_the_bank_profile_makes_the_lender_ready(desks: Desks) -> None:
    before = text_of(desks.admin.get("/console/bank/"))

    page = desks.admin.post("/console/bank/", PROFILE, follow=True)

    assert "Not ready" in before
    assert "The bank profile is saved." in text_of(page)
    assert "Payments confirmed before the cut-off go into this file" in text_of(page)
    assert "Not ready" in text_of(desks.other_admin.get("/console/bank/"))


def test_a_wrong_routing_number_is_named_and_the_rest_kept(desks: Desks) -> None:
    page = desks.admin.post("/console/bank/", {**PROFILE, "destination_routing": "123456789"})

    assert page.status_code == 422
    assert "This is not a bank's routing number" in text_of(page)
    assert 'value="First Test Bank"' in page.content.decode()


def test_an_agent_marks_a_file_as_sent_once(desks: Desks, file: EftFile) -> None:
    home = text_of(desks.agent.get("/console/"))
    first = desks.agent.post("/console/files/1/sent", follow=True)
    second = desks.agent.post("/console/files/1/sent", follow=True)

    assert "Send bank file 1" in home
    assert "Bank file 1 is marked as sent." in text_of(first)
    assert "This file was marked as sent already." in text_of(second)
    with in_tenant(desks.cast.lenders.alder):
        assert EftFile.objects.get().sent_by == "Ana Keller"


def test_a_download_asks_why_and_writes_it_down(desks: Desks, file: EftFile) -> None:
    refused = desks.admin.post("/console/files/1/download", {"reason": " "})
    given = desks.admin.post("/console/files/1/download", {"reason": "The drop is down."})

    assert refused.status_code == 422
    assert given["Content-Disposition"] == 'attachment; filename="alder-000001.ach"'
    assert given["Cache-Control"] == "no-store"
    assert given.content.startswith(b"101 ")
    with in_tenant(desks.cast.lenders.alder):
        rows = AuditEntry.objects.filter(action="eft_file.downloaded").values_list("actor_label", "reason")
        assert list(rows) == [("Sam Ortiz", "The drop is down.")]


def test_no_page_shows_a_whole_account_number(desks: Desks, file: EftFile) -> None:
    pages = [desks.admin.get(path).content.decode() for path in ("/console/files/1/", "/console/payments/")]

    assert [making.ACCOUNT_NUMBER in page for page in pages] == [False, False]
    assert ["••4321" in page for page in pages] == [True, True]


def test_reading_returns_shows_what_each_line_did_and_twice_changes_nothing(desks: Desks, file: EftFile) -> None:
    with in_tenant(desks.cast.lenders.alder):
        made = making.as_read(file)
        content = making.bank_answers(file, BankReturn(made.batches[0].entries[0], "R01"))
    desks.agent.post("/console/files/1/sent")

    first = desks.admin.post("/console/files/returns", {"file": SimpleUploadedFile("ret.ach", content)}, follow=True)
    again = desks.admin.post("/console/files/returns", {"file": SimpleUploadedFile("ret.ach", content)}, follow=True)

    assert "Payment returned" in text_of(first)
    assert "These returns were read before. Nothing changed." in text_of(again)
    with in_tenant(desks.cast.lenders.alder):
        assert ReturnFile.objects.count() == 1
        assert Payment.objects.get().status == "returned"


def test_returns_that_moved_nothing_are_to_do_until_somebody_says_that_they_were_looked_at(
    desks: Desks, file: EftFile
) -> None:
    with in_tenant(desks.cast.lenders.alder):
        strange = replace(making.as_read(file).batches[0].entries[0], trace_number="021000029999999")
        content = making.bank_answers(file, BankReturn(strange, "R01"))
        read = read_return_file(name="r.ach", content=content, actor=making.CLERK, now=read_clock())
    path = f"/console/files/returns/{read.file.id}/"
    todo, button = "Look at the returns of r.ach", "Mark as looked at"
    home, page = text_of(desks.agent.get("/console/")), text_of(desks.agent.get(path))
    refused = [client.post(f"{path}looked-at").status_code for client in (desks.viewer, desks.other_admin)]
    still = text_of(desks.agent.get("/console/"))

    done = desks.agent.post(f"{path}looked-at", follow=True)
    again = desks.admin.post(f"{path}looked-at", follow=True)

    assert [todo in home, button in page, refused, todo in still] == [True, True, [403, 404], True]
    assert [button in text_of(each) for each in (done, again)] == [False, False]
    assert ["by Ana Keller." in text_of(each) for each in (done, again)] == [True, True]
    assert [todo in text_of(each.get("/console/")) for each in (desks.agent, desks.admin)] == [False, False]
    with in_tenant(desks.cast.lenders.alder):
        rows = AuditEntry.objects.filter(action="eft_returns.looked_at").values_list("actor_label", "summary")
        assert list(rows) == [("Ana Keller", "Looked at the returns of r.ach.")]


def test_returns_that_were_all_applied_are_nothing_to_look_at(desks: Desks, file: EftFile) -> None:
    with in_tenant(desks.cast.lenders.alder):
        content = making.bank_answers(file, BankReturn(making.as_read(file).batches[0].entries[0], "R01"))
        read = read_return_file(name="r.ach", content=content, actor=making.CLERK, now=read_clock())

    assert "Look at the returns" not in text_of(desks.agent.get("/console/"))
    assert "Mark as looked at" not in text_of(desks.agent.get(f"/console/files/returns/{read.file.id}/"))


def test_a_file_that_is_not_finished_says_in_the_list_that_it_goes_on_by_itself(desks: Desks, file: EftFile) -> None:
    said_before = text_of(desks.agent.get("/console/files/"))
    with in_tenant(desks.cast.lenders.alder):
        EftFile.objects.update(content_hash="", status="claimed")

    said = text_of(desks.agent.get("/console/files/"))

    hint = "It is taken up again by itself, within five minutes when the run that wrote it was cut off"
    assert [hint in said_before, hint in said] == [False, True]
    assert hint in text_of(desks.agent.get("/console/files/1/"))


def test_an_empty_return_file_is_called_empty_and_none_is_asked_for(desks: Desks) -> None:
    empty = {"file": SimpleUploadedFile("ret.ach", b"")}

    said = [text_of(desks.admin.post("/console/files/returns", sent, follow=True)) for sent in (empty, {})]

    assert ["That file is empty." in each for each in said] == [True, False]
    assert ["Choose the return file that the bank sent." in each for each in said] == [False, True]


def test_a_file_that_is_no_return_file_is_refused_in_words(desks: Desks) -> None:
    upload = SimpleUploadedFile("notes.txt", b"Dear bank, hello.")

    page = desks.admin.post("/console/files/returns", {"file": upload}, follow=True)

    assert "This is not a file in NACHA format" in text_of(page)
    with in_tenant(desks.cast.lenders.alder):
        assert ReturnFile.objects.count() == 0


def test_a_payments_page_says_why_it_is_in_no_file_yet(desks: Desks) -> None:
    with in_tenant(desks.cast.lenders.alder):
        payment = waiting_payment(desks)

    said = text_of(desks.viewer.get(f"/console/payments/{payment.id}/"))

    assert "In none yet. The file of the cut-off on Tue, November 10, 2026 at 4:30 PM EST takes it" in said
    assert desks.other_admin.get(f"/console/payments/{payment.id}/").status_code == 404


def test_a_canceled_payment_has_no_debit_date(desks: Desks) -> None:
    with in_tenant(desks.cast.lenders.alder):
        payment = waiting_payment(desks)
        payment.cancellable_until = read_clock() + timedelta(hours=1)
        payment.save(update_fields=["cancellable_until"])
    desks.agent.post(f"/console/payments/{payment.id}/cancel")

    said = text_of(desks.viewer.get(f"/console/payments/{payment.id}/"))

    assert "Debit date None: nothing is debited" in said
    assert f"Canceled as {payment.user.name} asked. Nothing was debited." in said


def test_payments_are_found_by_account_and_state(desks: Desks) -> None:
    with in_tenant(desks.cast.lenders.alder):
        payment = waiting_payment(desks)

    found = text_of(desks.viewer.get("/console/payments/", {"words": "A-1001", "status": "submitted"}))
    other = text_of(desks.viewer.get("/console/payments/", {"words": "A-1002"}))

    assert payment.reference in found
    assert payment.reference not in other


def test_another_lender_has_no_such_file(desks: Desks, file: EftFile) -> None:
    assert desks.other_admin.get("/console/files/1/").status_code == 404
    assert desks.other_admin.post("/console/files/1/sent").status_code == 404
