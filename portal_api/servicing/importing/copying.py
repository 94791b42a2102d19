"""Writing rows through COPY, a batch of loans at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from portal_api.accounts.models import Account, AccountParty, AccountSnapshot, LoanTerms, Party
from portal_api.servicing.models import (
    Instalment,
    LedgerLine,
    LedgerOpening,
    LedgerTransaction,
    ScheduleVersion,
)
from portal_api.servicing.tape.parties import TapeParty

from .loans import ImportedLoan


def copy_loans(loans: Sequence[ImportedLoan]) -> None:
    """Write a batch of loans, parties and all."""
    with connection.cursor() as cursor:
        for model, rows in (
            (Account, (loan.account for loan in loans)),
            (LoanTerms, (loan.terms for loan in loans)),
            (AccountSnapshot, (loan.snapshot for loan in loans)),
            (ScheduleVersion, (loan.version for loan in loans)),
            (LedgerOpening, (loan.opening for loan in loans)),
            (LedgerTransaction, (row for loan in loans for row in loan.transactions)),
        ):
            _copy(cursor, model._meta.db_table, columns_of(model), map(_cells, rows))
        _copy(cursor, Instalment._meta.db_table, columns_of(Instalment), _instalment_cells(loans))
        _copy(cursor, LedgerLine._meta.db_table, columns_of(LedgerLine), _line_cells(loans))
        _copy_parties(cursor, loans)


def columns_of(model: type[models.Model]) -> list[str]:
    """A table's columns, but for a number that the database gives."""
    return [str(f.column) for f in model._meta.concrete_fields if not isinstance(f, models.BigAutoField)]


def _cells(row: models.Model) -> list[Any]:
    fields = row._meta.concrete_fields
    return [_plain(getattr(row, f.attname)) for f in fields if not isinstance(f, models.BigAutoField)]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _instalment_cells(loans: Iterable[ImportedLoan]) -> Iterable[list[Any]]:
    # In the order of the columns of Instalment.
    for loan in loans:
        for line in loan.instalments:
            yield [
                loan.version.id,
                line.number,
                line.due_on,
                line.principal.minor,
                line.interest.minor,
                line.balance_after.minor,
            ]


def _line_cells(loans: Iterable[ImportedLoan]) -> Iterable[list[Any]]:
    for loan in loans:
        for transaction_id, bucket, amount in loan.lines:
            yield [transaction_id, bucket.value, amount]


def _copy_parties(cursor: CursorWrapper, loans: Sequence[ImportedLoan]) -> None:
    """Add the parties that are not here yet, and everybody's role once."""
    given = {imported.external_id: imported.party for loan in loans for imported in loan.parties}
    ids = dict(Party.objects.filter(external_id__in=given).values_list("external_id", "id"))
    new = [_party(external_id, party) for external_id, party in given.items() if external_id not in ids]
    ids |= {party.external_id: party.id for party in new}
    roles: dict[tuple[UUID, UUID], AccountParty] = {}
    for loan in loans:
        for imported in loan.parties:
            key = (loan.account.id, ids[imported.external_id])
            role = AccountParty(account_id=key[0], party_id=key[1], role=imported.party.role.value)
            # Someone named twice on one loan keeps the first role, the borrower's.
            roles.setdefault(key, role)
    _copy(cursor, Party._meta.db_table, columns_of(Party), map(_cells, new))
    _copy(cursor, AccountParty._meta.db_table, columns_of(AccountParty), map(_cells, roles.values()))


def _party(external_id: str, party: TapeParty) -> Party:
    return Party(
        kind=party.kind.value,
        name=party.name,
        email=party.email,
        phone=party.phone,
        region=party.state,
        external_id=external_id,
    )


def _copy(cursor: CursorWrapper, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
