"""The borrower's doors in and out."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portico_kernel.clock import read_clock

from ..asker import asker_of
from ..cookies import carry_sign_in, clear_token_cookie
from ..flow import NextStep, SignedIn, begin_sign_in
from ..models import AuthToken
from ..operations.invitations import accept_invitation
from ..operations.mailed_links import look_at_link
from ..operations.passwords import ask_for_reset, change_password, reset_password
from ..operations.sessions import sign_out
from ..permissions import Public
from ..states import Audience, LinkPurpose, UserKind
from ..viewer import viewer_of
from .serializers import NextSerializer, PasswordField, SecretField


class PublicView(APIView):
    """A door that anybody may knock at. Who is signed in does not matter to it."""

    public = True
    section = None
    authentication_classes = []
    permission_classes = [Public]


class SignIn(PublicView):
    """``POST /sign-in``."""

    @extend_schema_serializer(component_name="SignIn")
    class In(serializers.Serializer[Any]):
        """The first step of the flow."""

        email = serializers.EmailField(max_length=254)
        password = PasswordField()

    @extend_schema(operation_id="sign_in", request=In, responses=NextSerializer)
    def post(self, request: Request) -> Response:
        """Take the first step; with the last one comes the cookie."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        outcome = begin_sign_in(
            **given.validated_data,
            kind=UserKind.BORROWER,
            audience=Audience.PORTAL,
            asker=asker_of(request._request),
            now=read_clock(),
        )
        return _answer(request, outcome)


class SignOut(APIView):
    """``POST /sign-out``."""

    section = None

    @extend_schema_serializer(component_name="SignOut")
    class In(serializers.Serializer[Any]):
        """Here, or everywhere."""

        everywhere = serializers.BooleanField(default=False)

    @extend_schema(operation_id="sign_out", request=In, responses={204: None})
    def post(self, request: Request) -> Response:
        """End this session, or all of them."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        sign_out(
            token=cast(AuthToken, request.auth),
            everywhere=given.validated_data["everywhere"],
            actor=viewer_of(request).actor,
            now=read_clock(),
        )
        response = Response(status=204)
        clear_token_cookie(response, Audience.PORTAL)
        return response


class PasswordForgot(PublicView):
    """``POST /password/forgot``."""

    @extend_schema_serializer(component_name="PasswordForgot")
    class In(serializers.Serializer[Any]):
        """Whose password."""

        email = serializers.EmailField(max_length=254)

    @extend_schema(operation_id="password_forgot", request=In, responses={202: None})
    def post(self, request: Request) -> Response:
        """Mail a link if there is such a login. The answer is the same if there is not."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        ask_for_reset(
            email=given.validated_data["email"],
            kind=UserKind.BORROWER,
            asker=asker_of(request._request),
            now=read_clock(),
        )
        return Response(status=202)


class PasswordReset(PublicView):
    """``POST /password/reset``."""

    @extend_schema_serializer(component_name="PasswordReset")
    class In(serializers.Serializer[Any]):
        """The link's secret and the new password."""

        token = SecretField()
        password = PasswordField()

    @extend_schema(operation_id="password_reset", request=In, responses=NextSerializer)
    def post(self, request: Request) -> Response:
        """Set the password and sign in."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        outcome = reset_password(
            secret=given.validated_data["token"],
            password=given.validated_data["password"],
            kind=UserKind.BORROWER,
            audience=Audience.PORTAL,
            asker=asker_of(request._request),
            now=read_clock(),
        )
        return _answer(request, outcome)


class PasswordResetLook(PublicView):
    """``POST /password/reset/look``."""

    @extend_schema_serializer(component_name="PasswordResetLook")
    class In(serializers.Serializer[Any]):
        """The link's secret."""

        token = SecretField()

    @extend_schema(operation_id="password_reset_look", request=In, responses={204: None})
    def post(self, request: Request) -> Response:
        """Say whether the link still works, and no more than that, without using it up."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        look_at_link(
            secret=given.validated_data["token"],
            purpose=LinkPurpose.RESET,
            kind=UserKind.BORROWER,
            now=read_clock(),
        )
        return Response(status=204)


class PasswordChange(APIView):
    """``POST /password/change``."""

    section = None

    @extend_schema_serializer(component_name="PasswordChange")
    class In(serializers.Serializer[Any]):
        """The password that is and the one that is to be."""

        current_password = PasswordField()
        password = PasswordField()

    @extend_schema(operation_id="password_change", request=In, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change the password; other sessions end."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        change_password(
            token=cast(AuthToken, request.auth),
            current=given.validated_data["current_password"],
            password=given.validated_data["password"],
            asker=asker_of(request._request),
            actor=viewer_of(request).actor,
            now=read_clock(),
        )
        return Response(status=204)


class InvitationLook(PublicView):
    """``POST /invitation/look``."""

    @extend_schema_serializer(component_name="InvitationLook")
    class In(serializers.Serializer[Any]):
        """The link's secret."""

        token = SecretField()

    @extend_schema_serializer(component_name="Invited")
    class Out(serializers.Serializer[Any]):
        """Who is invited."""

        email = serializers.CharField()
        name = serializers.CharField()

    @extend_schema(operation_id="invitation_look", request=In, responses=Out)
    def post(self, request: Request) -> Response:
        """Say whom the invitation is for, without using it up."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        user = look_at_link(
            secret=given.validated_data["token"],
            purpose=LinkPurpose.INVITATION,
            kind=UserKind.BORROWER,
            now=read_clock(),
        )
        return Response(self.Out({"email": user.email, "name": user.name}).data)


class InvitationAccept(PublicView):
    """``POST /invitation/accept``."""

    @extend_schema_serializer(component_name="InvitationAccept")
    class In(serializers.Serializer[Any]):
        """The link's secret and the first password."""

        token = SecretField()
        password = PasswordField()

    @extend_schema(operation_id="invitation_accept", request=In, responses=NextSerializer)
    def post(self, request: Request) -> Response:
        """Set the first password and sign in."""
        given = self.In(data=request.data)
        given.is_valid(raise_exception=True)
        outcome = accept_invitation(
            secret=given.validated_data["token"],
            password=given.validated_data["password"],
            kind=UserKind.BORROWER,
            audience=Audience.PORTAL,
            asker=asker_of(request._request),
            now=read_clock(),
        )
        return _answer(request, outcome)


class SessionTouch(APIView):
    """``POST /session/touch``."""

    section = None

    @extend_schema(operation_id="session_touch", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Nothing more: that the browser was seen, authentication has noted."""
        return Response(status=204)


def _answer(request: Request, outcome: SignedIn | NextStep) -> Response:
    if isinstance(outcome, NextStep):
        return Response(NextSerializer({"next": outcome.step, "flow_id": outcome.flow_id}).data)
    response = Response(NextSerializer({"next": "done"}).data)
    carry_sign_in(response, outcome, asker_of(request._request), Audience.PORTAL)
    return response
