"""Error pages of a lender's host, in the lender's brand, without script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal_api.http import not_found_response


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """An unknown address."""
    if request.path.startswith("/api/") or getattr(request, "lender", None) is None:
        return not_found_response(request)
    return _page(request, 404, "We could not find that page", "Check the address, or go back to your accounts.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault. Nothing here may ask the database: it may be what failed."""
    if getattr(request, "lender", None) is None:
        return HttpResponse("Something went wrong on our side. Please try again in a minute.", status=500)
    text = "It is on our side and has been noted. If you were paying, look at your payments before you try again."
    return _page(request, 500, "Something went wrong", text)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    brand = request.lender.parts["brand"]  # type: ignore[attr-defined]
    context = {"brand": brand, "words": brand.for_web("en"), "title": title, "text": text}
    return render(request, "shell/error.html", context, status=status)
