"""The real tape, where it is at hand: 5,000 loans of early 2018 that PORTICO_TAPE names."""

import os
from pathlib import Path

import pytest

from portal_api.servicing.builtin.amortization import level_instalment
from portal_api.servicing.tape.mapping import TapeMapping, read_mapping
from portal_api.servicing.tape.placing import CannotAgree, Placement, place, remaining_schedule
from portal_api.servicing.tape.reader import read_tape
from portal_api.servicing.tape.rows import TapeRow
from portal_api.servicing.tape.standing import Standing, agrees
from portico_kernel.money import Money, total

from .tapes import good

ROOT = Path(__file__).parents[3]
TAPE = ROOT / os.environ.get("PORTICO_TAPE", "../shared/data/loan-tape.csv")
MAPPING = ROOT / "platform/portico/demo/portfolios/loan-tape.toml"


@pytest.fixture(scope="module")
def tape() -> tuple[list[TapeRow], TapeMapping]:
    if not TAPE.exists():
        pytest.skip("not run: the real tape is not at hand (PORTICO_TAPE names it)")
    mapping = read_mapping(MAPPING)
    return good(read_tape(TAPE, mapping)), mapping


def test_our_instalment_is_the_tapes_to_the_cent_but_for_the_listed_loan(
    tape: tuple[list[TapeRow], TapeMapping],
) -> None:
    rows, mapping = tape
    exceptions: list[tuple[str, Money, Money]] = []

    for row in rows:
        ours = level_instalment(row.principal, row.annual_rate, row.term, rounding=mapping.instalment_rounding)
        if ours != row.instalment:
            exceptions.append((row.loan_number, row.instalment, ours))

    assert len(exceptions) * 1000 <= len(rows)
    assert exceptions == [("LC-09687", Money(73_334), Money(73_013))]


def test_every_row_is_read_and_adds_up(tape: tuple[list[TapeRow], TapeMapping]) -> None:
    rows, _ = tape

    assert len(rows) == 5_000
    assert [row.loan_number for row in rows if row.written_off] == ["LC-01345", "LC-08875"]
    assert [row.borrower.is_joint for row in rows].count(True) == 764


def test_all_but_the_listed_loans_agree_with_the_as_of_day(
    tape: tuple[list[TapeRow], TapeMapping],
) -> None:
    rows, mapping = tape
    placements = [(row, place(row, mapping)) for row in rows]

    assert [row.loan_number for row, found in placements if isinstance(found, CannotAgree)] == [
        "LC-01085",
        "LC-09145",
        "LC-09687",
    ]
    for row, found in placements:
        if isinstance(found, Placement) and found.oldest_unmet_on is not None:
            assert agrees(row.standing, (found.as_of - found.oldest_unmet_on).days)
            assert total(line.principal for line in remaining_schedule(row, found, mapping)) == row.balance


def test_the_as_of_day_is_where_as_many_due_days_have_passed_as_instalments_of_june_are_met(
    tape: tuple[list[TapeRow], TapeMapping],
) -> None:
    rows, mapping = tape
    placements = [
        (row, found)
        for row in rows
        if row.standing is Standing.CURRENT and isinstance(found := place(row, mapping), Placement)
    ]

    met = sum(found.oldest_unmet_on.month == 7 for _, found in placements if found.oldest_unmet_on)

    assert round(30 * met / len(placements)) == mapping.as_of.day
