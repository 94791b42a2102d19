"""What can happen to a ledger. Every operation takes the account's lock and leaves its figures true."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from portal_api.accounts.models import Account
from portal_api.accounts.queries import lock_account
from portal_api.accounts.states import Standing
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.money import Money

from .builtin.waterfall import split_payment
from .days import lender_day
from .errors import AccountClosed, NothingPosted
from .ledgers import Ledger, load_ledger
from .models import LedgerLine, LedgerTransaction
from .opening import open_ledger
from .position import Parts, Posting, parts_of
from .refreshing import refresh_snapshots
from .states import Bucket, TransactionKind


@transaction.atomic
def post_payment(
    *,
    account_id: uuid.UUID,
    payment_id: uuid.UUID,
    amount: Money,
    effective_on: date,
    description: str,
    actor: Actor,
    now: datetime,
) -> LedgerTransaction:
    """Post a payment: open fees first, then interest up to ``effective_on``, then principal.

    One that is posted after payments of later days still counts from its own day (``position.parts_of``).
    A payment that is posted already is returned as it stands. Raises NotFound, AccountClosed for an account
    that is charged off, NotAPayment, and AbovePayoff for more than closes the account on that day.
    """
    account = lock_account(account_id)
    posted = LedgerTransaction.objects.filter(payment_id=payment_id, kind=TransactionKind.PAYMENT).first()
    if posted is not None:
        return posted
    if account.snapshot.standing == Standing.CHARGED_OFF:
        raise AccountClosed
    open_ledger(account, today=lender_day(now), now=now)
    ledger = load_ledger(account)
    paid = split_payment(amount, ledger.position.owed_on(effective_on))
    split = Parts(paid.fees, paid.interest, paid.principal)
    parts = parts_of(Posting(payment_id, effective_on, split), ledger.opening, ledger.postings)
    row = _add_transaction(
        ledger,
        parts,
        kind=TransactionKind.PAYMENT,
        payment_id=payment_id,
        effective_on=effective_on,
        description=description,
        now=now,
    )
    _finish(account, row, f"Posted {amount}: {description}", actor=actor, now=now)
    return row


@transaction.atomic
def reverse_payment(
    *, payment_id: uuid.UUID, effective_on: date, description: str, actor: Actor, now: datetime
) -> LedgerTransaction:
    """Take a posted payment back by a new line that points at the old one; the debt is as if never paid.

    A payment that is taken back already gives the line that did it. Raises NothingPosted.
    """
    posted = LedgerTransaction.objects.filter(payment_id=payment_id, kind=TransactionKind.PAYMENT).first()
    if posted is None:
        raise NothingPosted
    account = lock_account(posted.account_id)
    reversal = LedgerTransaction.objects.filter(reverses=posted).first()
    if reversal is not None:
        return reversal
    ledger = load_ledger(account)
    paid = next(posting.parts for posting in ledger.postings if posting.id == posted.id)
    taken_back = Posting(payment_id, effective_on, Parts(-paid.fees, -paid.interest, -paid.principal), posted.id)
    row = _add_transaction(
        ledger,
        parts_of(taken_back, ledger.opening, ledger.postings),
        kind=TransactionKind.REVERSAL,
        payment_id=payment_id,
        reverses=posted,
        effective_on=effective_on,
        description=description,
        now=now,
    )
    _finish(account, row, f"Took back {paid.total}: {description}", actor=actor, now=now)
    return row


def _add_transaction(
    ledger: Ledger,
    parts: Parts,
    *,
    kind: TransactionKind,
    payment_id: uuid.UUID,
    effective_on: date,
    description: str,
    now: datetime,
    reverses: LedgerTransaction | None = None,
) -> LedgerTransaction:
    row = LedgerTransaction.objects.create(
        account=ledger.account,
        sequence=ledger.next_sequence,
        kind=kind,
        posted_at=now,
        effective_on=effective_on,
        description=description,
        payment_id=payment_id,
        reverses=reverses,
        principal_after_minor=(ledger.position.principal - parts.principal).minor,
    )
    LedgerLine.objects.bulk_create(ledger_lines(row, parts))
    return row


def ledger_lines(row: LedgerTransaction, parts: Parts) -> list[LedgerLine]:
    """The lines of a transaction; what reduces the debt is negative there, and empty buckets have none."""
    amounts = (
        (Bucket.FEE, parts.fees),
        (Bucket.INTEREST, parts.interest),
        (Bucket.PRINCIPAL, parts.principal),
    )
    return [
        LedgerLine(transaction=row, bucket=bucket, amount_minor=-amount.minor) for bucket, amount in amounts if amount
    ]


def _finish(account: Account, row: LedgerTransaction, summary: str, *, actor: Actor, now: datetime) -> None:
    refresh_snapshots([account], today=lender_day(now), now=now)
    record(
        actor=actor,
        now=now,
        action=f"ledger.{row.kind}",
        object_kind="account",
        object_id=account.id,
        summary=summary,
        facts={"transaction_id": str(row.id), "payment_id": str(row.payment_id)},
    )
