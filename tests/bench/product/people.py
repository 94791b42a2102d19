"""The people of a measured lender: one borrower with three loans, signed in. The same at every lender."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from knox.crypto import hash_token
from psycopg import sql

from portal_api.accounts.models import Account
from portal_api.identity.models import AuthToken, User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token
from portal_api.servicing.models import LedgerLine, LedgerTransaction
from portal_api.servicing.states import Bucket, TransactionKind
from tenants.context import in_tenant
from tenants.grants import models_of
from tenants.migrating import owner_connection
from tenants.models import Lender
from tests.bench.product import SECRET
from tests.cast import borrower, loan

ACCOUNTS, TRANSACTIONS = 3, 6


def fill_first(lender: Lender, *, now: datetime) -> None:
    """Put the people and their accounts into a lender, through the models."""
    with in_tenant(lender):
        user = borrower("ada@example.com", "Ada Lopez")
        loans = [loan(f"A-100{number}", user) for number in range(1, ACCOUNTS + 1)]
        _post(loans[0], now)
        _sign_in(user, now)


def fill_like(first: Lender, schemas: list[str]) -> None:
    """Copy the rows of a lender into the schemas of others, one round trip each, as the owner."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        filled = [table for table in _tables() if _has_rows(cursor, first.schema_name, table)]
        for schema in schemas:
            copies = [
                sql.SQL("INSERT INTO {} SELECT * FROM {}").format(
                    sql.Identifier(schema, table), sql.Identifier(first.schema_name, table)
                )
                for table in filled
            ]
            cursor.execute(sql.SQL("; ").join(copies).as_string(cursor.connection))
    # It keeps the plan of every foreign key that it has checked, and each later CREATE TABLE looks at all of them.
    owner.close()


def _tables() -> list[str]:
    return [model._meta.db_table for model in models_of(settings.TENANT_APPS)]


def _has_rows(cursor: CursorWrapper, schema: str, table: str) -> bool:
    asked = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(schema, table))
    cursor.execute(asked.as_string(cursor.connection))
    return bool(cursor.fetchone()[0])


def _sign_in(user: User, now: datetime) -> None:
    issue_token(user=user, audience=Audience.PORTAL, address="", browser="", now=now)
    # Seen a day ahead: no request of the measured ones is the one a minute that writes this down.
    later = now + timedelta(days=1)
    AuthToken.objects.filter(user=user).update(digest=hash_token(SECRET), last_seen_at=later, expiry=later)


def _post(account: Account, now: datetime) -> None:
    for number in range(1, TRANSACTIONS + 1):
        posted = LedgerTransaction.objects.create(
            account=account, sequence=number, kind=TransactionKind.PAYMENT, posted_at=now,
            effective_on=now.date(), description="Payment", principal_after_minor=12_000_00 - number,
        )  # fmt: skip
        LedgerLine.objects.create(transaction=posted, bucket=Bucket.PRINCIPAL, amount_minor=-1)
