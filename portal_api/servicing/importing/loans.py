"""One row of a tape as the rows of our tables. Pure: nothing is asked, nothing is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from portal_api.accounts.models import Account, AccountSnapshot, LoanTerms
from portal_api.accounts.states import Product, Source, Standing
from portal_api.servicing.agreed import ScheduleLine
from portal_api.servicing.builtin.amortization import Instalment, schedule
from portal_api.servicing.builtin.due_dates import due_after
from portal_api.servicing.figures import figures_on
from portal_api.servicing.ledgers import opening_position
from portal_api.servicing.models import LedgerOpening, LedgerTransaction, ScheduleVersion
from portal_api.servicing.opening import BROUGHT_FORWARD, WRITTEN_OFF, brought_forward_lines
from portal_api.servicing.position import Parts
from portal_api.servicing.refreshing import fill_snapshot
from portal_api.servicing.states import Bucket, TransactionKind
from portal_api.servicing.tape.mapping import TapeMapping
from portal_api.servicing.tape.parties import TapeParty, parties_of
from portal_api.servicing.tape.placing import Placement, remaining_schedule
from portal_api.servicing.tape.rows import TapeRow
from portal_api.servicing.tape.standing import Standing as TapeStanding

AS_READ = "As the lender's file stood"
_STANDINGS = {
    TapeStanding.CURRENT: Standing.CURRENT,
    TapeStanding.IN_GRACE: Standing.PAST_DUE,
    TapeStanding.LATE_16_30: Standing.PAST_DUE,
    TapeStanding.LATE_31_120: Standing.PAST_DUE,
    TapeStanding.DEFAULT: Standing.DEFAULT,
    TapeStanding.CHARGED_OFF: Standing.CHARGED_OFF,
    TapeStanding.PAID_OFF: Standing.PAID_OFF,
}
# A yearly percentage as LoanTerms keeps it.
_RATE_PLACES = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for every row of one import. ``as_of_at`` is when the figures were true."""

    mapping: TapeMapping
    lender_seed: str
    as_of_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class ImportedParty:
    """A party and its role; ``external_id`` is what makes the same person the same party again."""

    party: TapeParty
    external_id: str


@dataclass(frozen=True, slots=True)
class ImportedLoan:
    """One loan, ready to be written."""

    account: Account
    terms: LoanTerms
    snapshot: AccountSnapshot
    opening: LedgerOpening
    version: ScheduleVersion
    instalments: list[Instalment]
    transactions: list[LedgerTransaction]
    lines: list[tuple[uuid.UUID, Bucket, int]]
    parties: list[ImportedParty]


def imported_loan(row: TapeRow, placement: Placement, context: Context) -> ImportedLoan:
    """Turn a placed row into rows. Raises CannotAmortize where its terms make no schedule.

    The schedule's instalments met are those of the agreement; the rest follows from the balance, so that
    their principal adds up to it. Figures come from the same rules as after every payment; standing,
    balance and instalments met are the source's.
    """
    account = _account(row, placement, context)
    terms = _terms(account, row, placement)
    account.loan_terms = terms
    instalments = _instalments(row, placement, terms, context.mapping)
    lines = [ScheduleLine(line.due_on, line.total) for line in instalments]
    opening = _opening(account, row, placement, len(lines))
    snapshot = _snapshot(account, row, placement, opening, lines, context)
    transactions, ledger_lines = _ledger(account, row, placement, context)
    return ImportedLoan(
        account=account,
        terms=terms,
        snapshot=snapshot,
        opening=opening,
        version=ScheduleVersion(account=account, version=1, made_at=context.now, reason=AS_READ),
        instalments=instalments,
        transactions=transactions,
        lines=ledger_lines,
        parties=[
            ImportedParty(party, external_id(party, row.loan_number))
            for party in parties_of(row, lender_seed=context.lender_seed)
        ],
    )


def external_id(party: TapeParty, loan_number: str) -> str:
    """Named people with an e-mail address are the same on all their loans; others belong to one loan."""
    if party.is_made_up or not party.email:
        return f"{loan_number}/{party.role.value}"
    return "tape:" + sha256(f"{party.email.casefold()}\0{party.name.casefold()}".encode()).hexdigest()[:40]


def title_of(row: TapeRow, mapping: TapeMapping) -> str:
    """What the borrower knows the loan by: the thing it paid for, else the product and its purpose."""
    if row.collateral:
        return row.collateral
    purpose = row.purpose.replace("_", " ").strip()
    return (f"{mapping.product}: {purpose}" if purpose else mapping.product)[:160]


def _account(row: TapeRow, placement: Placement, context: Context) -> Account:
    months = context.mapping.first_due_after_months
    return Account(
        number=row.loan_number,
        product=Product.LOAN,
        title=title_of(row, context.mapping),
        currency=row.principal.currency,
        opened_on=due_after(placement.first_due_on, -months, placement.day_of_month),
        site_id=None,
        created_at=context.now,
    )


def _terms(account: Account, row: TapeRow, placement: Placement) -> LoanTerms:
    return LoanTerms(
        account=account,
        original_minor=row.principal.minor,
        annual_rate=(row.annual_rate * 100).quantize(_RATE_PLACES),
        term=row.term,
        instalment_minor=row.instalment.minor,
        day_of_month=placement.day_of_month,
        first_due_on=placement.first_due_on,
    )


def _instalments(row: TapeRow, placement: Placement, terms: LoanTerms, mapping: TapeMapping) -> list[Instalment]:
    agreed = schedule(
        principal=row.principal,
        annual_rate=terms.annual_rate / 100,
        term=row.term,
        first_due_on=placement.first_due_on,
        day_of_month=placement.day_of_month,
        instalment=row.instalment,
        rounding=mapping.interest_rounding,
    )
    if row.standing.is_closed:
        return agreed
    return agreed[: placement.instalments_met] + remaining_schedule(row, placement, mapping)


def _opening(account: Account, row: TapeRow, placement: Placement, instalments: int) -> LedgerOpening:
    is_late = placement.past_due.minor > 0
    return LedgerOpening(
        account=account,
        opened_on=placement.as_of,
        standing=_STANDINGS[row.standing],
        principal_minor=row.balance.minor,
        interest_due_minor=0,
        fees_due_minor=0,
        instalments_met=min(placement.instalments_met, instalments),
        # Principal paid beyond what was due shortens the loan; only of one that is late is it a part payment.
        credit_to_next_minor=placement.extra_principal.minor if is_late else 0,
        interest_paid_through_on=placement.paid_through_on,
    )


def _snapshot(
    account: Account,
    row: TapeRow,
    placement: Placement,
    opening: LedgerOpening,
    lines: list[ScheduleLine],
    context: Context,
) -> AccountSnapshot:
    position = opening_position(opening, account, lines)
    figures = figures_on(
        placement.as_of,
        position=position,
        lines=lines,
        is_charged_off=row.standing is TapeStanding.CHARGED_OFF,
    )
    snapshot = AccountSnapshot(account=account, source=Source.IMPORT, as_of=context.as_of_at)
    paid = Parts(fees=row.paid_fees, interest=row.paid_interest, principal=row.paid_principal)
    fill_snapshot(snapshot, position=position, figures=figures, paid=paid)
    snapshot.standing = _STANDINGS[row.standing]
    snapshot.standing_note = "" if snapshot.standing in _SAY_ALL else row.standing.label
    return snapshot


# Standings whose own word says what the source says.
_SAY_ALL = frozenset({Standing.CURRENT, Standing.DUE, Standing.DEFAULT, Standing.CHARGED_OFF, Standing.PAID_OFF})


def _ledger(
    account: Account, row: TapeRow, placement: Placement, context: Context
) -> tuple[list[LedgerTransaction], list[tuple[uuid.UUID, Bucket, int]]]:
    paid = row.brought_forward
    amounts = brought_forward_lines(
        principal_minor=paid.principal.minor,
        interest_minor=paid.interest.minor,
        fees_minor=paid.fees.minor,
    )
    transactions = []
    if amounts:
        before = _transaction(account, 1, placement.as_of, context.now)
        before.principal_after_minor = (row.principal - paid.principal).minor
        transactions.append(before)
    lines = [(before.id, bucket, amount) for bucket, amount in amounts]
    if row.written_off:
        gone = _transaction(account, len(transactions) + 1, placement.as_of, context.now)
        gone.kind, gone.description = TransactionKind.ADJUSTMENT, WRITTEN_OFF
        gone.principal_after_minor = row.balance.minor
        transactions.append(gone)
        lines.append((gone.id, Bucket.PRINCIPAL, -row.written_off.minor))
    return transactions, lines


def _transaction(account: Account, sequence: int, day: date, now: datetime) -> LedgerTransaction:
    return LedgerTransaction(
        account=account,
        sequence=sequence,
        kind=TransactionKind.BROUGHT_FORWARD,
        posted_at=now,
        effective_on=day,
        description=BROUGHT_FORWARD,
    )
