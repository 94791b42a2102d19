"""Money and figures on the wire, shared by every borrower route that shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from portal_api.accounts.models import Account, AccountSnapshot
from portico_kernel.money import Money

JsonDict = dict[str, Any]


MOST_MINOR = 10**12


class MinorUnitsField(serializers.IntegerField):
    """Minor units of money: a JSON integer and nothing that only looks like one."""

    default_error_messages = {
        "whole": "Send an amount as a whole number of cents, without quotes and without a point.",
        "too_large": "This amount is larger than we can take.",
    }

    def to_internal_value(self, data: Any) -> int:
        """The amount as sent. A float, a text or a truth value is refused: rounding would be guessing."""
        if type(data) is not int:
            self.fail("whole")
        if abs(data) > MOST_MINOR:
            self.fail("too_large")
        return data


class MoneySerializer(serializers.Serializer[Any]):
    """An amount of money: minor units beside their currency."""

    amount_minor = MinorUnitsField()
    currency = serializers.CharField()


class _FigureSerializer(serializers.Serializer[Any]):
    """A figure: a value, who said it, and when."""

    as_of = serializers.DateTimeField()
    source = serializers.ChoiceField(choices=["ledger", "import"])  # type: ignore[assignment]
    stale = serializers.BooleanField()


class MoneyFigureSerializer(_FigureSerializer):
    """A figure that is an amount."""

    value = MoneySerializer(allow_null=True)


class DayFigureSerializer(_FigureSerializer):
    """A figure that is a day."""

    value = serializers.DateField(allow_null=True)


class CountFigureSerializer(_FigureSerializer):
    """A figure that is a count."""

    value = serializers.IntegerField(allow_null=True)


class RateFigureSerializer(_FigureSerializer):
    """A figure that is a yearly rate in percent, as decimal text."""

    value = serializers.CharField(allow_null=True)


def money(amount: Money) -> JsonDict:
    """An amount as it goes out."""
    return {"amount_minor": amount.minor, "currency": amount.currency}


def minor(amount_minor: int, account: Account) -> JsonDict:
    """Minor units of an account's currency as they go out."""
    return {"amount_minor": amount_minor, "currency": account.currency}


def figure(value: object, snapshot: AccountSnapshot) -> JsonDict:
    """A value with the source and the instant of the snapshot row that it was read from."""
    return {"as_of": snapshot.as_of, "source": snapshot.source, "stale": False, "value": value}
