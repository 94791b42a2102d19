"""Return files and notices of change, written by a bank and read back by us."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

import pytest

from portal_api.eft.nacha import (
    BankReturn,
    ChangeItem,
    Correction,
    Entry,
    InvalidNacha,
    NachaFile,
    ReturnItem,
    TransactionCode,
    UnreadableFile,
    check_file,
    read_file,
    read_returns,
    write_return_file,
)
from portico_kernel.money import Money

from .making import (
    NEW_YORK,
    lines_of,
    random_file,
    two_batch_file,
    web_batch,
    web_entry,
    with_text_at,
    written,
)

RETURNED_AT = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)


def outgoing() -> NachaFile:
    return read_file(io.BytesIO(two_batch_file()))


def entries_of(file: NachaFile) -> list[Entry]:
    return [entry for batch in file.batches for entry in batch.entries]


def returned(returns: Sequence[BankReturn], original: NachaFile | None = None) -> bytes:
    stream = io.BytesIO()
    write_return_file(
        stream, original=original or outgoing(), returns=returns, created_at=RETURNED_AT, time_zone=NEW_YORK
    )
    return stream.getvalue()


def read(file: bytes) -> list[ReturnItem | ChangeItem]:
    return read_returns(io.BytesIO(file))


def refusals(file: bytes) -> set[tuple[int, int | None, str]]:
    with pytest.raises(UnreadableFile) as refused:
        read(file)
    return {(finding.line, finding.column, finding.code) for finding in refused.value.findings}


def test_a_return_names_the_entry_that_came_back_and_why() -> None:
    entry = entries_of(outgoing())[0]

    assert read(returned([BankReturn(entry, "R01", information="NO FUNDS")])) == [
        ReturnItem(
            original_trace="021000020000001",
            code="R01",
            information="NO FUNDS",
            original_rdfi="01100001",
            amount=Money(12_550),
            is_debit=True,
            date_of_death=None,
            return_trace="021000020000001",
            individual_id="P1",
            name="MARIA LOPEZ",
            company_id="1234567890",
            sec_code="WEB",
            returned_on=date(2026, 11, 25),
            line=3,
        )
    ]


def test_a_return_file_is_laid_out_column_by_column() -> None:
    entry = entries_of(outgoing())[0]

    assert lines_of(returned([BankReturn(entry, "R15", date_of_death=date(2026, 10, 9))]))[:7] == [
        "1011234567890 0210000212611250730A094101PREMIERE AUTO          FIRST BANK OF TESTING          ",
        "5200PREMIERE AUTO                       1234567890WEBLOAN PMT        2611253291021000020000001",
        "6260210000214021998877       0000012550P1             MARIA LOPEZ           S 1021000020000001",
        "799R1502100002000000126100901100001                                            021000020000001",
        "82000000020002100002000000012550000000000000" "1234567890                         021000020000001",
        "9000001000001000000020002100002000000012550000000000000                                       ",
        "9" * 94,
    ]  # fmt: skip


def test_a_death_comes_with_its_date() -> None:
    entry = entries_of(outgoing())[0]

    items = read(returned([BankReturn(entry, "R15", date_of_death=date(2026, 10, 9))]))

    assert [item.date_of_death for item in items if isinstance(item, ReturnItem)] == [date(2026, 10, 9)]


def test_a_date_of_death_filled_with_zeros_is_none() -> None:
    file = with_text_at(returned([BankReturn(entries_of(outgoing())[0], "R01")]), 4, 22, "000000")

    assert [item.date_of_death for item in read(file) if isinstance(item, ReturnItem)] == [None]


def test_returns_of_several_batches_and_notices_come_in_one_file() -> None:
    first, second, third = entries_of(outgoing())

    items = read(
        returned(
            [
                BankReturn(third, "R29"),
                BankReturn(first, "R02"),
                BankReturn(second, "C02", corrected_data="021000021"),
            ]
        )
    )

    assert [(item.code, item.original_trace[-1]) for item in items] == [
        ("R02", "1"),
        ("C02", "2"),
        ("R29", "3"),
    ]


def test_a_notice_of_change_says_what_is_right() -> None:
    entry = entries_of(outgoing())[1]

    assert read(returned([BankReturn(entry, "C03", corrected_data="021000021   00998877")])) == [
        ChangeItem(
            original_trace="021000020000002",
            code="C03",
            corrected_data="021000021   00998877",
            correction=Correction(routing_number="021000021", account_number="00998877"),
            original_rdfi="01100001",
            is_debit=True,
            notice_trace="021000020000001",
            individual_id="P2",
            company_id="1234567890",
            received_on=date(2026, 11, 25),
            line=3,
        )
    ]


@pytest.mark.parametrize(
    ("code", "data", "expected"),
    [
        ("C01", "0099-887", Correction(account_number="0099-887")),
        ("C02", "011000015", Correction(routing_number="011000015")),
        ("C04", "MARIA LOPEZ DIAZ", Correction(name="MARIA LOPEZ DIAZ")),
        ("C05", "37", Correction(transaction_code=TransactionCode.SAVINGS_DEBIT)),
        (
            "C06",
            "4021998877          37",
            Correction(account_number="4021998877", transaction_code=TransactionCode.SAVINGS_DEBIT),
        ),
        (
            "C06",
            "4021998877                 27",
            Correction(account_number="4021998877", transaction_code=TransactionCode.CHECKING_DEBIT),
        ),
        (
            "C07",
            "0110000151234567890123456737",
            Correction("011000015", "12345678901234567", TransactionCode.SAVINGS_DEBIT),
        ),
        (
            "C07",
            "01100001512345            27",
            Correction("011000015", "12345", TransactionCode.CHECKING_DEBIT),
        ),
        ("C09", "ID 77", Correction(individual_id="ID 77")),
        ("C02", "011000016", None),
        ("C01", "12 34", None),
        ("C05", "99", None),
        ("C03", "021000021", None),
        ("C07", "x", None),
        ("C13", "anything", None),
        ("C99", "anything", None),
    ],
)
def test_corrected_data_is_read_whole_or_left_to_a_person(code: str, data: str, expected: Correction | None) -> None:
    items = read(returned([BankReturn(entries_of(outgoing())[0], code, corrected_data=data)]))

    assert [item.correction for item in items if isinstance(item, ChangeItem)] == [expected]


def test_a_code_that_nobody_knows_is_read_all_the_same() -> None:
    items = read(returned([BankReturn(entries_of(outgoing())[0], "R98")]))

    assert [item.code for item in items] == ["R98"]


def test_a_return_for_a_trace_number_that_we_never_gave_is_read_all_the_same() -> None:
    stranger = web_entry(4_711)

    assert [item.original_trace for item in read(returned([BankReturn(stranger, "R03")]))] == ["021000020004711"]


@pytest.mark.parametrize("code", list(TransactionCode))
def test_every_kind_of_entry_can_come_back(code: TransactionCode) -> None:
    entry = web_entry(transaction_code=code, amount=Money(0 if code.is_prenote else 7))
    service_class = "225" if code.is_debit else "220"
    original = read_file(io.BytesIO(written([(web_batch(service_class=_service(service_class)), [entry])])))

    items = read(returned([BankReturn(entry, "R03")], original))

    assert [(item.is_debit, item.amount) for item in items if isinstance(item, ReturnItem)] == [
        (code.is_debit, entry.amount)
    ]


def _service(value: str) -> object:
    return type(web_batch().service_class)(value)


def test_a_hundred_random_files_come_back_entry_by_entry() -> None:
    for seed in range(100):
        random = Random(seed)
        spec, batches = random_file(random)
        original = read_file(io.BytesIO(written(batches, spec)))
        wanted = [
            BankReturn(entry, random.choice(("R01", "R10", "R61")))
            for entry in entries_of(original)
            if random.random() < 0.3
        ] or [BankReturn(entries_of(original)[0], "R02")]

        items = read(returned(wanted, original))

        assert [(item.original_trace, item.code) for item in items] == [
            (each.entry.trace_number, each.code) for each in wanted
        ]


@pytest.mark.parametrize(
    ("number", "column", "text", "place"),
    [
        (1, 24, "269999", (1, 24, "date")),
        (3, 2, "27", (3, 2, "transaction_code")),
        (3, 79, "0", (3, 79, "addenda")),
        (4, 2, "05", (4, 2, "addenda_type")),
        (4, 4, "X01", (4, 4, "code")),
        (4, 4, "R1 ", (4, 4, "code")),
        (4, 7, "02100002000000 ", (4, 7, "shape")),
        (4, 22, "261399", (4, 22, "date")),
        (4, 28, "ABCDEFGH", (4, 28, "shape")),
        (4, 80, "021000020000009", (4, 80, "addenda")),
        (2, 51, "COR", (4, 2, "sec_code")),
        (5, 21, "000000000001", (5, 21, "debits")),
        (6, 22, "0000000001", (6, 22, "entry_hash")),
    ],
)
def test_a_malformed_return_file_is_refused_with_line_and_column(
    number: int, column: int, text: str, place: tuple[int, int, str]
) -> None:
    file = returned([BankReturn(entries_of(outgoing())[0], "R01")])

    assert place in refusals(with_text_at(file, number, column, text))


@pytest.mark.parametrize(
    ("number", "column", "text", "place"),
    [
        (2, 51, "WEB", (4, 2, "sec_code")),
        (3, 30, "0000000001", (3, 30, "amount")),
        (4, 4, "R02", (4, 4, "code")),
        (4, 36, " " * 29, (4, 36, "missing")),
        (4, 22, "261009", (4, 22, "shape")),
    ],
)
def test_a_malformed_notice_of_change_is_refused_with_line_and_column(
    number: int, column: int, text: str, place: tuple[int, int, str]
) -> None:
    file = returned([BankReturn(entries_of(outgoing())[0], "C02", corrected_data="021000021")])

    assert place in refusals(with_text_at(file, number, column, text))


def test_one_bad_line_refuses_the_whole_return_file() -> None:
    first, second, _ = entries_of(outgoing())
    file = returned([BankReturn(first, "R01"), BankReturn(second, "R02")])

    assert refusals(with_text_at(file, 6, 4, "???")) == {(6, 4, "code")}


def test_an_outgoing_file_is_not_taken_for_returns_nor_returns_for_an_outgoing_file() -> None:
    entry = entries_of(outgoing())[0]

    assert (3, 2, "transaction_code") in refusals(two_batch_file())
    assert "transaction_code" in {f.code for f in check_file(io.BytesIO(returned([BankReturn(entry, "R01")])))}


@pytest.mark.parametrize("tail", [b"\n", b"\n\n\n", b"\r\n"])
def test_empty_lines_after_the_end_are_nothing(tail: bytes) -> None:
    content = returned([BankReturn(entries_of(outgoing())[0], "R01")])

    assert read(content + tail) == read(content)


@pytest.mark.parametrize("place", [0, 3, 9])
def test_an_empty_line_before_the_end_is_refused(place: int) -> None:
    lines = returned([BankReturn(entries_of(outgoing())[0], "R01")]).splitlines(keepends=True)

    assert (place + 1, None, "blank_line") in refusals(b"".join([*lines[:place], b"\n", *lines[place:]]))


@pytest.mark.parametrize("content", [b"", b"\n", b"R01,021000020000001\n", b"\xff" * 94])
def test_noise_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(content)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (BankReturn(web_entry(), "X01"), "code"),
        (BankReturn(web_entry(), "R01", information="x" * 45), "information"),
        (BankReturn(web_entry(), "C02"), "corrected_data"),
        (BankReturn(web_entry(), "C02", corrected_data="é"), "corrected_data"),
    ],
)
def test_the_bank_refuses_to_write_what_no_addenda_record_can_carry(item: BankReturn, field: str) -> None:
    with pytest.raises(InvalidNacha) as refused:
        returned([item])

    assert list(refused.value.fields) == [field]


def test_the_bank_refuses_to_write_an_empty_return_file() -> None:
    with pytest.raises(InvalidNacha) as refused:
        returned([])

    assert list(refused.value.fields) == ["returns"]


def test_account_numbers_stay_out_of_what_is_printed() -> None:
    entry = entries_of(outgoing())[0]
    items = read(returned([BankReturn(entry, "R01"), BankReturn(entry, "C01", corrected_data="55667788")]))

    assert "4021998877" not in repr(items)
    assert "55667788" not in repr(items)
