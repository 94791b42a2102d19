"""Payments on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from portal_api.accounts.api.wire import JsonDict, MoneySerializer, money
from portal_api.identity.viewer import Viewer
from portal_api.payments.cards import account_label, payment_card
from portal_api.payments.models import Payment
from portal_api.payments.operations import MadeReview
from portal_api.payments.payable import Payable
from portal_api.payments.queries import timeline_of
from portal_api.payments.states import AmountChoice, PaymentStatus, PaymentType


class AccountLabelSerializer(serializers.Serializer[Any]):
    """The names of an account."""

    id = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()


class MethodLabelSerializer(serializers.Serializer[Any]):
    """A bank account by its name."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field's name, not DRF's label


class PaymentMethodNameSerializer(serializers.Serializer[Any]):
    """The name alone: the bank account may be removed, or another person's."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field's name, not DRF's label


class PaymentCardSerializer(serializers.Serializer[Any]):
    """One payment in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    account = AccountLabelSerializer()
    amount = MoneySerializer()
    method = PaymentMethodNameSerializer()
    type = serializers.ChoiceField(choices=PaymentType.values)
    status = serializers.ChoiceField(choices=PaymentStatus.values)
    status_text = serializers.CharField()
    created_at = serializers.DateTimeField()
    debit_on = serializers.DateField(allow_null=True)
    cancellable_until = serializers.DateTimeField(allow_null=True)
    can_cancel = serializers.BooleanField()


class TimelineStepSerializer(serializers.Serializer[Any]):
    """One step of a payment."""

    at = serializers.DateTimeField()
    step = serializers.CharField()
    text = serializers.CharField()


class AuthorizationSerializer(serializers.Serializer[Any]):
    """What the borrower agreed to, when and from where."""

    text = serializers.CharField()
    version = serializers.CharField()
    at = serializers.DateTimeField()
    address = serializers.CharField(allow_blank=True)


class ReturnReasonSerializer(serializers.Serializer[Any]):
    """Why the bank sent it back."""

    code = serializers.CharField()
    text = serializers.CharField()


class PaymentDetailSerializer(PaymentCardSerializer):
    """A payment's own page."""

    timeline = TimelineStepSerializer(many=True)
    authorization = AuthorizationSerializer()
    return_reason = ReturnReasonSerializer(allow_null=True)
    receipt_email = serializers.CharField(allow_null=True)


@extend_schema_serializer(component_name="Payable")
class PayableSerializer(serializers.Serializer[Any]):
    """What can be paid on an account now, as of the day of the debit; ``most`` counts what is ``under_way``.

    A review takes any amount above zero and up to ``most``.
    """

    debit_on = serializers.DateField()
    next_due = MoneySerializer(allow_null=True)
    past_due = MoneySerializer(allow_null=True)
    most = MoneySerializer()
    under_way = MoneySerializer()


class TermsSerializer(serializers.Serializer[Any]):
    """The words to be accepted; paragraphs are parted by an empty line."""

    version = serializers.CharField()
    text = serializers.CharField()
    hash = serializers.CharField()


@extend_schema_serializer(component_name="Review")
class ReviewSerializer(serializers.Serializer[Any]):
    """What exactly would happen."""

    id = serializers.UUIDField()
    expires_at = serializers.DateTimeField()
    account = AccountLabelSerializer()
    method = MethodLabelSerializer()
    amount = MoneySerializer()
    choice = serializers.ChoiceField(choices=AmountChoice.values)
    debit_on = serializers.DateField()
    submits_by = serializers.DateTimeField()
    cancellable_until = serializers.DateTimeField()
    terms = TermsSerializer()
    overlaps = PaymentCardSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


def payable_body(payable: Payable) -> JsonDict:
    """What can be paid as it goes out."""
    offered = payable.offered
    return {
        "debit_on": payable.debit_on,
        "next_due": money(offered.next_due) if offered.next_due else None,
        "past_due": money(offered.past_due) if offered.past_due else None,
        "most": money(payable.most),
        "under_way": money(payable.under_way),
    }


def review_body(made: MadeReview, viewer: Viewer, *, now: datetime) -> JsonDict:
    """A review as it goes out."""
    review = made.review
    return {
        "id": review.id,
        "expires_at": review.expires_at,
        "account": account_label(made.account),
        "method": {"id": str(made.method.id), "label": made.method.label},
        "amount": {"amount_minor": review.amount_minor, "currency": review.currency},
        "choice": review.choice,
        "debit_on": review.debit_on,
        "submits_by": review.submits_by,
        "cancellable_until": review.cancellable_until,
        "terms": {"version": str(review.terms.version), "text": review.terms_text, "hash": review.terms_hash},
        "overlaps": [payment_card(payment, viewer, now=now) for payment in made.overlaps],
        "notes": list(made.notes),
    }


def detail_body(payment: Payment, viewer: Viewer, *, now: datetime) -> JsonDict:
    """A payment's own page as it goes out; one query, for the timeline."""
    instruction = payment.instruction
    returned = {"code": payment.return_code, "text": payment.return_text} if payment.return_code else None
    return {
        **payment_card(payment, viewer, now=now),
        "timeline": [{"at": event.at, "step": event.step, "text": event.text} for event in timeline_of(payment)],
        "authorization": {
            "text": instruction.terms_text,
            "version": str(instruction.terms_version),
            "at": instruction.confirmed_at,
            "address": instruction.address,
        },
        "return_reason": returned,
        "receipt_email": payment.user.email,
    }
