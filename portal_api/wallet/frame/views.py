"""The wallet's frame: pages without cookies on a host of their own, named by an opaque capture id."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from branding.published.queries import PublishedBrand
from feature_flags.sections import is_section_on
from portal_api.assets import entry
from portal_api.http import error_body, not_found_response
from portal_api.identity.asker import client_address
from portal_api.wallet.captures import read_capture_id
from portal_api.wallet.errors import BankFormWrong, NoSuchForm
from portal_api.wallet.models import Capture
from portal_api.wallet.numbers import UNPRINTABLE, BankForm, holds_unprintable
from portal_api.wallet.operations import capture_bank_account
from portal_api.wallet.queries import capture_by_id, is_over
from portico_kernel.actor import Actor
from portico_kernel.clock import read_clock
from portico_kernel.errors import InvalidInput, NotFound, PorticoError, Unavailable
from tenants.context import in_platform, in_tenant
from tenants.queries import lender_by_id
from tenants.snapshot import LenderSnapshot, snapshot_for_host

SYSTEM = Actor.system("wallet")
BIGGEST_FORM = 4096
TEXT_FIELDS = (
    "secret",
    "holder_name",
    "holder_type",
    "account_type",
    "routing_number",
    "account_number",
    "account_number_again",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A capture with the lender and site that it belongs to."""

    capture: Capture
    site: LenderSnapshot

    @property
    def brand(self) -> PublishedBrand:
        """The brand of the page around the frame."""
        return cast(PublishedBrand, self.site.parts["brand"])


@require_safe
def frame_page(request: HttpRequest, capture_id: str) -> HttpResponse:
    """The page that the wallet's script fills; a sentence where the capture is over or unknown."""
    try:
        frame = _frame(capture_id)
        files = entry("wallet")
    except NotFound:
        return _nothing(request)
    except Unavailable as error:
        return _unkept(HttpResponse(error.message, status=error.status, content_type="text/plain"))
    language = frame.capture.user.language
    with translation.override(language):
        if is_over(frame.capture, read_clock()):
            page = render(request, "wallet/expired.html", {"frame": frame, "capture_id": capture_id}, status=410)
        else:
            page = render(
                request,
                "wallet/frame.html",
                {
                    "frame": frame,
                    "capture_id": capture_id,
                    "files": files,
                },
            )
    return _framed_by(page, frame.capture.parent_origin)


@require_safe
def frame_theme(request: HttpRequest, capture_id: str) -> HttpResponse:
    """The theme of the page around the frame: this host knows no lender but by capture."""
    try:
        frame = _frame(capture_id)
    except NotFound:
        return _nothing(request)
    response = HttpResponse(frame.brand.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response


@method_decorator(csrf_exempt, name="dispatch")  # no cookie speaks here: the body carries the one-use secret
class BankAccountView(View):
    """Takes the form of the frame's page."""

    def post(self, request: HttpRequest, capture_id: str) -> HttpResponseBase:
        """Answer with the method's id, last four and label, or with a sentence for each wrong field."""
        try:
            frame = _frame(capture_id)
            typed = _typed(request)
            with in_tenant(frame.site):
                method = capture_bank_account(
                    capture_id=frame.capture.id,
                    secret=typed.pop("secret"),
                    form=BankForm(**typed),
                    lender_name=frame.site.name,
                    address=client_address(request),
                    now=read_clock(),
                )
        except PorticoError as error:
            body = error_body(request, error.code, error.message, error.fields)
            return _unkept(JsonResponse(body, status=error.status))
        answer = {"method_id": str(method.id), "last4": method.last4, "label": method.label}
        return _unkept(JsonResponse(answer, status=201))

    def http_method_not_allowed(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        """Any other method meets nothing."""
        return not_found_response(request)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every other address of the wallet's host."""
    return _nothing(request)


def _frame(capture_id: str) -> Frame:
    """The capture behind an address; raises NoSuchForm where there is none, or payments are off."""
    name = read_capture_id(capture_id)
    with in_platform(SYSTEM, "find the lender of a capture"):
        lender = lender_by_id(name.lender_id)
    with in_tenant(lender):
        capture = capture_by_id(name.row_id)
    site = snapshot_for_host(str(urlsplit(capture.parent_origin).hostname))
    if site is None or site.id != lender.id or not site.is_live or not is_section_on(site, "payments"):
        raise NoSuchForm
    return Frame(capture, site)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The posted form, every field there and of its type; raises InvalidInput (BankFormWrong where
    fields hold what nobody types), which repeats nothing of it.
    """
    unreadable = InvalidInput("We could not read this form. Close it and start again.")
    if len(request.body) > BIGGEST_FORM:
        raise unreadable
    try:
        posted = json.loads(request.body)
    except (ValueError, RecursionError):
        raise unreadable from None
    if not isinstance(posted, dict):
        raise unreadable
    typed: dict[str, Any] = {name: posted.get(name, "") for name in TEXT_FIELDS}
    if not all(isinstance(value, str) for value in typed.values()):
        raise unreadable
    wrong = {name: UNPRINTABLE for name, value in typed.items() if holds_unprintable(value)}
    if "secret" in wrong:
        raise unreadable
    if wrong:
        raise BankFormWrong(fields=wrong)
    return {**typed, "is_authorised": posted.get("authorised") is True}


def _framed_by(response: HttpResponse, origin: str) -> HttpResponse:
    """Let exactly one origin show the page in a frame."""
    response._csp_replace = {  # type: ignore[attr-defined]  # read by django-csp
        "frame-ancestors": [origin],
        "frame-src": ["'none'"],
        "form-action": ["'none'"],
    }
    return _unkept(response)


def _nothing(request: HttpRequest) -> HttpResponse:
    return _unkept(render(request, "wallet/nothing.html", status=404))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
