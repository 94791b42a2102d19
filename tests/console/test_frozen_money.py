"""Money that is frozen, as a lender's own staff read it."""

from __future__ import annotations

import pytest

from tenants.context import in_platform, in_tenant
from tenants.epoch import raise_epoch, raise_epoch_of
from tenants.models import Lender
from tenants.snapshot import forget_snapshots
from tests.cast import NOW
from tests.console.browsing import text_of
from tests.console.conftest import Desks
from tests.database import SYSTEM
from tests.eft.making import profile

SAID = "No money moves at the moment, since Tue, November 10, 2026 at 10:00 AM EST Restored from a backup."


def freeze(lender: Lender) -> None:
    with in_platform(SYSTEM, "freeze"):
        Lender.objects.filter(id=lender.id).update(money_frozen_at=NOW, money_frozen_reason="Restored from a backup.")
        raise_epoch_of(lender.id)
    forget_snapshots()


@pytest.mark.parametrize("path", ["", "payments/", "files/"])
def test_staff_read_that_no_money_moves_and_no_other_lenders_do(desks: Desks, path: str) -> None:
    freeze(desks.cast.lenders.alder)

    ours, theirs = desks.admin.get(f"/console/{path}"), desks.other_admin.get(f"/console/{path}")

    assert SAID in text_of(ours)
    assert "No money moves" not in text_of(theirs)


def test_a_frozen_lenders_start_page_promises_no_bank_file_and_asks_for_no_profile(desks: Desks) -> None:
    alder = desks.cast.lenders.alder
    with in_tenant(alder):
        profile()
    before = text_of(desks.admin.get("/console/"))

    freeze(alder)
    with in_tenant(alder):
        raise_epoch()
    after = text_of(desks.admin.get("/console/"))

    assert ("Next bank file" in before, "Next bank file" in after) == (True, False)
    assert "Complete the bank profile" not in before + after


def test_nothing_is_said_while_money_moves(desks: Desks) -> None:
    for path in ("", "payments/", "files/"):
        assert "No money moves" not in text_of(desks.admin.get(f"/console/{path}"))
