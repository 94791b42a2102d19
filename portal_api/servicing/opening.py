"""Opening our ledger for an account that so far has figures only."""

from __future__ import annotations

from datetime import date, datetime

from portal_api.accounts.models import Account
from portico_kernel.money import Money

from .builtin.amortization import Instalment as Line
from .builtin.amortization import schedule
from .models import Instalment, LedgerLine, LedgerOpening, LedgerTransaction, ScheduleVersion
from .states import Bucket, TransactionKind

BROUGHT_FORWARD = "Paid before this account came to the portal"
WRITTEN_OFF = "Written off before this account came to the portal"


def open_ledger(account: Account, *, today: date, now: datetime) -> None:
    """Begin the ledger of an account that the caller has locked, from its snapshot; once, then nothing.

    Writes the opening position, what was paid before as one line if anything was, and the agreement's
    schedule where none is stored. Raises CannotAmortize when the loan's terms make no schedule.
    """
    if LedgerOpening.objects.filter(account=account).exists():
        return
    if not ScheduleVersion.objects.filter(account=account).exists():
        _store_schedule(account, now=now)
    snapshot = account.snapshot
    LedgerOpening.objects.create(
        account=account,
        opened_on=today,
        standing=snapshot.standing,
        principal_minor=snapshot.principal_minor,
        interest_due_minor=snapshot.interest_due_minor,
        fees_due_minor=snapshot.fees_due_minor,
        instalments_met=snapshot.instalments_met,
        credit_to_next_minor=snapshot.credit_to_next_minor,
        interest_paid_through_on=snapshot.interest_paid_through_on,
    )
    _bring_forward(account, today=today, now=now)


def brought_forward_lines(*, principal_minor: int, interest_minor: int, fees_minor: int) -> list[tuple[Bucket, int]]:
    """The buckets of everything paid before, as ledger amounts; empty buckets have no line."""
    amounts = (
        (Bucket.PRINCIPAL, -principal_minor),
        (Bucket.INTEREST, -interest_minor),
        (Bucket.FEE, -fees_minor),
    )
    return [(bucket, amount) for bucket, amount in amounts if amount]


def _bring_forward(account: Account, *, today: date, now: datetime) -> None:
    snapshot, original = account.snapshot, account.loan_terms.original_minor
    lines = brought_forward_lines(
        principal_minor=snapshot.paid_principal_minor,
        interest_minor=snapshot.paid_interest_minor,
        fees_minor=snapshot.paid_fees_minor,
    )
    if lines:
        paid = LedgerTransaction.objects.create(
            account=account,
            sequence=1,
            kind=TransactionKind.BROUGHT_FORWARD,
            posted_at=now,
            effective_on=today,
            description=BROUGHT_FORWARD,
            principal_after_minor=original - snapshot.paid_principal_minor,
        )
        LedgerLine.objects.bulk_create(
            LedgerLine(transaction=paid, bucket=bucket, amount_minor=amount) for bucket, amount in lines
        )
    gone = original - snapshot.paid_principal_minor - snapshot.principal_minor
    if gone:
        written_off = LedgerTransaction.objects.create(
            account=account,
            sequence=2 if lines else 1,
            kind=TransactionKind.ADJUSTMENT,
            posted_at=now,
            effective_on=today,
            description=WRITTEN_OFF,
            principal_after_minor=snapshot.principal_minor,
        )
        LedgerLine.objects.create(transaction=written_off, bucket=Bucket.PRINCIPAL, amount_minor=-gone)


def _store_schedule(account: Account, *, now: datetime) -> None:
    terms = account.loan_terms
    lines = schedule(
        principal=Money(terms.original_minor, account.currency),
        annual_rate=terms.annual_rate / 100,
        term=terms.term,
        first_due_on=terms.first_due_on,
        day_of_month=terms.day_of_month,
        instalment=Money(terms.instalment_minor, account.currency),
    )
    version = ScheduleVersion.objects.create(account=account, version=1, made_at=now, reason="As agreed")
    Instalment.objects.bulk_create(instalment_row(version, line) for line in lines)


def instalment_row(version: ScheduleVersion, line: Line) -> Instalment:
    """A schedule's line as a row."""
    return Instalment(
        schedule=version,
        number=line.number,
        due_on=line.due_on,
        principal_minor=line.principal.minor,
        interest_minor=line.interest.minor,
        balance_after_minor=line.balance_after.minor,
    )
