"""A thousand files that nobody thought of, read by two strangers' readers and by our own."""

from __future__ import annotations

import io
from random import Random
from typing import Any, cast

import achkit
import pytest
from ach.parser import Parser as CartaParser

from portal_api.eft.nacha import (
    BatchSpec,
    Entry,
    FileSpec,
    FileTotals,
    NachaFile,
    TransactionCode,
    ascii_name,
    read_file,
    write_file,
)

from .making import NEW_YORK, Batch, random_file

SHARES = 20
FILES_A_SHARE = 50

Row = tuple[str, str, str, int, str, str, str]


def as_written(entry: Entry) -> Row:
    name = (ascii_name(entry.name) or ascii_name(entry.individual_id))[:22].strip()
    return (
        entry.transaction_code.value,
        entry.routing_number,
        entry.account_number,
        entry.amount.minor,
        entry.individual_id,
        name,
        entry.trace_number,
    )


def as_read_by_achkit(text: str) -> list[list[Row]]:
    file = cast("dict[str, Any]", achkit.parse(text))
    return [
        [
            (
                str(e["txn_code"]),
                e["routing"],
                e["account"],
                e["amount_cents"],
                e["id_number"],
                e["name"],
                e["trace_number"],
            )
            for e in batch["entries"]
        ]
        for batch in file["batches"]
    ]


def as_read_by_carta(text: str) -> list[list[Row]]:
    file = cast("dict[str, Any]", CartaParser(text).as_dict())
    return [[_carta_row(e["entry_detail"]) for e in batch["entries"]] for batch in file["batches"]]


def _carta_row(e: dict[str, str]) -> Row:
    return (
        e["transaction_code"],
        e["recv_dfi_id"] + e["check_digit"],
        e["dfi_acnt_num"].strip(),
        int(e["amount"]),
        e["ind_id"].strip(),
        e["ind_name"].strip(),
        e["trace_num"],
    )


def carta_totals(text: str) -> tuple[int, int, int, int]:
    control = cast("dict[str, Any]", CartaParser(text).as_dict())["file_control"]
    names = ("batch_count", "block_count", "debit_amount", "credit_amount")
    return cast("tuple[int, int, int, int]", tuple(int(control[name]) for name in names))


def expected_totals(batches: list[Batch], lines: int) -> tuple[int, int, int, int]:
    entries = [entry for _, each in batches for entry in each]
    debits = sum(e.amount.minor for e in entries if e.transaction_code in debit_codes())
    credits = sum(e.amount.minor for e in entries if e.transaction_code not in debit_codes())
    return len(batches), lines // 10, debits, credits


def debit_codes() -> set[TransactionCode]:
    return {TransactionCode(code) for code in ("27", "28", "37", "38")}


def written_again(file: NachaFile, spec: FileSpec) -> bytes:
    """Write a file from nothing but what was read of it (and the instant, which a file does not keep)."""
    header, first = file.header, file.batches[0]
    again = FileSpec(
        immediate_destination=header.immediate_destination,
        immediate_origin=header.immediate_origin,
        destination_name=header.destination_name,
        origin_name=header.origin_name,
        company_name=first.company_name,
        company_id=first.company_id,
        odfi_id=first.odfi_id,
        created_at=spec.created_at,
        time_zone=NEW_YORK,
        file_id_modifier=header.file_id_modifier,
        reference=header.reference,
    )
    stream = io.BytesIO()
    write_file(stream, again, [(batch.spec, batch.entries) for batch in file.batches])
    return stream.getvalue()


def read_by_all_three(spec: FileSpec, batches: list[Batch]) -> None:
    stream = io.BytesIO()
    totals: FileTotals = write_file(stream, spec, batches)
    content = stream.getvalue()
    text = content.decode("ascii")
    rows = [[as_written(entry) for entry in entries] for _, entries in batches]
    specs: list[BatchSpec] = [batch for batch, _ in batches]

    file = read_file(io.BytesIO(content))

    assert achkit.validate(text) == {"ok": True, "errors": []}
    assert as_read_by_achkit(text) == rows
    assert as_read_by_carta(text) == rows
    assert carta_totals(text) == expected_totals(batches, len(text.splitlines()))
    assert [[as_written(entry) for entry in batch.entries] for batch in file.batches] == rows
    assert [batch.spec for batch in file.batches] == specs
    assert file.totals == totals
    assert written_again(file, spec) == content


@pytest.mark.parametrize("share", range(SHARES))
def test_fifty_random_files_pass_three_readers_and_come_back_as_they_went(share: int) -> None:
    for number in range(FILES_A_SHARE):
        read_by_all_three(*random_file(Random(f"{share}-{number}")))
