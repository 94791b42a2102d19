"""Reading tapes: good rows exactly, bad rows with line, column and reason."""

import io
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal_api.servicing.tape.files import FileUnusable
from portal_api.servicing.tape.reader import TapeUnreadable, read_stream, read_tape
from portal_api.servicing.tape.rows import BorrowerFacts, BorrowerKind, BroughtForward, TapeRow
from portal_api.servicing.tape.standing import Standing
from portico_kernel.money import Money

from .tapes import SOUND, bad, csv_bytes, good, mapping, one, read

HEADER = ",".join(SOUND)


def test_reads_a_row_to_its_facts() -> None:
    assert one(rate="14.07", paid_interest="61.50", paid_fees="15", paid_total="5076.50") == TapeRow(
        line=2,
        loan_number="T-1",
        principal=Money(1_200_000),
        term=12,
        annual_rate=Decimal("0.1407"),
        instalment=Money(100_000),
        issue_month=date(2026, 1, 1),
        standing=Standing.CURRENT,
        balance=Money(700_000),
        paid_principal=Money(500_000),
        paid_interest=Money(6_150),
        paid_fees=Money(1_500),
        borrower=BorrowerFacts(kind=BorrowerKind.PERSON, state="TX"),
        raw="T-1,12000.00,12,14.07,1000.00,Jan-2026,Current,7000.00,5000.00,61.50,15,5076.50,individual,TX,North\n",
    )


def test_brings_forward_the_totals_paid_as_one_line() -> None:
    row = one(paid_interest="61.50", paid_fees="15.00", paid_total="5076.50")

    assert row.brought_forward == BroughtForward(Money(500_000), Money(6_150), Money(1_500))
    assert row.brought_forward.total == Money(507_650)


def test_knows_a_joint_application() -> None:
    assert one(application="JOINT").borrower.is_joint is True


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("amount", "-5.00", "The number is negative: '-5.00'."),
        ("amount", "12,000.00", "Expected a number such as 1234.50, found '12,000.00'."),
        ("amount", "1e9", "Expected a number such as 1234.50, found '1e9'."),
        ("amount", "1" * 16, "The number is too large: '1111111111111111'."),
        ("amount", "NaN", "Expected a number such as 1234.50, found 'NaN'."),
        ("amount", "٣", "Expected a number such as 1234.50, found '٣'."),
        ("amount", "12000.001", "The amount is finer than USD allows: '12000.001'."),
        ("amount", "", "The cell is empty."),
        ("balance", "100000000.01", "is more than the mapping's largest amount, $100,000,000.00."),
        ("rate", "100.5", "The rate is above the mapping's highest: '100.5'."),
        ("rate", "-1", "The number is negative: '-1'."),
        ("term", "0", "Expected a whole number from 1 to 600, found '0'."),
        ("term", "12.5", "Expected a whole number from 1 to 600, found '12.5'."),
        ("issued", "2026-01", "Expected a date written as Mon-YYYY, found '2026-01'."),
        ("issued", "Foo-2026", "Expected a date written as Mon-YYYY, found 'Foo-2026'."),
        ("issued", "Jan-1026", "Expected a date written as Mon-YYYY, found 'Jan-1026'."),
        ("status", "Asleep", "The mapping does not say what standing 'Asleep' is."),
        ("application", "both", """Expected one of "joint", "individual", found 'both'."""),
        ("loan", "L" * 41, "The text is longer than 40 characters"),
        ("state", "T\x00X", "The text has control characters in it"),
    ],
)
def test_says_what_is_wrong_with_a_cell(column: str, cell: str, reason: str) -> None:
    (row,) = bad(read(csv_bytes({column: cell})))

    assert (row.line, row.column) == (2, column)
    assert reason in row.reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"amount": "0", "balance": "0", "paid_principal": "0", "paid_total": "0"},
            "The loan is for nothing.",
        ),
        ({"payment": "10.00"}, "12 installments of $10.00 do not pay back $12,000.00."),
        ({"rate": "99", "payment": "500.00"}, "does not cover the first month's interest, $990.00."),
        ({"balance": "7000.02"}, "do not add up to the loan, $12,000.00."),
        ({"paid_principal": "13000"}, "The principal paid, $13,000.00, is more than the loan, $12,000.00."),
        ({"paid_total": "5000.03"}, "The total paid, $5,000.03, is not the $5,000.00 of its parts."),
        ({"paid_total": "4999.99"}, "The total paid is less than its parts."),
    ],
)
def test_says_which_figures_cannot_all_be_true(changes: dict[str, str], reason: str) -> None:
    (row,) = bad(read(csv_bytes(changes)))

    assert row.column == ""
    assert reason in row.reason


def test_lists_everything_wrong_in_one_row_and_keeps_its_text() -> None:
    (row,) = bad(read(csv_bytes({"amount": "x", "term": "y"})))

    assert [problem.column for problem in row.problems] == ["amount", "term"]
    assert row.raw == "T-1,x,y,0,1000.00,Jan-2026,Current,7000.00,5000.00,0.00,0.00,5000.00,individual,TX,North\n"


def test_goes_on_after_a_bad_row() -> None:
    rows = read(csv_bytes({}, {"term": "x"}, {"loan": "T-3"}))

    assert [row.line for row in bad(rows)] == [3]
    assert [row.loan_number for row in rows if isinstance(row, TapeRow)] == ["T-1", "T-3"]


@pytest.mark.parametrize(("place", "interest", "fees"), [("interest", 1_001, 500), ("fees", 1_000, 501)])
def test_puts_the_odd_cent_of_the_total_where_the_mapping_says(place: str, interest: int, fees: int) -> None:
    tape = csv_bytes({"paid_interest": "10.004", "paid_fees": "5.004", "paid_total": "5015.008"})

    (row,) = good(read(tape, mapping(("[money]", f'[money]\nodd_cent = "{place}"'))))

    assert (row.paid_interest, row.paid_fees) == (Money(interest), Money(fees))


def test_lets_principal_paid_give_way_to_the_balance_by_one_cent() -> None:
    row = one(paid_principal="4999.99", paid_total="5000.00")

    assert (row.paid_principal, row.written_off) == (Money(500_000), Money(0))


def test_a_charged_off_loan_has_principal_that_is_neither_paid_nor_owed() -> None:
    assert one(status="Charged Off", balance="0").written_off == Money(700_000)


def test_reads_a_byte_order_mark_and_windows_line_ends() -> None:
    tape = b"\xef\xbb\xbf" + csv_bytes({}).replace(b"\n", b"\r\n")

    assert [row.loan_number for row in good(read(tape))] == ["T-1"]


def test_reads_an_old_windows_file_when_the_mapping_says_so() -> None:
    tape = csv_bytes({"branch": "León"}, encoding="cp1252")

    assert len(good(read(tape, mapping(("[file]", '[file]\nencoding = "cp1252"'))))) == 1


def test_a_wrongly_encoded_row_is_a_bad_row_and_the_next_one_is_read() -> None:
    tape = csv_bytes({"branch": "León"}, {"loan": "T-2"}, encoding="cp1252")

    rows = read(tape)

    assert [(row.line, row.reason) for row in bad(rows)] == [
        (
            2,
            "Line 2 is not utf-8 text. If the file was saved in another encoding, write that one under [file] in"
            ' the mapping, such as encoding = "cp1252".',
        )
    ]
    assert isinstance(rows[1], TapeRow)


def test_a_row_with_too_few_cells_is_a_bad_row() -> None:
    (row,) = bad(read(f"{HEADER}\nT-1,5\n".encode()))

    assert row.reason == "The row has 2 cells and the first line 15."


def test_an_open_quotation_mark_costs_only_the_rows_it_swallows() -> None:
    tape = csv_bytes({}) + b'"T-2,5\nT-3,6\n'

    rows = read(tape)

    assert isinstance(rows[0], TapeRow)
    assert [row.reason for row in bad(rows)] == [
        "A quotation mark opened on line 3 is not closed in its row; lines 3 to 4 were not read."
    ]


def test_a_quoted_line_break_keeps_line_numbers_right() -> None:
    rows = read(csv_bytes({"branch": "North\nand south"}, {"loan": "T-2", "term": "x"}))

    assert [row.line for row in rows] == [2, 4]


def test_skips_blank_lines() -> None:
    assert len(good(read(csv_bytes({}) + b"\n\n"))) == 1


@pytest.mark.parametrize(
    ("tape", "sentence"),
    [
        (b"", "The file is empty"),
        (b"loan,amount\n", "does not name these columns of the mapping"),
        (f"{HEADER},loan\n".encode(), 'names a column more than once: "loan"'),
        (f"{HEADER},colour\n".encode(), 'does not mention these columns: "colour"'),
        (HEADER.encode("utf-16"), "The file is UTF-16"),
        (b"caf\xe9,loan\n", r'The first line is not utf-8 text.* such as encoding = "cp1252"\.'),
        (csv_bytes({}).splitlines()[1], "The first line looks like data: it names none of the mapping's columns"),
        (b"Contract;Customer\n", "Check that the mapping is made for this file"),
        (b"x" * 1_000_001, "Line 1 is longer than a million characters"),
    ],
)
def test_says_why_a_file_is_no_tape(tape: bytes, sentence: str) -> None:
    with pytest.raises(TapeUnreadable, match=sentence):
        read(tape)


def test_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"absent\.csv: there is no such file\."):
        list(read_tape(tmp_path / "absent.csv", mapping()))


def test_reads_a_file_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    path.write_bytes(csv_bytes({}, {"loan": "T-2"}))

    assert [row.loan_number for row in good(read_tape(path, mapping()))] == ["T-1", "T-2"]


def test_reads_amounts_in_minor_units_and_yen() -> None:
    yen = mapping(
        ('currency = "USD"', 'currency = "JPY"'),
        ('principal = "amount"', 'principal = { column = "amount", unit = "minor", thousands = "," }'),
    )
    changes = {"amount": "12,000", "payment": "1000", "balance": "7000"}

    (row,) = good(read(csv_bytes(changes), yen))

    assert (row.principal, row.balance) == (Money(12_000, "JPY"), Money(7_000, "JPY"))


def test_memory_stays_flat_over_a_long_tape() -> None:
    header, row = csv_bytes({}).splitlines(keepends=True)
    tape = io.BytesIO(header + row * 4_000)
    tracemalloc.start()

    count = sum(1 for _ in read_stream(tape, mapping()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 4_000
    assert peak < 1_000_000
