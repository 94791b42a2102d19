"""The HTTP edge that every borrower route shares: sections first, then one body for every error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response

from feature_flags.sections import is_section_on
from portico_kernel.errors import NotFound, PorticoError

log = structlog.get_logger(__name__)


def not_found_response(request: HttpRequest) -> HttpResponse:
    """The one answer for an unknown path, whoever asks and whatever the method."""
    return JsonResponse(error_body(request, NotFound.code, NotFound.message), status=404)


@csrf_exempt
def not_found_view(request: HttpRequest) -> HttpResponse:
    """The view of every API path that no route has. It writes nothing, so no token is asked for first."""
    return not_found_response(request)


def error_body(
    request: HttpRequest, code: str, message: str, fields: dict[str, Any] | None = None, **extra: Any
) -> dict[str, Any]:
    """The body of every error answer."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return {"code": code, "message": message, "fields": fields or {}, "request_id": request_id, **extra}


def wire_response(body: dict[str, Any]) -> HttpResponse:
    """An answer whose body is as its serializer would make it: ids, days, instants in UTC, and what is plain JSON.

    For hot reads. A serializer copies its fields for each row and calls each of them; it stays the schema of
    such an answer, and a test compares the two byte by byte.
    """
    text = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    # As DRF's renderer does: two characters that end a line in JavaScript, though not in JSON.
    text = text.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return HttpResponse(text, content_type="application/json")


class SectionMiddleware:
    """Makes a route whose section is off equal an unknown path, before anyone is asked who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse before the view; routes without a ``section`` attribute belong to no section."""
        section = getattr(getattr(view, "view_class", view), "section", None)
        if section is None or is_section_on(request.lender, section):  # type: ignore[attr-defined]
            return None
        return not_found_response(request)


def render_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal in our one body; anything else goes on to Sentry."""
    request = context["request"]
    if isinstance(error, PorticoError):
        extra = getattr(error, "details", None)
        body = error_body(request, error.code, error.message, error.fields, **({"details": extra} if extra else {}))
        headers = getattr(error, "headers", None)
        return Response(body, status=error.status, headers=headers)
    if isinstance(error, Http404):
        return Response(error_body(request, NotFound.code, NotFound.message), status=404)
    if isinstance(error, exceptions.ValidationError):
        return Response(
            error_body(request, "invalid_input", "Please check the highlighted fields.", _flat(error.detail)),
            422,
        )
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        return Response(error_body(request, "signed_out", "Please sign in."), status=401)
    if isinstance(error, exceptions.PermissionDenied):
        return Response(error_body(request, "not_allowed", "You are not allowed to do that."), status=403)
    if isinstance(error, exceptions.APIException):
        return Response(error_body(request, str(error.default_code), str(error.detail)), status=error.status_code)
    return None


def _flat(detail: Any, prefix: str = "") -> dict[str, str]:
    """Nested serializer errors as dotted field names, one sentence each."""
    if isinstance(detail, dict):
        flat: dict[str, str] = {}
        for name, inner in detail.items():
            flat |= _flat(inner, f"{prefix}.{name}" if prefix else str(name))
        return flat
    if isinstance(detail, list):
        return _flat(detail[0], prefix) if detail else {}
    return {prefix or "request": str(detail)}
