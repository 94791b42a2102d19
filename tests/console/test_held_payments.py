"""Payments that the bank debited and the ledger did not take stand apart until somebody has looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from portal_api.eft.operations import settle_due
from tenants.context import in_tenant
from tests.console.browsing import text_of
from tests.console.conftest import Desks
from tests.eft import making


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed files of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)


def test_a_payment_that_could_not_be_posted_needs_attention_at_its_lender_only(desks: Desks) -> None:
    before = text_of(desks.admin.get("/console/payments/"))
    with in_tenant(desks.cast.lenders.alder):
        making.profile()
        method = making.bank_account(desks.cast.ada)
        held = making.payment(desks.cast.ada_loan, desks.cast.ada, method, amount_minor=12_100_00)
        making.sent()
        settle_due(today=making.EFFECTIVE, actor=making.WORKER, now=making.SETTLING)

    page = text_of(desks.admin.get("/console/payments/"))
    why = text_of(desks.admin.get(f"/console/payments/{held.id}/"))

    assert "Needs attention" not in before
    assert "Needs attention" in page
    assert page.count(held.reference) == 2
    assert "Debited, under review" in page
    assert "$12,100.00 is more than the $12,049.08 that closes this account." in why
    assert "Needs attention" not in text_of(desks.other_admin.get("/console/payments/"))
