"""Reading ledgers: everything that figures follow from, for many accounts in three queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from portal_api.accounts.models import Account
from portal_api.accounts.states import Standing
from portico_kernel.money import Money, total

from .agreed import ScheduleLine
from .models import Instalment, LedgerOpening, LedgerTransaction, ScheduleVersion
from .position import Parts, Position, Posting, position_after, sum_of
from .states import Bucket, TransactionKind

# These stand in the opening position already.
_BEFORE = (TransactionKind.BROUGHT_FORWARD, TransactionKind.ADJUSTMENT)
_PAID = (TransactionKind.BROUGHT_FORWARD, TransactionKind.PAYMENT, TransactionKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One account's ledger. ``postings`` are those since the opening; ``paid`` sums up what was ever paid."""

    account: Account
    opening_row: LedgerOpening
    lines: tuple[ScheduleLine, ...]
    postings: tuple[Posting, ...]
    paid: Parts
    next_sequence: int

    @property
    def opening(self) -> Position:
        """The position that our ledger began with."""
        return opening_position(self.opening_row, self.account, self.lines)

    @property
    def position(self) -> Position:
        """Where the account stands now."""
        return position_after(self.opening, self.postings)

    @property
    def is_charged_off(self) -> bool:
        """Whether the lender has written the account off."""
        return self.opening_row.standing == Standing.CHARGED_OFF


def opening_position(row: LedgerOpening, account: Account, lines: Sequence[ScheduleLine]) -> Position:
    """An opening row as a position; the account comes with its loan terms, ``lines`` is its schedule."""
    currency = account.currency
    met = total((line.total for line in lines[: row.instalments_met]), currency)
    return Position(
        annual_rate=account.loan_terms.annual_rate / 100,
        principal=Money(row.principal_minor, currency),
        interest_due=Money(row.interest_due_minor, currency),
        fees_due=Money(row.fees_due_minor, currency),
        paid_through=row.interest_paid_through_on,
        towards_instalments=met + Money(row.credit_to_next_minor, currency),
    )


def load_ledger(account: Account) -> Ledger:
    """One account's ledger; raises KeyError for an account whose ledger is not opened."""
    return load_ledgers([account])[account.id]


def load_ledgers(accounts: Iterable[Account]) -> dict[uuid.UUID, Ledger]:
    """The ledgers of accounts that came with their loan terms; those not yet opened are left out."""
    by_id = {account.id: account for account in accounts}
    openings = {row.account_id: row for row in LedgerOpening.objects.filter(account__in=by_id)}
    lines = _lines_of(by_id)
    transactions = _transactions_of(by_id)
    return {
        account_id: _ledger(by_id[account_id], opening, lines[account_id], transactions[account_id])
        for account_id, opening in openings.items()
    }


def _ledger(
    account: Account, opening: LedgerOpening, lines: list[ScheduleLine], rows: list[LedgerTransaction]
) -> Ledger:
    postings = [(row.kind, posting_of(row, account.currency)) for row in rows]
    return Ledger(
        account=account,
        opening_row=opening,
        lines=tuple(lines),
        postings=tuple(posting for kind, posting in postings if kind not in _BEFORE),
        paid=sum_of((posting.parts for kind, posting in postings if kind in _PAID), account.currency),
        next_sequence=rows[-1].sequence + 1 if rows else 1,
    )


def _transactions_of(by_id: dict[uuid.UUID, Account]) -> dict[uuid.UUID, list[LedgerTransaction]]:
    rows: dict[uuid.UUID, list[LedgerTransaction]] = defaultdict(list)
    found = LedgerTransaction.objects.filter(account__in=by_id).order_by("sequence")
    for row in found.prefetch_related("lines"):
        rows[row.account_id].append(row)
    return rows


def _lines_of(by_id: dict[uuid.UUID, Account]) -> dict[uuid.UUID, list[ScheduleLine]]:
    in_force = ScheduleVersion.objects.filter(account=OuterRef("schedule__account")).order_by("-version")
    rows = (
        Instalment.objects.filter(schedule__account__in=by_id, schedule=Subquery(in_force.values("id")[:1]))
        .order_by("number")
        .values_list("schedule__account_id", "due_on", "principal_minor", "interest_minor")
    )
    lines: dict[uuid.UUID, list[ScheduleLine]] = defaultdict(list)
    for account_id, due_on, principal, interest in rows:
        amount = Money(principal + interest, by_id[account_id].currency)
        lines[account_id].append(ScheduleLine(due_on, amount))
    return lines


def posting_of(row: LedgerTransaction, currency: str) -> Posting:
    """A stored transaction, with its lines, as a posting."""
    parts = {line.bucket: Money(-line.amount_minor, currency) for line in row.lines.all()}
    nothing = Money.zero(currency)
    return Posting(
        id=row.id,
        effective_on=row.effective_on,
        parts=Parts(
            fees=parts.get(Bucket.FEE, nothing),
            interest=parts.get(Bucket.INTEREST, nothing),
            principal=parts.get(Bucket.PRINCIPAL, nothing),
        ),
        reverses=row.reverses_id,
    )
