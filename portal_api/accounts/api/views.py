"""The list of a borrower's accounts. One account's own pages stand in servicing, which knows the ledger."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from feature_flags.sections import is_section_on
from portal_api.accounts.queries import accounts_of
from portal_api.http import wire_response
from portal_api.identity.viewer import viewer_of

from .serializers import AccountCardSerializer, account_card


class AccountList(APIView):
    """``GET /accounts``."""

    section = None

    @extend_schema_serializer(component_name="AccountList")
    class Out(serializers.Serializer[Any]):
        """The viewer's accounts."""

        items = AccountCardSerializer(many=True)

    @extend_schema(operation_id="accounts_list", responses=Out)
    def get(self, request: Request) -> HttpResponse:
        """The accounts that the viewer may see, by number."""
        viewer = viewer_of(request)
        payments_on = is_section_on(request.lender, "payments")  # type: ignore[attr-defined]
        cards = [account_card(viewer, account, payments_on=payments_on) for account in accounts_of(viewer)]
        return wire_response({"items": cards})
