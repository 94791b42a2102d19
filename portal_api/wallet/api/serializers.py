"""Payment methods on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from portal_api.wallet.models import BankAccount
from portal_api.wallet.states import AccountType, HolderType, Validation


class PaymentMethodSerializer(serializers.Serializer[Any]):
    """A bank account; of its number the last four only."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["bank_account"])
    bank_name = serializers.CharField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # the field's name, not DRF's label
    account_type = serializers.ChoiceField(choices=AccountType.values)
    holder_type = serializers.ChoiceField(choices=HolderType.values)
    holder_name = serializers.CharField()
    last4 = serializers.CharField()
    validation = serializers.ChoiceField(choices=Validation.values)
    validation_text = serializers.CharField()
    usable = serializers.BooleanField()
    added_at = serializers.DateTimeField()


def method_body(method: BankAccount) -> dict[str, Any]:
    """A bank account as it goes out."""
    return {
        "id": method.id,
        "kind": "bank_account",
        "bank_name": None,
        "label": method.label,
        "account_type": method.account_type,
        "holder_type": method.holder_type,
        "holder_name": method.holder_name,
        "last4": method.last4,
        "validation": method.validation,
        "validation_text": Validation(method.validation).label,
        "usable": method.is_usable,
        "added_at": method.added_at,
    }
