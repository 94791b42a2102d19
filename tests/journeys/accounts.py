"""Loans with a history, as the stagehand opens them: figures come from the ledger's own operations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from portal_api.accounts.models import Access, Account, AccountParty, AccountSnapshot, LoanTerms, Party, UserParty
from portal_api.accounts.queries import lock_account
from portal_api.accounts.states import PartyKind, PartyRole, Source, Standing
from portal_api.identity.models import User
from portal_api.servicing.builtin.amortization import level_instalment
from portal_api.servicing.days import lender_day
from portal_api.servicing.opening import open_ledger
from portal_api.servicing.operations import post_payment
from portal_api.servicing.refreshing import refresh_snapshots
from portico_kernel.actor import Actor
from portico_kernel.money import Money

SERVICER = Actor.system("tests")


@dataclass(frozen=True)
class Deal:
    """A loan as it was agreed, how many of its payments came and how many since did not."""

    title: str
    principal: Money
    rate: Decimal
    term: int
    paid: int
    missed: int = 0
    co_borrower: str = ""


DEALS = {
    "current": Deal("2022 Honda Civic", Money(18_450_00), Decimal("6.49"), 60, paid=14, co_borrower="Noor Okafor"),
    "past_due": Deal("2019 Ford Transit", Money(24_900_00), Decimal("8.25"), 48, paid=9, missed=2),
    "machine": Deal("CNC milling centre", Money(143_000_00), Decimal("7.10"), 72, paid=20),
}


def open_loan(user: User, deal: Deal, *, now: datetime) -> Account:
    """Open a loan in the lender that is entered, with its payments posted on their days, granted to ``user``."""
    next_due = _next_due(lender_day(now))
    first_due = months_before(next_due, deal.paid + deal.missed)
    account = _agree(deal, first_due, now)
    _grant(user, account, deal, now)
    with transaction.atomic():
        open_ledger(lock_account(account.id), today=account.opened_on, now=_at_noon(account.opened_on))
    for month in range(deal.paid):
        due_on = months_before(first_due, -month)
        post_payment(
            account_id=account.id,
            payment_id=uuid.uuid4(),
            amount=Money(account.loan_terms.instalment_minor),
            effective_on=due_on,
            description="Payment by check",
            actor=SERVICER,
            now=_at_noon(due_on),
        )
    with transaction.atomic():
        refresh_snapshots([lock_account(account.id)], today=lender_day(now), now=now)
    return account


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month (a later one for a negative count); days up to the 28th."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, day.day)


def _next_due(today: date) -> date:
    days = (today + timedelta(days=ahead) for ahead in range(11, 16))
    return next(day for day in days if day.day <= 28)


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(17), tzinfo=UTC)


def _agree(deal: Deal, first_due: date, now: datetime) -> Account:
    opened_on = months_before(first_due, 1)
    instalment = level_instalment(deal.principal, deal.rate / 100, deal.term)
    account = Account.objects.create(
        number=f"L-{uuid.uuid4().int % 10**8:08d}",
        title=deal.title,
        currency=deal.principal.currency,
        opened_on=opened_on,
        created_at=now,
    )
    LoanTerms.objects.create(
        account=account,
        original_minor=deal.principal.minor,
        annual_rate=deal.rate,
        term=deal.term,
        instalment_minor=instalment.minor,
        day_of_month=first_due.day,
        first_due_on=first_due,
    )
    AccountSnapshot.objects.create(
        account=account,
        source=Source.LEDGER,
        as_of=_at_noon(opened_on),
        standing=Standing.CURRENT,
        principal_minor=deal.principal.minor,
        next_due_on=first_due,
        remaining_payments=deal.term,
        interest_paid_through_on=opened_on,
    )
    return account


def _grant(user: User, account: Account, deal: Deal, now: datetime) -> None:
    party = Party.objects.create(
        kind=PartyKind.PERSON, name=user.name, email=user.email, external_id=f"P-{account.number}"
    )
    AccountParty.objects.create(account=account, party=party, role=PartyRole.BORROWER)
    UserParty.objects.create(user=user, party=party)
    Access.objects.create(user=user, account=account, granted_at=now, granted_by=SERVICER.label)
    if deal.co_borrower:
        other = Party.objects.create(kind=PartyKind.PERSON, name=deal.co_borrower, external_id=f"P-{account.number}-2")
        AccountParty.objects.create(account=account, party=other, role=PartyRole.CO_BORROWER)
