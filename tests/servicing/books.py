"""Imported loans with a ledger, for tests of what the nights and the demo's calendar do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from portal_api.accounts.models import Account, AccountSnapshot
from portal_api.servicing.importing.operations import import_tape
from tests.database import SYSTEM
from tests.servicing.tape.tapes import MAPPING, csv_bytes, mapping

# Instalments fall due on the 15th: the one of 15 June is met, the next is that of 15 July.
OPENED_ON = date(2026, 6, 25)
DUE_DAY = (('state = "state"', 'state = "state"\ndue_day = "branch"'), ('ignore = ["branch"]', ""))
LATE = {"status": "Late 31", "balance": "9000.00", "paid_principal": "3000.00", "paid_total": "3000.00"}


def import_loans(folder: Path, *rows: dict[str, str]) -> None:
    """Import rows that differ from the sound one (1,000.00 a month, no interest) as of OPENED_ON."""
    path = folder / "books.csv"
    path.write_bytes(csv_bytes(*({"branch": "15"} | row for row in rows)))
    outcome = import_tape(
        path=path,
        mapping=replace(mapping(*DUE_DAY), shift_to_import_day=False),
        mapping_text=MAPPING,
        actor=SYSTEM,
        now=noon(OPENED_ON),
    )
    assert outcome.bad == 0


def noon(day: date) -> datetime:
    """An instant that is this day in every American time zone."""
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def account(number: str) -> Account:
    """An account with its figures."""
    return Account.objects.select_related("snapshot", "loan_terms").get(number=number)


def shown(number: str) -> AccountSnapshot:
    """The figures of an account."""
    return account(number).snapshot
