"""Account cards: how an account looks in lists, and the part that its own page shares with them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from portal_api.accounts.models import Account
from portal_api.accounts.pending import cannot_pay_reason
from portal_api.accounts.states import PAYABLE, Standing
from portal_api.identity.viewer import Viewer

from .wire import CountFigureSerializer, DayFigureSerializer, JsonDict, MoneyFigureSerializer, figure, minor

# The web app knows five standings; an account in default is one past due whose words say more.
_SHOWN_STANDING = {Standing.DEFAULT: Standing.PAST_DUE}
SHOWN_STANDINGS = [standing for standing in Standing if standing not in _SHOWN_STANDING]


class AccountCardSerializer(serializers.Serializer[Any]):
    """One account in a list."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    product = serializers.ChoiceField(choices=["loan"])
    title = serializers.CharField()
    nickname = serializers.CharField(allow_null=True)
    standing = serializers.ChoiceField(choices=[standing.value for standing in SHOWN_STANDINGS])
    standing_text = serializers.CharField()
    balance = MoneyFigureSerializer()
    amount_due = MoneyFigureSerializer()
    past_due = MoneyFigureSerializer()
    past_due_since = DayFigureSerializer()
    next_due_on = DayFigureSerializer()
    remaining_payments = CountFigureSerializer()
    can_pay = serializers.BooleanField()
    cannot_pay_reason = serializers.CharField(allow_null=True)


def account_card(viewer: Viewer, account: Account, *, payments_on: bool) -> JsonDict:
    """An account as a card; with payments off it can simply not be paid, and no word says why."""
    snapshot = account.snapshot
    standing = Standing(snapshot.standing)
    reason = cannot_pay_reason(viewer, account) if payments_on else None
    return {
        "id": account.id,
        "number": account.number,
        "product": account.product,
        "title": account.title,
        "nickname": None,
        "standing": _SHOWN_STANDING.get(standing, standing).value,
        "standing_text": standing.label,
        "balance": figure(minor(snapshot.principal_minor, account), snapshot),
        "amount_due": figure(minor(snapshot.amount_due_minor, account), snapshot),
        "past_due": figure(minor(snapshot.past_due_minor, account), snapshot),
        "past_due_since": figure(snapshot.past_due_since_on, snapshot),
        "next_due_on": figure(snapshot.next_due_on, snapshot),
        "remaining_payments": figure(snapshot.remaining_payments, snapshot),
        "can_pay": payments_on and reason is None and standing in PAYABLE,
        "cannot_pay_reason": reason,
    }
