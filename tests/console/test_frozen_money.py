"""Money that is frozen, as a lender's own staff read it."""

from __future__ import annotations

import pytest

from tenants.context import in_platform
from tenants.epoch import raise_epoch_of
from tenants.models import Lender
from tenants.snapshot import forget_snapshots
from tests.cast import NOW
from tests.console.browsing import text_of
from tests.console.conftest import Desks
from tests.database import SYSTEM

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


def test_nothing_is_said_while_money_moves(desks: Desks) -> None:
    for path in ("", "payments/", "files/"):
        assert "No money moves" not in text_of(desks.admin.get(f"/console/{path}"))
