"""The real tape, imported whole; not run where it is not at hand."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from portal_api.accounts.models import AccountSnapshot
from portal_api.servicing.importing.operations import import_tape
from portal_api.servicing.nightly import verify_ledger
from portal_api.servicing.tape.mapping import TapeMapping, read_mapping
from portal_api.servicing.tape.placing import Placement, place
from portal_api.servicing.tape.reader import read_tape
from portal_api.servicing.tape.rows import BadRow, TapeRow
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders
from tests.servicing.tape.tapes import good

ROOT = Path(__file__).parents[3]
TAPE = ROOT / os.environ.get("PORTICO_TAPE", "../shared/data/loan-tape.csv")
MAPPING = ROOT / "platform/portico/demo/portfolios/loan-tape.toml"
TODAY = date(2026, 11, 10)


@pytest.mark.skipif(not TAPE.exists(), reason="not run: the real tape is not at hand (PORTICO_TAPE names it)")
def test_every_figure_of_the_real_tape_is_the_sources_own(db: TwoLenders) -> None:
    mapping, bad = read_mapping(MAPPING), list[BadRow]()
    with in_tenant(db.alder):
        outcome = import_tape(
            path=TAPE,
            mapping=mapping,
            mapping_text=MAPPING.read_text(),
            actor=SYSTEM,
            now=NOW,
            on_bad=bad.append,
        )
        snapshots = AccountSnapshot.objects.select_related("account")
        shown = {snapshot.account.number: snapshot for snapshot in snapshots}
        mismatches = verify_ledger()

    assert (outcome.read, outcome.added, outcome.bad, mismatches) == (5000, 4997, 3, [])
    assert [row.raw.split(",")[0] for row in bad] == ["LC-01085", "LC-09145", "LC-09687"]
    assert [other.loan_number for other in outcome.other_instalments] == ["LC-09687"]
    assert [row.loan_number for row in good(read_tape(TAPE, mapping)) if differs(row, mapping, shown)] == []


def differs(row: TapeRow, mapping: TapeMapping, shown: dict[str, AccountSnapshot]) -> bool:
    """Whether an imported loan's figures are others than the tape and its placing say."""
    placed = place(row, mapping, shift_to=TODAY)
    if not isinstance(placed, Placement):
        return row.loan_number in shown
    snapshot = shown[row.loan_number]
    said = (row.balance.minor, placed.past_due.minor, placed.next_due_on)
    ours = (snapshot.principal_minor, snapshot.past_due_minor, snapshot.next_due_on)
    met = row.standing.is_closed or snapshot.instalments_met == placed.instalments_met
    return said != ours or not met or snapshot.paid_interest_minor != row.paid_interest.minor
