"""What the backup tests start from, and how two lenders are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal_api.payments.models import Payment
from portal_api.wallet.models import BankAccount
from portico_kernel.storage import lender_key, storage
from tenants.backup import tables
from tenants.backup.registry import fleeting_tables
from tenants.backup.taking import back_up
from tenants.context import in_tenant
from tenants.models import Lender
from tests.cast import NOW, Cast, assemble
from tests.database import SYSTEM, TwoLenders
from tests.eft.making import bank_account, generated, payment, profile

LOGO = b"a picture that was stored"


@dataclass(frozen=True)
class House:
    """The cast at elm and fir, each ready to be paid, with a bank account and one file that the bank was given."""

    cast: Cast
    adas: BankAccount
    first: Payment

    @property
    def elm(self) -> Lender:
        return self.cast.lenders.alder

    @property
    def fir(self) -> Lender:
        return self.cast.lenders.birch


def people(lenders: TwoLenders) -> House:
    """Put everybody on stage: a payment of Ada's stands in elm's first file, one of Cleo's in fir's."""
    cast = assemble(lenders)
    with in_tenant(lenders.birch):
        profile(company_name="Fir Finance")
        payment(cast.cleo_loan, cast.cleo, bank_account(cast.cleo))
        generated()
    with in_tenant(lenders.alder):
        profile(company_name="Elm Finance")
        adas = bank_account(cast.ada)
        first = payment(cast.ada_loan, cast.ada, adas)
        generated()
        storage().put(lender_key(lenders.alder, "documents", "logo.png"), LOGO)
    return House(cast, adas, first)


def backed_up(house: House, folder: Path, *, now: datetime = NOW, name: str = "elm.portico-backup") -> Path:
    """Elm's backup."""
    return back_up(lender=house.elm, target=folder / name, actor=SYSTEM, now=now).path


def everything(lender: Lender) -> dict[str, Any]:
    """Every row of every table of a lender's schema as PostgreSQL writes it, and the positions of its sequences."""
    with tables.reading_as_owner() as cursor:
        found = tables.relations_of(cursor, lender.schema_name)
        rows: dict[str, Any] = {
            name: sorted(b"".join(tables.rows_out(cursor, lender.schema_name, name, columns)).splitlines())
            for name, columns in found.tables.items()
            if name not in fleeting_tables()
        }
        return rows | {"sequences": tables.positions_of(cursor, lender.schema_name, found.sequences)}


def files_of(lender: Lender) -> dict[str, bytes]:
    """Every stored file of a lender's vault."""
    return {key: storage().get(key) for key in storage().keys_of(lender)}


def now_of(slug: str) -> Lender:
    """A lender as its row stands."""
    return Lender.objects.using("owner").get(slug=slug)
