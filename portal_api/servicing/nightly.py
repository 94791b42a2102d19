"""What every night does to a lender's ledger: figures move on with the calendar, and the books are checked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from portal_api.accounts.models import Account
from portal_api.accounts.queries import lock_accounts
from portal_api.accounts.states import OPEN, Standing

from .models import LedgerLine
from .refreshing import refresh_snapshots
from .states import Bucket, TransactionKind

BATCH = 200
_PAID = (TransactionKind.BROUGHT_FORWARD, TransactionKind.PAYMENT, TransactionKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure that borrowers read and that its ledger does not bear out. Minor units."""

    account_id: uuid.UUID
    number: str
    figure: str
    shown_minor: int
    ledger_minor: int


def age_accounts(*, today: date, now: datetime) -> int:
    """Rewrite the figures that a new day changes: what has come due, or is late; returns how many accounts.

    Accounts whose ledger is not opened keep what their source said. Doing it twice on a day is fine.
    """
    touched = Q(snapshot__next_due_on__lte=today) | Q(snapshot__past_due_minor__gt=0)
    # What was due on a day and was paid there is due no longer.
    stale = touched | Q(snapshot__standing=Standing.DUE)
    changing = Account.objects.filter(stale, snapshot__standing__in=OPEN, ledger_opening__isnull=False)
    ids = list(changing.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            refresh_snapshots(lock_accounts(ids[start : start + BATCH]), today=today, now=now)
    return len(ids)


def verify_ledger() -> list[Mismatch]:
    """Every figure of principal and of what was paid that is not the sum of its account's ledger lines.

    The principal shown must be the original amount and all principal lines together. One query.
    """
    rows = (
        Account.objects.filter(ledger_opening__isnull=False)
        .annotate(
            owed=F("loan_terms__original_minor") + _sum_of(Bucket.PRINCIPAL),
            paid_principal=-_sum_of(Bucket.PRINCIPAL, kinds=_PAID),
            paid_interest=-_sum_of(Bucket.INTEREST, kinds=_PAID),
            paid_fees=-_sum_of(Bucket.FEE, kinds=_PAID),
        )
        .filter(
            ~Q(snapshot__principal_minor=F("owed"))
            | ~Q(snapshot__paid_principal_minor=F("paid_principal"))
            | ~Q(snapshot__paid_interest_minor=F("paid_interest"))
            | ~Q(snapshot__paid_fees_minor=F("paid_fees"))
        )
        .select_related("snapshot")
        .order_by("number")
    )
    return [mismatch for account in rows for mismatch in _mismatches(account)]


def _mismatches(account: Account) -> list[Mismatch]:
    figures = {"principal": "owed"} | {name: name for name in ("paid_principal", "paid_interest", "paid_fees")}
    found = []
    for figure, column in figures.items():
        shown, ledger = getattr(account.snapshot, f"{figure}_minor"), getattr(account, column)
        if shown != ledger:
            found.append(Mismatch(account.id, account.number, figure, shown, ledger))
    return found


def _sum_of(bucket: Bucket, *, kinds: tuple[TransactionKind, ...] = tuple(TransactionKind)) -> Coalesce:
    lines = LedgerLine.objects.filter(transaction__account=OuterRef("id"), transaction__kind__in=kinds, bucket=bucket)
    sums = lines.values("transaction__account").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(sums), 0)
