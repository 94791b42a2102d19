"""What the writer lays down, and what it refuses to."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_api.eft.nacha import (
    BatchSpec,
    Entry,
    InvalidNacha,
    NachaWriter,
    PaymentType,
    SecCode,
    ServiceClass,
    TransactionCode,
    check_file,
    read_file,
    trace_number,
    write_file,
)
from portico_kernel.errors import PorticoError
from portico_kernel.money import Money

from .making import ODFI, file_spec, lines_of, two_batch_file, web_batch, web_entry, written


def test_lays_out_a_file_column_by_column() -> None:
    assert lines_of(two_batch_file()) == [
        "101 02100002112345678902611231700A094101FIRST BANK OF TESTING  PREMIERE AUTO                  ",
        "5225PREMIERE AUTO                       1234567890WEBLOAN PMT        261124   1021000020000001",
        "6270110000154021998877       0000012550P1             MARIA LOPEZ           S 1021000020000001",
        "705Loan 1001                                                                       00010000001",
        "6270110000154021998877       0000012550P2             MARIA LOPEZ           R 0021000020000002",
        "82250000030002200002000000025100000000000000" "1234567890                         021000020000001",
        "5225PREMIERE AUTO                       1234567890CCDLOAN PMT        261124   1021000020000002",
        "6370110000154021998877       0000012550P3             MARIA LOPEZ             0021000020000003",
        "82250000010001100001000000012550000000000000" "1234567890                         021000020000002",
        "9000002000001000000040003300003000000037650000000000000                                       ",
    ]  # fmt: skip


def test_returns_the_totals_that_the_control_records_state() -> None:
    totals = write_file(io.BytesIO(), file_spec(), [(web_batch(), [web_entry(1), web_entry(2)])])

    assert (totals.entry_count, totals.batch_count, totals.block_count) == (2, 1, 1)
    assert (totals.debits, totals.credits) == (Money(25_100), Money(0))


def test_dates_the_file_by_the_clock_on_the_banks_side_of_midnight() -> None:
    header = lines_of(written([(web_batch(), [web_entry()])]))[0]

    assert header[23:33] == "2611231700"


def test_keeps_the_hash_to_its_last_ten_digits() -> None:
    entries = [web_entry(n, routing_number="322271627") for n in range(1, 401)]

    totals = write_file(io.BytesIO(), file_spec(), [(web_batch(), entries)])

    assert totals.entry_hash == 32227162 * 400 % 10**10


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"routing_number": "011000016"}, "routing_number"),
        ({"routing_number": "01100001"}, "routing_number"),
        ({"routing_number": "000000000"}, "routing_number"),
        ({"routing_number": " 11000015"}, "routing_number"),
        ({"account_number": ""}, "account_number"),
        ({"account_number": "1" * 18}, "account_number"),
        ({"account_number": "12 34"}, "account_number"),
        ({"account_number": "0000"}, "account_number"),
        ({"account_number": "１２３"}, "account_number"),
        ({"amount": Money(0)}, "amount"),
        ({"amount": Money(-1)}, "amount"),
        ({"amount": Money(10**10)}, "amount"),
        ({"amount": Money(100, "CAD")}, "amount"),
        ({"transaction_code": TransactionCode.CHECKING_DEBIT_PRENOTE}, "amount"),
        ({"transaction_code": TransactionCode.CHECKING_CREDIT}, "transaction_code"),
        ({"individual_id": "x" * 16}, "individual_id"),
        ({"individual_id": "é"}, "individual_id"),
        ({"name": "王", "individual_id": ""}, "name"),
        ({"payment_type": None}, "payment_type"),
        ({"trace_number": "021000020001"}, "trace_number"),
        ({"trace_number": "999999990000001"}, "trace_number"),
        ({"addenda": "x" * 81}, "addenda"),
        ({"addenda": "line\nline"}, "addenda"),
    ],
)
def test_refuses_an_entry_and_names_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), [web_entry(**changes)])])

    assert list(refused.value.fields) == [field]
    assert isinstance(refused.value, PorticoError)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"entry_description": ""}, "entry_description"),
        ({"entry_description": "LOAN PAYMENT"}, "entry_description"),
        ({"discretionary": "x" * 21}, "discretionary"),
        ({"effective_entry_date": date(2026, 11, 20)}, "effective_entry_date"),
        ({"effective_entry_date": date(2026, 11, 26)}, "effective_entry_date"),
    ],
)
def test_refuses_a_batch_and_names_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(**changes), [web_entry()])])

    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"immediate_destination": "021000022"}, "immediate_destination"),
        ({"immediate_origin": "12345"}, "immediate_origin"),
        ({"destination_name": "王"}, "destination_name"),
        ({"origin_name": ""}, "origin_name"),
        ({"company_name": "A Company Name Too Long"}, "company_name"),
        ({"company_id": ""}, "company_id"),
        ({"odfi_id": "021000021"}, "odfi_id"),
        ({"file_id_modifier": "a"}, "file_id_modifier"),
        ({"reference": "123456789"}, "reference"),
    ],
)
def test_refuses_a_file_header_and_names_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), [web_entry()])], file_spec(**changes))

    assert list(refused.value.fields) == [field]


def test_refuses_a_payment_type_on_a_business_entry() -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(sec_code=SecCode.CCD), [web_entry(payment_type=PaymentType.SINGLE)])])

    assert list(refused.value.fields) == ["payment_type"]


def test_names_every_wrong_field_of_an_entry_at_once() -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), [web_entry(routing_number="1", account_number="", amount=Money(0))])])

    assert sorted(refused.value.fields) == ["account_number", "amount", "routing_number"]


def test_never_says_an_account_number_in_an_error_or_a_printed_entry() -> None:
    entry = web_entry(account_number="4021998877 ")

    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), [entry])])

    assert "4021998877" not in f"{refused.value!r} {refused.value} {refused.value.fields} {entry!r}"


@pytest.mark.parametrize(("first", "second"), [(2, 1), (5, 5)])
def test_refuses_trace_numbers_that_do_not_ascend_through_the_file(first: int, second: int) -> None:
    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), [web_entry(first)]), (web_batch(), [web_entry(second)])])

    assert list(refused.value.fields) == ["trace_number"]


def test_refuses_a_total_that_has_no_room_in_the_control_record() -> None:
    entries = [web_entry(n, amount=Money(10**10 - 1)) for n in range(1, 102)]

    with pytest.raises(InvalidNacha) as refused:
        written([(web_batch(), entries)])

    assert list(refused.value.fields) == ["amount"]


def test_refuses_an_empty_batch_and_an_empty_file() -> None:
    with pytest.raises(InvalidNacha) as empty_batch:
        written([(web_batch(), [])])
    with pytest.raises(InvalidNacha) as empty_file:
        written([])

    assert (list(empty_batch.value.fields), list(empty_file.value.fields)) == (["entries"], ["batches"])


def test_refuses_steps_out_of_order() -> None:
    writer = NachaWriter(io.BytesIO(), file_spec())

    with pytest.raises(RuntimeError, match="start a batch"):
        writer.add(web_entry())
    with pytest.raises(RuntimeError, match="no batch"):
        writer.end_batch()
    writer.start_batch(web_batch())
    with pytest.raises(RuntimeError, match="end the open batch"):
        writer.start_batch(web_batch())
    with pytest.raises(RuntimeError, match="end the open batch"):
        writer.finish()


def test_shows_the_individual_id_where_no_letter_of_the_name_can_be_written() -> None:
    line = lines_of(written([(web_batch(), [web_entry(name="王小明", individual_id="Loan 77")])]))[2]

    assert line[54:76] == "LOAN 77".ljust(22)


def test_writes_a_prenote_without_money() -> None:
    code = TransactionCode.SAVINGS_DEBIT_PRENOTE

    file = written([(web_batch(), [web_entry(transaction_code=code, amount=Money(0))])])

    assert lines_of(file)[2][:39] == "6380110000154021998877       0000000000"


def test_writes_credits_and_debits_side_by_side_in_a_mixed_batch() -> None:
    credit = web_entry(2, transaction_code=TransactionCode.SAVINGS_CREDIT, amount=Money(99))
    batch = web_batch(service_class=ServiceClass.MIXED)

    totals = write_file(io.BytesIO(), file_spec(), [(batch, [web_entry(1), credit])])

    assert (totals.debits, totals.credits) == (Money(12_550), Money(99))


@given(name=st.text(max_size=60))
def test_whatever_a_person_is_called_the_file_stays_sound(name: str) -> None:
    file = written([(web_batch(), [web_entry(name=name)])])

    assert check_file(io.BytesIO(file)) == ()


@given(
    account=st.from_regex(r"[0-9A-Za-z-]{1,17}", fullmatch=True).filter(lambda s: any(c in "123456789" for c in s)),
    minor=st.integers(1, 10**10 - 1),
    sequence=st.integers(0, 10**7 - 1),
    addenda=st.from_regex(r"([!-~]([ -~]{0,78}[!-~])?)?", fullmatch=True),
)
def test_every_possible_entry_is_read_back_as_it_was(account: str, minor: int, sequence: int, addenda: str) -> None:
    entry = web_entry(
        name="MARIA LOPEZ",
        account_number=account,
        amount=Money(minor),
        trace_number=trace_number(ODFI, sequence),
        addenda=addenda,
    )

    file = read_file(io.BytesIO(written([(web_batch(), [entry])])))

    assert file.batches[0].entries == (entry,)


class Discard(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, data: Any) -> int:
        """Throw the bytes away."""
        return len(data)


def peak_memory_of(count: int) -> int:
    def batches() -> Iterator[tuple[BatchSpec, Iterator[Entry]]]:
        yield web_batch(), (web_entry(n, amount=Money(1)) for n in range(1, count + 1))

    tracemalloc.start()
    write_file(Discard(), file_spec(), batches())  # type: ignore[arg-type]  # a sink is all it needs
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_stays_flat_however_long_the_file() -> None:
    peak_memory_of(10)

    assert peak_memory_of(4_000) < peak_memory_of(40) + 20_000
