"""The demo's calendar: what fell due while nobody looked is paid as agreed, so that not everyone turns late."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from portal_api.accounts.models import Account
from portal_api.accounts.queries import lock_accounts
from portal_api.accounts.states import OPEN
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record

from .agreed import AgreedPayment, agreed_payments, first_unmet
from .days import lender_id
from .ledgers import Ledger, load_ledgers
from .models import LedgerLine, LedgerTransaction
from .nightly import age_accounts
from .operations import ledger_lines
from .refreshing import refresh_snapshots
from .states import TransactionKind

BATCH = 200
PAID_AS_AGREED = "Paid as agreed"


@dataclass(frozen=True, slots=True)
class RolledForward:
    """How many payments were posted, on how many accounts."""

    posted: int
    accounts: int


def roll_forward(*, today: date, actor: Actor, now: datetime, leave_alone: Collection[uuid.UUID] = ()) -> RolledForward:
    """Post, on its due date, every instalment that fell due before ``today`` since the ledger was opened.

    For demo lenders only: no money moves. Accounts that were late when the ledger was opened, that had a
    payment returned, or that are in ``leave_alone`` (those with a payment in flight) stay as they are. All
    open accounts then stand as of ``today``. Doing it twice is fine: what is paid is not due again.
    """
    ids = _candidates(today, leave_alone)
    posted = accounts = 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            rolled = _roll_batch(ids[start : start + BATCH], today=today, now=now)
        posted, accounts = posted + rolled.posted, accounts + rolled.accounts
    if posted:
        record(
            actor=actor,
            now=now,
            action="ledger.rolled_forward",
            object_kind="lender",
            object_id=lender_id(),
            summary=f"The demo's calendar moved to {today.isoformat()}: {posted} payments as agreed",
        )
    age_accounts(today=today, now=now)
    return RolledForward(posted, accounts)


def _candidates(today: date, leave_alone: Collection[uuid.UUID]) -> list[uuid.UUID]:
    returned = LedgerTransaction.objects.filter(account=OuterRef("id"), kind=TransactionKind.REVERSAL)
    fallen = Q(snapshot__next_due_on__lt=today) | Q(snapshot__past_due_minor__gt=0)
    accounts = Account.objects.filter(
        fallen, ~Exists(returned), snapshot__standing__in=OPEN, ledger_opening__isnull=False
    )
    return list(accounts.exclude(id__in=leave_alone).order_by("id").values_list("id", flat=True))


def _roll_batch(ids: list[uuid.UUID], *, today: date, now: datetime) -> RolledForward:
    accounts = lock_accounts(ids)
    rows: list[LedgerTransaction] = []
    lines: list[LedgerLine] = []
    paid: list[Account] = []
    for ledger in load_ledgers(accounts).values():
        made = _agreed(ledger, today=today)
        paid += [ledger.account] if made else []
        for number, payment in enumerate(made):
            row = LedgerTransaction(
                account=ledger.account,
                sequence=ledger.next_sequence + number,
                kind=TransactionKind.PAYMENT,
                posted_at=now,
                effective_on=payment.on,
                description=PAID_AS_AGREED,
                principal_after_minor=payment.after.principal.minor,
            )
            rows.append(row)
            lines += ledger_lines(row, payment.parts)
    LedgerTransaction.objects.bulk_create(rows)
    LedgerLine.objects.bulk_create(lines)
    refresh_snapshots(paid, today=today, now=now)
    return RolledForward(len(rows), len(paid))


def _agreed(ledger: Ledger, *, today: date) -> list[AgreedPayment]:
    position = ledger.position
    if ledger.lines[first_unmet(position, ledger.lines)].due_on < ledger.opening_row.opened_on:
        return []
    agreed = agreed_payments(position, ledger.lines, not_before=position.paid_through)
    return list(takewhile(lambda payment: payment.on < today, agreed))
