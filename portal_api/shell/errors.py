"""Error pages of a host, in its lender's brand, without script and without asking the database."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from branding.inputs import read_brand
from branding.published.queries import NEUTRAL_HASH, PublishedBrand, theme_css
from branding.theme import html_attributes
from portal_api.http import error_body, not_found_response
from tenants.middleware import bare_host
from tenants.snapshot import last_known_snapshot

SORRY_TITLE = "Not working right now"
SORRY = "This is not working right now. Nothing was lost. Please try again in a minute."
PLAIN = (
    f"<!doctype html><html lang=en><meta charset=utf-8><title>{SORRY_TITLE}</title><h1>{SORRY_TITLE}</h1>"
    f"<p>{SORRY}</p></html>"
)
_THEME = re.compile(r"/theme/([0-9a-f]+)\.css")


@dataclass(frozen=True, slots=True)
class Look:
    """What an error page wears, from memory."""

    attributes: Any
    css_hash: str
    css: bytes
    words: dict[str, Any]


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """An unknown address."""
    if request.path.startswith("/api/") or getattr(request, "lender", None) is None:
        return not_found_response(request)
    return _page(
        request,
        _look_of(request),
        404,
        "We could not find that page",
        "Check the address, or go back to your accounts.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database's absence. Nothing here may ask the database: it may be what failed."""
    if is_database_away() or getattr(request, "lender", None) is None:
        return unavailable(request)
    text = "It is on our side and has been noted."
    if not _is_console(request):
        text += " If you were paying, look at your payments before you try again."
    return _page(request, _look_of(request), 500, "Something went wrong", text)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The answer while we cannot even tell whose host it is: sorry, in the look that this process last saw here.

    Where it remembers none, a plain sentence. The theme of that look is answered from memory, too.
    """
    look = _remembered_look(bare_host(request))
    asked = _THEME.fullmatch(request.path)
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(error_body(request, "unavailable", SORRY), status=503)
    elif look is not None and asked is not None and asked[1] == look.css_hash:
        return HttpResponse(look.css, content_type="text/css; charset=utf-8")
    elif look is not None:
        again = (request.get_full_path() if request.method == "GET" else _start(request), "Try again")
        response = _page(request, look, 503, SORRY_TITLE, SORRY, back=again)
    else:
        response = HttpResponse(PLAIN, status=503)
    response["Retry-After"] = "10"
    return response


def is_database_away() -> bool:
    """Whether what is being handled is the database's absence."""
    return isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))


def _is_console(request: HttpRequest) -> bool:
    return request.path.startswith("/console/")


def _start(request: HttpRequest) -> str:
    return "/console/" if _is_console(request) else "/"


def _look_of(request: HttpRequest) -> Look:
    return _worn(request.lender.parts["brand"])  # type: ignore[attr-defined]


def _remembered_look(host: str) -> Look | None:
    if host == settings.PORTICO_SUPPORT_HOST:
        css = theme_css(NEUTRAL_HASH)
        return Look(html_attributes(read_brand({})), NEUTRAL_HASH, css or b"", {"portal_name": "Portico"})
    known = last_known_snapshot(host) if host else None
    return _worn(known.parts["brand"]) if known is not None and known.is_live else None


def _worn(brand: object) -> Look:
    published = cast(PublishedBrand, brand)
    return Look(published.attributes, published.css_hash, published.css, published.for_web("en"))


def _page(
    request: HttpRequest, look: Look, status: int, title: str, text: str, *, back: tuple[str, str] | None = None
) -> HttpResponse:
    home = ("/console/", "Go to the start page") if _is_console(request) else ("/accounts", "Go to your accounts")
    # A logo is read from the database: while that may be away the name stands in its place.
    words = {**look.words, "logo_url": None} if status >= 500 else look.words
    context = {"brand": look, "words": words, "title": title, "text": text, "back": back or home}
    return render(request, "shell/error.html", context, status=status)
