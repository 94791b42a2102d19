"""The demo's own portfolios: sound, placeable, and as our arithmetic has it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from portal_api.servicing.builtin.amortization import level_instalment
from portal_api.servicing.tape.mapping import TapeMapping, read_mapping
from portal_api.servicing.tape.parties import parties_of
from portal_api.servicing.tape.placing import Placement, place, remaining_schedule
from portal_api.servicing.tape.reader import read_tape
from portal_api.servicing.tape.rows import BorrowerKind, TapeRow
from portal_api.servicing.tape.standing import Standing
from portico_kernel.money import total

from .tapes import good

PORTFOLIOS = Path(__file__).parents[3] / "platform" / "portico" / "demo" / "portfolios"
NAMES = ["auto", "equipment", "consumer"]


def load(name: str) -> tuple[list[TapeRow], TapeMapping]:
    mapping = read_mapping(PORTFOLIOS / f"{name}.toml")
    return good(read_tape(PORTFOLIOS / f"{name}.csv", mapping)), mapping


@pytest.mark.parametrize(("name", "rows"), [("auto", 60), ("equipment", 40), ("consumer", 40)])
def test_every_row_is_good_and_every_loan_number_is_there_once(name: str, rows: int) -> None:
    numbers = {row.loan_number for row in load(name)[0]}

    assert len(numbers) == rows


@pytest.mark.parametrize("name", NAMES)
def test_every_instalment_is_the_one_our_amortization_computes(name: str) -> None:
    rows, mapping = load(name)

    for row in rows:
        ours = level_instalment(row.principal, row.annual_rate, row.term, rounding=mapping.instalment_rounding)
        assert row.instalment == ours


@pytest.mark.parametrize("shift_to", [None, date(2026, 7, 1), date(2027, 3, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("name", NAMES)
def test_every_loan_can_be_placed_on_any_day(name: str, shift_to: date | None) -> None:
    rows, mapping = load(name)

    for row in rows:
        placement = place(row, mapping, shift_to=shift_to)
        assert isinstance(placement, Placement), placement
        lines = remaining_schedule(row, placement, mapping)
        assert total(line.principal for line in lines) == row.balance


@pytest.mark.parametrize("name", NAMES)
def test_every_borrower_has_a_name_and_an_address_of_their_own(name: str) -> None:
    people = [party for row in load(name)[0] for party in parties_of(row, lender_seed=name)]

    assert all(party.name and party.email.endswith(".example.com") for party in people)
    assert len({party.email for party in people}) == len(people)


def test_the_auto_portfolio_has_vehicles_late_loans_one_paid_off_and_one_joint() -> None:
    rows = load("auto")[0]
    standings = Counter(row.standing for row in rows)

    assert all(row.collateral[:4].isdigit() for row in rows)
    assert standings[Standing.PAID_OFF] == 1
    assert standings[Standing.LATE_16_30] + standings[Standing.LATE_31_120] == 4
    assert [row.borrower.is_joint for row in rows].count(True) == 1


def test_the_equipment_portfolio_belongs_to_businesses() -> None:
    assert {row.borrower.kind for row in load("equipment")[0]} == {BorrowerKind.BUSINESS}
