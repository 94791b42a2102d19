"""What one account's own pages show."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from portal_api.accounts.api.serializers import AccountCardSerializer
from portal_api.accounts.api.wire import (
    DayFigureSerializer,
    JsonDict,
    MoneySerializer,
    RateFigureSerializer,
    figure,
    minor,
    money,
)
from portal_api.accounts.models import Account
from portal_api.accounts.queries import PersonOn
from portal_api.accounts.states import PartyRole
from portal_api.servicing.models import Instalment, LedgerTransaction
from portal_api.servicing.queries import Payoff
from portal_api.servicing.states import TransactionKind
from portico_kernel.calendar import local_day


class PayoffSerializer(serializers.Serializer[Any]):
    """What closes an account on a day."""

    amount = MoneySerializer()
    as_of = serializers.DateField()
    per_diem = MoneySerializer()
    principal = MoneySerializer()
    interest = MoneySerializer()
    fees = MoneySerializer()


class PaidSerializer(serializers.Serializer[Any]):
    """What was ever paid, by bucket."""

    principal = MoneySerializer()
    interest = MoneySerializer()
    fees = MoneySerializer()


class NextPaymentSerializer(serializers.Serializer[Any]):
    """The next due date and what brings the account up to date through it."""

    due_on = serializers.DateField()
    amount = MoneySerializer()


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/PaymentCard"}})
class PaymentCardsField(serializers.ListField):
    """Payment cards, made by the payments API; it stands above this one, so they are described by their name."""

    child = serializers.DictField()


@extend_schema_serializer(component_name="PersonOnAccount")
class PersonSerializer(serializers.Serializer[Any]):
    """Somebody on the account, by name alone."""

    name = serializers.CharField()
    is_you = serializers.BooleanField()


class AccountDetailSerializer(AccountCardSerializer):
    """One account, whole."""

    rate = RateFigureSerializer()
    projected_payoff_on = DayFigureSerializer()
    paid_off_on = serializers.DateField(allow_null=True)
    original_amount = MoneySerializer()
    opened_on = serializers.DateField()
    term = serializers.IntegerField()
    instalment = MoneySerializer()
    payoff = PayoffSerializer()
    paid = PaidSerializer()
    remaining_principal = MoneySerializer()
    role = serializers.ChoiceField(choices=PartyRole.values)
    parties = PersonSerializer(many=True)
    next_payment = NextPaymentSerializer(allow_null=True)
    pending_payments = PaymentCardsField()


class InstalmentSerializer(serializers.Serializer[Any]):
    """One line of the schedule."""

    number = serializers.IntegerField()
    due_on = serializers.DateField()
    principal = MoneySerializer()
    interest = MoneySerializer()
    total = MoneySerializer()
    balance_after = MoneySerializer()
    status = serializers.ChoiceField(choices=["paid", "due", "past_due", "upcoming"])


class TransactionSerializer(serializers.Serializer[Any]):
    """One posted line; what reduced the debt is positive, what added to it negative."""

    id = serializers.UUIDField()
    posted_on = serializers.DateField()
    effective_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=TransactionKind.values)
    description = serializers.CharField()
    amount = MoneySerializer()
    principal = MoneySerializer()
    interest = MoneySerializer()
    fees = MoneySerializer()
    balance_after = MoneySerializer()
    payment_id = serializers.UUIDField(allow_null=True)


def payoff_json(payoff: Payoff) -> JsonDict:
    """A payoff as it goes out."""
    return {
        "amount": money(payoff.amount),
        "as_of": payoff.on,
        "per_diem": money(payoff.per_diem),
        "principal": money(payoff.principal),
        "interest": money(payoff.interest),
        "fees": money(payoff.fees),
    }


def detail_json(
    account: Account,
    *,
    card: JsonDict,
    payoff: Payoff,
    paid_off_on: date | None,
    pending: Sequence[Any],
    role: str,
    people: Sequence[PersonOn],
) -> JsonDict:
    """An account's card and everything that its own page adds."""
    snapshot, terms = account.snapshot, account.loan_terms
    next_payment = {"due_on": snapshot.next_due_on, "amount": minor(snapshot.amount_due_minor, account)}
    return card | {
        "rate": figure(rate_text(terms.annual_rate), snapshot),
        "projected_payoff_on": figure(snapshot.projected_payoff_on, snapshot),
        "paid_off_on": paid_off_on,
        "original_amount": minor(terms.original_minor, account),
        "opened_on": account.opened_on,
        "term": terms.term,
        "instalment": minor(terms.instalment_minor, account),
        "payoff": payoff_json(payoff),
        "paid": {
            "principal": minor(snapshot.paid_principal_minor, account),
            "interest": minor(snapshot.paid_interest_minor, account),
            "fees": minor(snapshot.paid_fees_minor, account),
        },
        "remaining_principal": minor(snapshot.principal_minor, account),
        "role": role,
        "parties": [{"name": person.name, "is_you": person.is_you} for person in people],
        "next_payment": next_payment if snapshot.next_due_on else None,
        "pending_payments": list(pending),
    }


def rate_text(percent: Decimal) -> str:
    """A yearly percentage with three decimals, or with as many as it has."""
    exact = percent.normalize()
    return f"{exact:.3f}" if exact == exact.quantize(Decimal("0.001")) else f"{exact:f}"


def instalment_json(line: Instalment, account: Account, *, today: date) -> JsonDict:
    """One line of the schedule, with how it stands on ``today``."""
    return {
        "number": line.number,
        "due_on": line.due_on,
        "principal": minor(line.principal_minor, account),
        "interest": minor(line.interest_minor, account),
        "total": minor(line.principal_minor + line.interest_minor, account),
        "balance_after": minor(line.balance_after_minor, account),
        "status": _status(line, account, today),
    }


def _status(line: Instalment, account: Account, today: date) -> str:
    snapshot = account.snapshot
    if line.number <= snapshot.instalments_met:
        return "paid"
    if line.due_on < today:
        return "past_due"
    return "due" if line.due_on == snapshot.next_due_on else "upcoming"


def transaction_json(
    row: Any, account: Account, *, zone: ZoneInfo, openable: Collection[uuid.UUID] = frozenset()
) -> JsonDict:
    """A transaction of ``servicing.queries.transactions_of``; it names its payment where that is ``openable``."""
    assert isinstance(row, LedgerTransaction)
    return {
        "id": row.id,
        "posted_on": local_day(row.posted_at, zone),
        "effective_on": row.effective_on,
        "kind": row.kind,
        "description": row.description,
        "amount": minor(-(row.principal + row.interest + row.fees), account),  # type: ignore[attr-defined]
        "principal": minor(-row.principal, account),  # type: ignore[attr-defined]
        "interest": minor(-row.interest, account),  # type: ignore[attr-defined]
        "fees": minor(-row.fees, account),  # type: ignore[attr-defined]
        "balance_after": minor(row.principal_after_minor, account),
        "payment_id": row.payment_id if row.payment_id in openable else None,
    }
