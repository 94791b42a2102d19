"""Due dates that agree with what the tape says, before and after a date shift."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.servicing.builtin.due_dates import due_after
from portal_api.servicing.tape.mapping import TapeMapping
from portal_api.servicing.tape.placing import CannotAgree, Placement, place, remaining_schedule
from portal_api.servicing.tape.rows import TapeRow
from portal_api.servicing.tape.standing import DAYS_PAST_DUE, Standing, agrees
from portico_kernel.money import Money, total

from .tapes import csv_bytes, good, mapping, one, read

AS_OF = date(2026, 6, 25)


def row_with(status: str, met: int, *, number: str = "T-1", extra: int = 0) -> TapeRow:
    """A loan of 12 × $1,000 issued in January, so many instalments met and so many dollars paid beyond."""
    paid = met * 1_000 + extra
    return one(
        loan=number,
        status=status,
        balance=str(12_000 - paid),
        paid_principal=str(paid),
        paid_total=str(paid),
    )


def placed(row: TapeRow, tape: TapeMapping | None = None, shift_to: date | None = None) -> Placement:
    found = place(row, tape or mapping(), shift_to=shift_to)
    assert isinstance(found, Placement), found
    return found


@pytest.mark.parametrize(
    ("status", "met", "first", "last"),
    [
        ("Current", 5, 1, 25),
        ("Current", 4, 25, 31),
        ("In Grace", 4, 10, 24),
        ("Late 16", 4, 1, 9),
        ("Late 16", 3, 26, 31),
        ("Late 31", 3, 1, 25),
        ("Late 31", 1, 1, 31),
        ("Default", 0, 1, 24),
    ],
)
def test_chooses_only_days_that_agree_and_every_one_of_them(status: str, met: int, first: int, last: int) -> None:
    days = {placed(row_with(status, met, number=f"T-{n}")).day_of_month for n in range(400)}

    assert days == set(range(first, last + 1))


def test_a_current_loan_is_told_its_next_due_date_and_owes_nothing_late() -> None:
    placement = placed(row_with("Current", 5))
    day = placement.day_of_month

    assert placement.instalments_met == 5
    assert placement.first_due_on == date(2026, 2, day)
    assert placement.next_due_on == placement.oldest_unmet_on == date(2026, 7, day)
    assert placement.paid_through_on == date(2026, 6, day)
    assert (placement.days_past_due, placement.past_due) == (0, Money(0))


def test_a_late_loan_is_past_due_by_every_instalment_that_fell_before_the_as_of_day() -> None:
    placement = placed(row_with("Late 31", 3))

    assert placement.oldest_unmet_on == date(2026, 5, placement.day_of_month)
    assert placement.instalments_past_due == (2 if placement.day_of_month < 25 else 1)
    assert placement.past_due == Money(100_000) * placement.instalments_past_due


def test_part_of_an_instalment_paid_is_taken_off_what_is_past_due() -> None:
    placement = placed(row_with("In Grace", 4, extra=300))

    assert (placement.past_due, placement.extra_principal) == (Money(70_000), Money(30_000))


def test_an_instalment_counts_as_met_within_the_tolerance() -> None:
    almost = row_with("Current", 5, extra=-50)

    strict = place(almost, mapping(("[money]", "[placing]\nmet_tolerance_percent = 4\n[money]")))
    kind = placed(almost, mapping(("[money]", "[placing]\nmet_tolerance_percent = 5\n[money]")))

    assert isinstance(strict, Placement)
    assert (strict.instalments_met, kind.instalments_met) == (4, 5)


def test_extra_principal_ends_the_loan_sooner_and_the_next_instalment_still_falls_due() -> None:
    placement = placed(row_with("Current", 8))

    assert placement.instalments_met == 5
    assert placement.next_due_on == date(2026, 7, placement.day_of_month)
    assert placement.extra_principal == Money(300_000)
    assert len(remaining_schedule(row_with("Current", 8), placement, mapping())) == 4


def test_extra_principal_moves_the_next_due_date_on_where_the_lender_has_it_so() -> None:
    tape = mapping(("[money]", '[placing]\nextra_principal = "advances"\n[money]'))

    placement = placed(row_with("Current", 8), tape)

    assert (placement.instalments_met, placement.extra_principal) == (8, Money(0))
    assert placement.next_due_on == date(2026, 10, placement.day_of_month)


def test_keeps_the_due_day_that_the_tape_states() -> None:
    tape = mapping(('state = "state"', 'due_day = "state"'))
    (agreeing,) = good(read(csv_bytes({"state": "7"}), tape))
    (late,) = good(read(csv_bytes({"state": "26", "status": "Late 16"}), tape))

    assert placed(agreeing, tape).day_of_month == 7
    assert isinstance(place(late, tape), CannotAgree)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            row_with("Current", 2),
            "It says Current on 2026-06-25, but the principal paid, $2,000.00, meets 2 installments, "
            "and the next one falls due on 2026-04-30 at the latest.",
        ),
        (one(status="Paid"), "It says Paid off, but $7,000.00 is still owed."),
        (row_with("Current", 12), "It says Current, but nothing is owed any more."),
    ],
)
def test_says_why_a_row_cannot_agree(row: TapeRow, reason: str) -> None:
    assert place(row, mapping()) == CannotAgree(line=2, loan_number="T-1", reason=reason)


@pytest.mark.parametrize("status", ["Paid", "Charged Off"])
def test_a_closed_loan_has_nothing_due_and_no_schedule_left(status: str) -> None:
    row = one(status=status, balance="0", paid_principal="12000", paid_total="12000")

    placement = placed(row, shift_to=date(2030, 1, 3))

    assert (placement.oldest_unmet_on, placement.next_due_on) == (None, None)
    assert placement.issue_month == date(2029, 8, 1)
    assert remaining_schedule(row, placement, mapping()) == []


def test_the_same_loan_gets_the_same_day_each_time() -> None:
    assert place(row_with("Current", 5), mapping()) == place(row_with("Current", 5), mapping())


def test_a_shift_keeps_every_loan_as_far_from_its_due_date_as_it_was() -> None:
    row = row_with("Late 31", 3)

    before, after = placed(row), placed(row, shift_to=date(2030, 2, 28))

    assert after.as_of == date(2030, 2, 28)
    assert after.days_past_due == before.days_past_due
    assert after.instalments_met == before.instalments_met


OPEN = {"Current": 5, "In Grace": 4, "Late 16": 4, "Late 31": 2, "Default": 0}


@given(
    status=st.sampled_from(sorted(OPEN)),
    number=st.text("ABC123-", min_size=1, max_size=8),
    days=st.integers(-2_000, 4_000),
)
def test_after_any_shift_the_standing_is_true_and_the_calendar_hangs_together(
    status: str, number: str, days: int
) -> None:
    row = row_with(status, OPEN[status], number=number)
    as_of = AS_OF + timedelta(days=days)

    placement = placed(row, shift_to=as_of)

    assert placement.oldest_unmet_on is not None
    assert agrees(row.standing, (as_of - placement.oldest_unmet_on).days)
    assert (
        due_after(placement.first_due_on, placement.instalments_met, placement.day_of_month)
        == placement.oldest_unmet_on
    )
    lines = remaining_schedule(row, placement, mapping())
    assert total(line.principal for line in lines) == row.balance
    assert [line.number for line in lines] == list(range(placement.instalments_met + 1, 13))
    assert [line.due_on for line in lines if line.due_on >= as_of][:1] == [placement.next_due_on]


@given(days=st.integers(-400, 400))
def test_no_day_agrees_with_two_standings(days: int) -> None:
    assert [standing for standing in DAYS_PAST_DUE if agrees(standing, days)] == [
        Standing.CURRENT
        if days <= 0
        else Standing.IN_GRACE
        if days <= 15
        else Standing.LATE_16_30
        if days <= 30
        else Standing.LATE_31_120
        if days <= 120
        else Standing.DEFAULT
    ]
