"""The strict reader notices every change that can be noticed, says where, and accepts nothing half."""

from __future__ import annotations

import io
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_api.eft.nacha import Finding, UnreadableFile, check_file, read_file

from .making import (
    lines_of,
    random_file,
    two_batch_file,
    web_batch,
    web_entry,
    with_line,
    with_text_at,
    written,
)

FILE = two_batch_file()
NINES = b"9" * 94 + b"\n"
LONG = written(random_file(Random(11))[1], random_file(Random(11))[0])


def findings(file: bytes) -> tuple[Finding, ...]:
    return check_file(io.BytesIO(file))


def found_at(file: bytes) -> set[tuple[int, int | None]]:
    return {(finding.line, finding.column) for finding in findings(file)}


def columns(*ranges: tuple[int, int]) -> set[int]:
    return {column for first, last in ranges for column in range(first, last + 1)}


# Columns where another letter still makes a valid file: assigned ids, names and texts that nothing repeats.
SILENT_LETTERS = {
    1: columns((14, 23), (34, 34), (41, 87)),
    2: columns((5, 21), (54, 64)),
    3: columns((13, 23), (40, 76)),
    4: columns((4, 83)),
    5: columns((13, 23), (40, 76)),
    7: columns((5, 21), (54, 64)),
    8: columns((13, 23), (40, 76)),
}
# Columns where the next digit does: assigned ids, the file's moment, another banking day, checking or
# savings, account numbers, a trace's sequence.
SILENT_DIGITS = {
    1: columns((14, 23), (29, 29), (31, 33)),
    2: columns((70, 71), (73, 73), (75, 75)),
    3: columns((2, 2), (13, 22), (41, 41)),
    4: columns((9, 12)),
    5: columns((2, 2), (13, 22), (41, 41), (88, 93)),
    7: columns((70, 71), (73, 73), (75, 75)),
    8: columns((13, 22), (41, 41), (88, 94)),
}


@pytest.mark.parametrize("number", range(1, 11))
def test_notices_a_foreign_letter_in_any_column_but_the_free_ones(number: int) -> None:
    line = lines_of(FILE)[number - 1]

    silent = {
        column
        for column in range(1, 95)
        if not findings(with_text_at(FILE, number, column, "R" if line[column - 1] == "Q" else "Q"))
    }

    assert silent == SILENT_LETTERS.get(number, set())


@pytest.mark.parametrize("number", range(1, 11))
def test_notices_a_changed_digit_in_any_column_but_the_free_ones(number: int) -> None:
    line = lines_of(FILE)[number - 1]

    silent = {
        column
        for column, digit in enumerate(line, start=1)
        if digit.isdigit() and not findings(with_text_at(FILE, number, column, str((int(digit) + 1) % 10)))
    }

    assert silent == SILENT_DIGITS.get(number, set())


@pytest.mark.parametrize("byte", ["\xe9", "\t", "\x00", "\x1a"])
def test_notices_a_character_that_no_file_may_carry_in_any_column(byte: str) -> None:
    for number in range(1, 11):
        for column in (1, 2, 20, 47, 60, 94):
            assert (number, column) in found_at(with_text_at(FILE, number, column, byte))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_notices_a_line_dropped_doubled_or_swapped_anywhere(data: st.DataObject) -> None:
    lines = LONG.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    kind = data.draw(st.sampled_from(["drop", "double", "swap"]))

    if kind == "drop":
        changed = lines[:at] + lines[at + 1 :]
    elif kind == "double":
        changed = [*lines[: at + 1], *lines[at:]]
    else:
        changed = [*lines[:at], *reversed(lines[at : at + 2]), *lines[at + 2 :]]

    assert changed == lines or findings(b"".join(changed)) != ()


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(0, len(LONG) - 95))
def test_refuses_a_file_cut_off_anywhere(cut: int) -> None:
    with pytest.raises(UnreadableFile):
        read_file(io.BytesIO(LONG[:cut]))


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=2_000))
def test_refuses_noise_without_falling_over(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_file(io.BytesIO(content))


@pytest.mark.parametrize(
    ("number", "column", "text", "place", "code"),
    [
        (1, 4, " 021000022", (1, 4), "destination"),
        (1, 24, "261332", (1, 24), "date"),
        (1, 30, "2460", (1, 30), "time"),
        (1, 34, "a", (1, 34), "modifier"),
        (1, 35, "095", (1, 35), "shape"),
        (2, 2, "220", (3, 2), "service_class"),
        (2, 2, "240", (2, 2), "service_class"),
        (2, 51, "PPD", (2, 51), "sec_code"),
        (2, 51, "CCD", (3, 77), "payment_type"),
        (7, 51, "WEB", (8, 77), "payment_type"),
        (2, 54, " " * 10, (2, 54), "missing"),
        (2, 70, "261126", (2, 70), "effective_entry_date"),
        (2, 70, "261120", (2, 70), "effective_entry_date"),
        (2, 70, "261131", (2, 70), "date"),
        (2, 76, "329", (2, 76), "shape"),
        (7, 88, "0000001", (7, 88), "batch_number"),
        (3, 2, "26", (3, 2), "transaction_code"),
        (3, 2, "28", (3, 30), "amount"),
        (3, 12, "6", (3, 4), "routing_number"),
        (3, 13, " " * 17, (3, 13), "missing"),
        (3, 30, "0000012551", (6, 21), "debits"),
        (3, 55, " " * 22, (3, 55), "missing"),
        (3, 77, "X ", (3, 77), "payment_type"),
        (3, 79, "0", (3, 79), "addenda"),
        (5, 79, "1", (5, 79), "addenda"),
        (5, 80, "021000020000001", (5, 80), "trace"),
        (8, 80, "021000020000002", (8, 80), "trace"),
        (8, 80, "121000020000003", (8, 80), "trace_number"),
        (4, 2, "99", (4, 2), "addenda_type"),
        (4, 84, "0002", (4, 84), "addenda"),
        (4, 88, "0000002", (4, 88), "addenda"),
        (6, 2, "200", (6, 2), "batch_control"),
        (6, 5, "000004", (6, 5), "entry_count"),
        (6, 11, "0002200003", (6, 11), "entry_hash"),
        (6, 33, "000000000001", (6, 33), "credits"),
        (6, 45, "1234567891", (6, 45), "batch_control"),
        (6, 88, "0000002", (6, 88), "batch_control"),
        (10, 2, "000003", (10, 2), "batch_count"),
        (10, 8, "000002", (10, 8), "block_count"),
        (10, 14, "00000005", (10, 14), "entry_count"),
        (10, 22, "0003300004", (10, 22), "entry_hash"),
        (10, 94, "x", (10, 56), "shape"),
    ],
)
def test_says_where_and_what(number: int, column: int, text: str, place: tuple[int, int], code: str) -> None:
    changed = findings(with_text_at(FILE, number, column, text))

    assert (*place, code) in {(finding.line, finding.column, finding.code) for finding in changed}


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (lines_of(FILE)[2] + "0", 95, "length"),
        (lines_of(FILE)[2][:93], 94, "length"),
        ("", None, "blank_line"),
    ],
)
def test_says_which_line_has_the_wrong_length(line: str, column: int | None, code: str) -> None:
    changed = findings(with_line(FILE, 3, line))

    assert (3, column, code) in {(finding.line, finding.column, finding.code) for finding in changed}


def test_reports_every_finding_and_not_the_first_alone() -> None:
    changed = with_text_at(with_text_at(FILE, 3, 12, "6"), 8, 77, "S ")

    assert found_at(changed) == {(3, 4), (8, 77)}


def test_the_error_says_line_and_column_and_keeps_account_numbers_to_itself() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(io.BytesIO(with_text_at(FILE, 3, 12, "6")))

    assert str(refused.value) == (
        "The bank file was refused. line 3, column 4: the routing number fails its check digit."
    )
    assert "4021998877" not in repr(refused.value.findings)


def test_gives_up_on_a_file_of_nothing_but_errors() -> None:
    assert len(findings(b"x\n" * 100_000)) == 200


def test_reads_windows_line_ends_and_a_last_line_without_one() -> None:
    assert findings(FILE.replace(b"\n", b"\r\n")) == ()
    assert findings(FILE.rstrip(b"\n")) == ()


def test_notices_line_ends_of_two_kinds() -> None:
    assert found_at(FILE.replace(b"\n", b"\r\n", 1)) == {(n, None) for n in range(2, 11)}


def test_notices_needless_padding() -> None:
    assert [finding.code for finding in findings(FILE + NINES * 10)] == ["block_count", "padding"]
    assert [finding.code for finding in findings(FILE + NINES)] == ["block_count", "padding", "padding"]


def test_notices_missing_padding() -> None:
    padded = written([(web_batch(), [web_entry()])])

    assert padded.endswith(NINES * 5)
    assert findings(padded) == ()
    assert [finding.code for finding in findings(padded.removesuffix(NINES))] == ["padding"]


def test_notices_padding_before_the_file_control_record() -> None:
    changed = lines_of(FILE)
    changed.insert(9, "9" * 94)

    assert (10, 1) in found_at("\n".join(changed).encode())


def test_says_that_an_empty_file_is_empty() -> None:
    assert findings(b"") == (Finding(1, None, "empty", "the file is empty"),)
