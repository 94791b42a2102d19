"""One account's pages: its summary, schedule, transactions and payoff."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feature_flags.sections import is_section_on
from portal_api.accounts.api.serializers import account_card
from portal_api.accounts.pending import openable_payments, pending_payments
from portal_api.accounts.queries import account_for, people_on
from portal_api.identity.viewer import Viewer, viewer_of
from portal_api.servicing.days import lender_day, lender_zone
from portal_api.servicing.paid_off import lines_made, paid_off_on
from portal_api.servicing.queries import TransactionPage, payoff_of, payoff_quote, schedule_of, transactions_of
from portico_kernel.clock import read_clock

from .serializers import (
    AccountDetailSerializer,
    InstalmentSerializer,
    PayoffSerializer,
    TransactionSerializer,
    detail_json,
    instalment_json,
    payoff_json,
    transaction_json,
)


class AccountDetail(APIView):
    """``GET /accounts/{id}``."""

    section = None

    @extend_schema(operation_id="accounts_detail", responses=AccountDetailSerializer)
    def get(self, request: Request, account_id: uuid.UUID) -> Response:
        """One account with its figures, today's payoff and the viewer's payments in flight."""
        viewer = viewer_of(request)
        account = account_for(viewer, account_id)
        payments_on = is_section_on(request.lender, "payments")  # type: ignore[attr-defined]
        body = detail_json(
            account,
            card=account_card(viewer, account, payments_on=payments_on),
            payoff=payoff_of(account, lender_day(read_clock())),
            paid_off_on=paid_off_on(account),
            pending=pending_payments(viewer, account) if payments_on else (),
            role=cast(Any, account).viewer_role,
            people=people_on(account),
        )
        return Response(AccountDetailSerializer(body).data)


class AccountSchedule(APIView):
    """``GET /accounts/{id}/schedule``."""

    section = "amortization"

    @extend_schema_serializer(component_name="AccountSchedule")
    class Out(serializers.Serializer[Any]):
        """The schedule in force."""

        items = InstalmentSerializer(many=True)

    @extend_schema(operation_id="accounts_schedule", responses=Out)
    def get(self, request: Request, account_id: uuid.UUID) -> Response:
        """Every instalment, first to last, and how it stands; of a paid-off account those that were made."""
        account = account_for(viewer_of(request), account_id)
        today = lender_day(read_clock())
        lines = lines_made(account, schedule_of(account))
        items = [instalment_json(line, account, today=today) for line in lines]
        return Response(self.Out({"items": items}).data)


class AccountTransactions(APIView):
    """``GET /accounts/{id}/transactions``."""

    section = None

    @extend_schema_serializer(component_name="AccountTransactionsQuery")
    class In(serializers.Serializer[Any]):
        """Where to go on."""

        cursor = serializers.IntegerField(required=False, min_value=1, max_value=2_147_483_647)

    @extend_schema_serializer(component_name="AccountTransactions")
    class Out(serializers.Serializer[Any]):
        """One page of transactions, newest first."""

        items = TransactionSerializer(many=True)
        next = serializers.CharField(allow_null=True)

    @extend_schema(operation_id="accounts_transactions", parameters=[OpenApiParameter("cursor", str)], responses=Out)
    def get(self, request: Request, account_id: uuid.UUID) -> Response:
        """Transactions with their principal, interest and fees."""
        given = self.In(data=request.query_params)
        given.is_valid(raise_exception=True)
        viewer = viewer_of(request)
        account = account_for(viewer, account_id)
        page = transactions_of(account, below=given.validated_data.get("cursor"))
        zone, openable = lender_zone(), _openable(request, viewer, page)
        items = [transaction_json(row, account, zone=zone, openable=openable) for row in page.items]
        following = None if page.next_below is None else str(page.next_below)
        return Response(self.Out({"items": items, "next": following}).data)


def _openable(request: Request, viewer: Viewer, page: TransactionPage) -> Collection[uuid.UUID]:
    """The payments of a page that the viewer may open: with payments off, payments have no pages."""
    if not is_section_on(request.lender, "payments"):  # type: ignore[attr-defined]
        return ()
    return openable_payments(viewer, {row.payment_id for row in page.items if row.payment_id})


class AccountPayoff(APIView):
    """``GET /accounts/{id}/payoff``."""

    section = None

    @extend_schema_serializer(component_name="AccountPayoffQuery")
    class In(serializers.Serializer[Any]):
        """The day to close the account on."""

        on = serializers.DateField(required=False)

    @extend_schema(operation_id="accounts_payoff", parameters=[In], responses=PayoffSerializer)
    def get(self, request: Request, account_id: uuid.UUID) -> Response:
        """What closes the account on a day, today unless another is asked for."""
        given = self.In(data=request.query_params)
        given.is_valid(raise_exception=True)
        account = account_for(viewer_of(request), account_id)
        today = lender_day(read_clock())
        quote = payoff_quote(account, given.validated_data.get("on", today), today=today)
        return Response(PayoffSerializer(payoff_json(quote)).data)
