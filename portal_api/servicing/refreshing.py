"""Writing the figures that borrowers read, from the ledger, in the transaction that changed it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from portal_api.accounts.models import Account, AccountSnapshot
from portal_api.accounts.states import Source

from .figures import Figures, figures_on
from .ledgers import Ledger, load_ledgers
from .position import Parts, Position

WRITTEN = [field.name for field in AccountSnapshot._meta.concrete_fields if not field.primary_key]


def refresh_snapshots(accounts: Iterable[Account], *, today: date, now: datetime) -> dict[uuid.UUID, Ledger]:
    """Rewrite the snapshots of accounts that the caller has locked, from their ledgers, and return those.

    Each account comes with its snapshot and loan terms. An account whose ledger is not opened keeps its
    snapshot as it is.
    """
    ledgers = load_ledgers(accounts)
    changed = [write_figures(ledger, today=today, now=now) for ledger in ledgers.values()]
    AccountSnapshot.objects.bulk_update(changed, WRITTEN, batch_size=500)
    return ledgers


def write_figures(ledger: Ledger, *, today: date, now: datetime) -> AccountSnapshot:
    """Put the ledger's figures on the account's snapshot; saving it is the caller's."""
    position = ledger.position
    figures = figures_on(today, position=position, lines=ledger.lines, is_charged_off=ledger.is_charged_off)
    snapshot = ledger.account.snapshot
    snapshot.source = Source.LEDGER
    snapshot.as_of = now
    fill_snapshot(snapshot, position=position, figures=figures, paid=ledger.paid)
    return snapshot


def fill_snapshot(snapshot: AccountSnapshot, *, position: Position, figures: Figures, paid: Parts) -> None:
    """Copy every figure into a snapshot row."""
    snapshot.standing = figures.standing
    snapshot.standing_note = figures.standing_note
    snapshot.principal_minor = position.principal.minor
    snapshot.interest_due_minor = position.interest_due.minor
    snapshot.fees_due_minor = position.fees_due.minor
    snapshot.interest_paid_through_on = position.paid_through
    snapshot.past_due_minor = figures.past_due.minor
    snapshot.past_due_since_on = figures.past_due_since_on
    snapshot.amount_due_minor = figures.amount_due.minor
    snapshot.next_due_on = figures.next_due_on
    snapshot.instalments_met = figures.instalments_met
    snapshot.credit_to_next_minor = figures.credit_to_next.minor
    snapshot.remaining_payments = figures.remaining_payments
    snapshot.projected_payoff_on = figures.projected_payoff_on
    snapshot.paid_principal_minor = paid.principal.minor
    snapshot.paid_interest_minor = paid.interest.minor
    snapshot.paid_fees_minor = paid.fees.minor
