"""Routes of payments."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal_api.accounts.api.wire import JsonDict, MoneySerializer
from portal_api.identity.asker import asker_of
from portal_api.identity.viewer import Viewer, viewer_of
from portal_api.payments.cards import payment_card
from portal_api.payments.errors import AmountRefused
from portal_api.payments.operations import (
    Accepted,
    Evidence,
    cancel_payment,
    confirm_review,
    make_review,
    payable_account,
)
from portal_api.payments.payable import payable_now
from portal_api.payments.queries import PaymentFilters, filter_choices, payment_for, payments_of
from portal_api.payments.states import AmountChoice, PaymentStatus, PaymentType
from portico_kernel.clock import read_clock
from portico_kernel.idempotency.operations import KeyedRequest, answer_once
from portico_kernel.money import EXPONENTS, Money

from .serializers import (
    PayableSerializer,
    PaymentCardSerializer,
    PaymentDetailSerializer,
    ReviewSerializer,
    detail_body,
    payable_body,
    review_body,
)


class PayableView(APIView):
    """``GET /accounts/{id}/payable``."""

    section = "payments"

    @extend_schema(operation_id="accounts_payable", responses=PayableSerializer)
    def get(self, request: Request, account_id: uuid.UUID) -> Response:
        """How much can be paid on an account now, and on which day it would be debited."""
        viewer, now = viewer_of(request), read_clock()
        payable = payable_now(payable_account(viewer, account_id), now=now)
        return Response(PayableSerializer(payable_body(payable)).data)


class ReviewsView(APIView):
    """``POST /payments/reviews``."""

    section = "payments"

    @extend_schema_serializer(component_name="ReviewRequest")
    class In(serializers.Serializer[Any]):
        """Which account, how much, and from where; ``amount`` belongs to the choice ``custom``."""

        account_id = serializers.UUIDField()
        choice = serializers.ChoiceField(choices=AmountChoice.values)
        amount = MoneySerializer(required=False)
        method_id = serializers.UUIDField()

    @extend_schema(operation_id="payments_review", request=In, responses={201: ReviewSerializer})
    def post(self, request: Request) -> Response:
        """Show exactly what would happen; nothing moves yet."""
        sent = self.In(data=request.data)
        sent.is_valid(raise_exception=True)
        viewer, now, wanted = viewer_of(request), read_clock(), sent.validated_data
        made = make_review(
            viewer=viewer,
            account_id=wanted["account_id"],
            choice=AmountChoice(wanted["choice"]),
            typed=_money(wanted.get("amount")),
            method_id=wanted["method_id"],
            now=now,
        )
        return Response(ReviewSerializer(review_body(made, viewer, now=now)).data, status=201)


class PaymentsView(APIView):
    """``GET /payments`` and ``POST /payments``."""

    section = "payments"

    @extend_schema_serializer(component_name="PaymentQuery")
    class Query(serializers.Serializer[Any]):
        """How to narrow the history."""

        account = serializers.UUIDField(required=False)
        method = serializers.UUIDField(required=False)
        type = serializers.ChoiceField(choices=PaymentType.values, required=False)
        status = serializers.ChoiceField(choices=PaymentStatus.values, required=False)
        to = serializers.DateField(required=False)
        cursor = serializers.CharField(required=False)

        def get_fields(self) -> dict[str, Any]:
            """Add ``from``, which Python keeps for itself."""
            return {**super().get_fields(), "from": serializers.DateField(required=False)}

        def validate(self, attrs: JsonDict) -> JsonDict:
            """Days in their order."""
            if "from" in attrs and "to" in attrs and attrs["from"] > attrs["to"]:
                raise serializers.ValidationError({"to": "The first day is after the last."})
            return attrs

    @extend_schema_serializer(component_name="PaymentList")
    class Out(serializers.Serializer[Any]):
        """A page of payments, newest first, and what the history can be narrowed to."""

        @extend_schema_serializer(component_name="PaymentFilters")
        class Filters(serializers.Serializer[Any]):
            """Choices for the filters."""

            @extend_schema_serializer(component_name="FilterOption")
            class Option(serializers.Serializer[Any]):
                """One choice."""

                id = serializers.CharField()
                label = serializers.CharField()  # type: ignore[assignment]  # the field's name, not DRF's label

            accounts = Option(many=True)
            methods = Option(many=True)
            statuses = serializers.ListField(child=serializers.CharField())
            types = serializers.ListField(child=serializers.CharField())

        items = PaymentCardSerializer(many=True)
        next = serializers.CharField(allow_null=True)
        filters = Filters()

    @extend_schema_serializer(component_name="PaymentRequest")
    class In(serializers.Serializer[Any]):
        """The confirmation of a review; ``pay_again`` names the payments to pay on top of."""

        review_id = serializers.UUIDField()
        accept_terms = serializers.BooleanField()
        terms_hash = serializers.CharField(max_length=64)
        pay_again = serializers.ListField(child=serializers.UUIDField(), max_length=50)

    @extend_schema(operation_id="payments_list", parameters=[Query], responses=Out)
    def get(self, request: Request) -> Response:
        """The viewer's payments, newest first."""
        asked = self.Query(data=_without_blanks(request))
        asked.is_valid(raise_exception=True)
        viewer, now, wanted = viewer_of(request), read_clock(), asked.validated_data
        page = payments_of(viewer, _filters(wanted), cursor=wanted.get("cursor"))
        choices = filter_choices(viewer)
        body = {
            "items": [payment_card(payment, viewer, now=now) for payment in page.items],
            "next": page.next,
            "filters": {
                "accounts": [{"id": str(id_), "label": label} for id_, label in choices.accounts],
                "methods": [{"id": str(id_), "label": label} for id_, label in choices.methods],
                "statuses": PaymentStatus.values,
                "types": PaymentType.values,
            },
        }
        return Response(self.Out(body).data)

    @extend_schema(
        operation_id="payments_create",
        request=In,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)],
        responses={201: PaymentDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Confirm a review: one payment, however often this is sent."""
        sent = self.In(data=request.data)
        sent.is_valid(raise_exception=True)
        viewer, now, key = viewer_of(request), read_clock(), request.headers.get("Idempotency-Key", "")
        keyed = KeyedRequest(viewer.user_id, key, "payments_create", sent.validated_data)
        answer = answer_once(keyed, lambda: (201, self._confirm(request, viewer, key, sent.validated_data)), now=now)
        return Response(answer.body, status=answer.status)

    def _confirm(self, request: Request, viewer: Viewer, key: str, wanted: JsonDict) -> JsonDict:
        asker = asker_of(request._request)
        payment = confirm_review(
            viewer=viewer,
            review_id=wanted["review_id"],
            accepted=Accepted(wanted["accept_terms"], wanted["terms_hash"], frozenset(wanted["pay_again"])),
            evidence=Evidence(key=key, address=asker.address, browser=asker.browser),
            actor=viewer.actor,
            clock=read_clock,
        )
        return _detail(payment.id, viewer, read_clock())


class PaymentView(APIView):
    """``GET /payments/{id}``."""

    section = "payments"

    @extend_schema(operation_id="payments_detail", responses=PaymentDetailSerializer)
    def get(self, request: Request, payment_id: uuid.UUID) -> Response:
        """One payment with its timeline and what was agreed to."""
        return Response(_detail(payment_id, viewer_of(request), read_clock()))


class CancelView(APIView):
    """``POST /payments/{id}/cancel``."""

    section = "payments"

    @extend_schema(operation_id="payments_cancel", request=None, responses=PaymentDetailSerializer)
    def post(self, request: Request, payment_id: uuid.UUID) -> Response:
        """Stop a payment before its cut-off."""
        viewer, now = viewer_of(request), read_clock()
        cancel_payment(viewer=viewer, payment_id=payment_id, actor=viewer.actor, now=now)
        return Response(_detail(payment_id, viewer, now))


def _detail(payment_id: uuid.UUID, viewer: Viewer, now: datetime) -> JsonDict:
    body = detail_body(payment_for(viewer, payment_id), viewer, now=now)
    return dict(PaymentDetailSerializer(body).data)


def _money(sent: JsonDict | None) -> Money | None:
    if sent is None:
        return None
    if sent["currency"] not in EXPONENTS:
        raise AmountRefused("Enter an amount in the account's currency.")
    return Money(sent["amount_minor"], sent["currency"])


def _without_blanks(request: Request) -> dict[str, str]:
    """The query's words; a filter that is left empty is none."""
    return {name: str(value) for name, value in request.query_params.items() if value}


def _filters(wanted: JsonDict) -> PaymentFilters:
    return PaymentFilters(
        account_id=wanted.get("account"),
        method_id=wanted.get("method"),
        type=wanted.get("type"),
        status=wanted.get("status"),
        first_day=wanted.get("from"),
        last_day=wanted.get("to"),
    )
