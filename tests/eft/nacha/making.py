"""Bank files made for tests: one plain file, and as many odd ones as a seed can think of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal_api.eft.nacha import (
    BatchSpec,
    Entry,
    FileSpec,
    PaymentType,
    SecCode,
    ServiceClass,
    TransactionCode,
    routing_check_digit,
    trace_number,
    write_file,
)
from portico_kernel.calendar import next_banking_day
from portico_kernel.money import Money

NEW_YORK = ZoneInfo("America/New_York")
ODFI = "02100002"
CREATED_AT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
EFFECTIVE = date(2026, 11, 24)
BANKS = ("011000015", "021000021", "121000248", "322271627", "110000000")
ODD_NAMES = (
    "Łukasz Żółć",
    "José Ñandú-Müller",
    "O’Neil & Sons, “Inc.”",
    "Søren Æbelø",
    "王小明",
    "Straße GmbH",
    "  Ann   Lee ",
    "Tahiti\tNui",
    "D'Angelo Maximilian Alexander Featherstonehaugh III",
    "Zoë 🚗 Cars",
    "Đặng Thị Hà",
    "1st Choice Leasing #7",
    "İstanbul ışık",
)

Batch = tuple[BatchSpec, Sequence[Entry]]


def file_spec(**changes: object) -> FileSpec:
    """The sender and receiver of most tests."""
    values: dict[str, object] = {
        "immediate_destination": "021000021",
        "immediate_origin": "1234567890",
        "destination_name": "First Bank of Testing",
        "origin_name": "Première Auto",
        "company_name": "Première Auto",
        "company_id": "1234567890",
        "odfi_id": ODFI,
        "created_at": CREATED_AT,
        "time_zone": NEW_YORK,
    }
    return FileSpec(**(values | changes))  # type: ignore[arg-type]  # the tests' own shorthand


def web_batch(**changes: object) -> BatchSpec:
    """A batch of consumers' debits."""
    values: dict[str, object] = {
        "sec_code": SecCode.WEB,
        "entry_description": "LOAN PMT",
        "effective_entry_date": EFFECTIVE,
    }
    return BatchSpec(**(values | changes))  # type: ignore[arg-type]  # the tests' own shorthand


def web_entry(sequence: int = 1, **changes: object) -> Entry:
    """One consumer's payment."""
    values: dict[str, object] = {
        "transaction_code": TransactionCode.CHECKING_DEBIT,
        "routing_number": "011000015",
        "account_number": "4021998877",
        "amount": Money(12_550),
        "individual_id": f"P{sequence}",
        "name": "Maria Lopez",
        "trace_number": trace_number(ODFI, sequence),
        "payment_type": PaymentType.SINGLE,
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]  # the tests' own shorthand


def written(batches: Sequence[Batch], spec: FileSpec | None = None) -> bytes:
    """The bytes of a file."""
    stream = io.BytesIO()
    write_file(stream, spec or file_spec(), batches)
    return stream.getvalue()


def two_batch_file() -> bytes:
    """A WEB batch of two entries, one with addenda, and a CCD batch of one: ten lines in all."""
    web = [web_entry(1, addenda="Loan 1001"), web_entry(2, payment_type=PaymentType.RECURRING)]
    ccd = [web_entry(3, payment_type=None, transaction_code=TransactionCode.SAVINGS_DEBIT)]
    return written([(web_batch(), web), (web_batch(sec_code=SecCode.CCD), ccd)])


def lines_of(file: bytes) -> list[str]:
    """The lines of a file as text."""
    return file.decode("ascii").splitlines()


def with_line(file: bytes, number: int, text: str) -> bytes:
    """The file with one line put in another's place."""
    lines = lines_of(file)
    lines[number - 1] = text
    return ("\n".join(lines) + "\n").encode("latin-1")


def with_text_at(file: bytes, number: int, column: int, text: str) -> bytes:
    """The file with some columns overwritten."""
    line = lines_of(file)[number - 1]
    return with_line(file, number, line[: column - 1] + text + line[column - 1 + len(text) :])


def random_file(random: Random) -> tuple[FileSpec, list[Batch]]:
    """A file of 1 to 4 batches and 1 to 200 entries, with odd names and every kind of entry."""
    odfi = f"{random.randrange(1, 10**8):08d}"
    created_at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(5 * 365 * 24 * 60))
    spec = file_spec(
        immediate_destination=odfi + routing_check_digit(odfi),
        immediate_origin=random.choice(("123456789", "1234567890", "A1B2C3D4E5")),
        origin_name=random.choice(("Première Auto", "O’Neil & Sons", "Łódź Finance of the Long Name, Inc.")),
        odfi_id=odfi,
        created_at=created_at,
        file_id_modifier=random.choice("ABZ059"),
        reference=random.choice(("", "REF 1", "12345678")),
    )
    sizes = _sizes(random)
    sequence = random.randrange(10**7 - sum(sizes) * 50 - 50)
    batches: list[Batch] = []
    for size in sizes:
        batch = _random_batch(random, created_at.astimezone(NEW_YORK).date())
        entries = []
        for _ in range(size):
            sequence += random.randrange(1, 50)
            entries.append(_random_entry(random, batch, trace_number(odfi, sequence)))
        batches.append((batch, entries))
    return spec, batches


def _sizes(random: Random) -> list[int]:
    total = random.choice((1, 2, 7, 8, random.randrange(1, 60), random.randrange(1, 201)))
    count = min(total, random.randrange(1, 5))
    sizes = [1] * count
    for _ in range(total - count):
        sizes[random.randrange(count)] += 1
    return sizes


def _random_batch(random: Random, day: date) -> BatchSpec:
    return web_batch(
        sec_code=random.choice(tuple(SecCode)),
        entry_description=random.choice(("LOAN PMT", "Lease pmt", "X", "RETRY PYMT")),
        effective_entry_date=next_banking_day(day, random.choice((1, 2))),
        service_class=random.choice(tuple(ServiceClass)),
        discretionary=random.choice(("", "SITE 7", "D" * 20)),
        descriptive_date=random.choice(("", f"{day:%y%m%d}", "JAN 27")),
    )


def _random_entry(random: Random, batch: BatchSpec, trace: str) -> Entry:
    code = random.choice([each for each in TransactionCode if batch.service_class.takes(each)])
    minor = 0 if code.is_prenote else random.choice((1, random.randrange(1, 10**6), 10**10 - 1))
    bank = f"{random.randrange(1, 10**8):08d}"
    return web_entry(
        transaction_code=code,
        routing_number=random.choice((*BANKS, bank + routing_check_digit(bank))),
        account_number=random.choice(("1", "9" * 17, "AB-12-X", str(random.randrange(1, 10**17)))),
        amount=Money(minor),
        individual_id=random.choice(("P1", "a1b2c3d4e5f6g7h", f"pay-{random.randrange(10**9)}")),
        name=random.choice(ODD_NAMES),
        trace_number=trace,
        payment_type=random.choice(tuple(PaymentType)) if batch.sec_code is SecCode.WEB else None,
        addenda=random.choice(("", "", "Loan 1001*Due 12/01\\", "x" * 80)),
    )
