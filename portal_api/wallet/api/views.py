"""Routes of payment methods. Numbers are typed on the wallet's own host (wallet/frame), never here."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal_api.identity.viewer import viewer_of
from portal_api.wallet.operations import begin_capture, remove_method
from portal_api.wallet.queries import methods_of
from portico_kernel.clock import read_clock

from .serializers import PaymentMethodSerializer, method_body


class MethodsView(APIView):
    """``GET /payment-methods``."""

    section = "payments"

    @extend_schema_serializer(component_name="PaymentMethodList")
    class Out(serializers.Serializer[Any]):
        """The viewer's payment methods."""

        items = PaymentMethodSerializer(many=True)

    @extend_schema(operation_id="payment_methods_list", responses=Out)
    def get(self, request: Request) -> Response:
        """The viewer's bank accounts, oldest first."""
        methods = methods_of(viewer_of(request))
        return Response(self.Out({"items": [method_body(method) for method in methods]}).data)


class CapturesView(APIView):
    """``POST /payment-methods/captures``."""

    section = "payments"

    @extend_schema_serializer(component_name="Capture")
    class Out(serializers.Serializer[Any]):
        """A frame to show, and the secret to post into it."""

        capture_id = serializers.CharField()
        frame_url = serializers.CharField()
        secret = serializers.CharField()
        expires_at = serializers.DateTimeField()

    @extend_schema(operation_id="payment_methods_capture", request=None, responses={201: Out})
    def post(self, request: Request) -> Response:
        """Begin the capture of one bank account, framed by this very page's origin."""
        viewer = viewer_of(request)
        begun = begin_capture(
            viewer=viewer,
            parent_origin=f"{request.scheme}://{request.get_host()}",
            actor=viewer.actor,
            now=read_clock(),
        )
        body = {
            "capture_id": begun.capture_id,
            "frame_url": f"{settings.PORTICO_WALLET_ORIGIN}/frame/{begun.capture_id}",
            "secret": begun.secret,
            "expires_at": begun.capture.expires_at,
        }
        response = Response(self.Out(body).data, status=201)
        response["Cache-Control"] = "no-store"
        return response


class MethodView(APIView):
    """``DELETE /payment-methods/{id}``."""

    section = "payments"

    @extend_schema(operation_id="payment_methods_delete", responses={204: None})
    def delete(self, request: Request, method_id: uuid.UUID) -> Response:
        """Remove a bank account that no payment under way needs."""
        viewer = viewer_of(request)
        remove_method(viewer=viewer, method_id=method_id, actor=viewer.actor, now=read_clock())
        return Response(status=204)
