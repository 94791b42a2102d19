"""The first step of every request: host name to lender, and into that lender until the answer is made."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from portico_kernel.actor import Actor

from .context import in_platform, in_tenant
from .snapshot import snapshot_for_host

UNKNOWN_HOST = "<!doctype html><title>Not found</title><p>There is nothing at this address.</p>"


class LenderMiddleware:
    """Sends each host to its own URLs: a lender's portal, the support console, the wallet, or a plain 404.

    Sets ``request.lender`` (LenderSnapshot or None) and ``request.urlconf``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = bare_host(request)
        request.lender = None  # type: ignore[attr-defined]
        if host == settings.PORTICO_SUPPORT_HOST:
            request.urlconf = "portico.urls.support"
            with in_platform(Actor.system("support console"), "a page of the support console"):
                return self.get_response(request)
        if host == settings.PORTICO_WALLET_HOST:
            # The wallet's host names no lender: each capture does, and its view enters it.
            request.urlconf = "portico.urls.wallet"
            return self.get_response(request)
        snapshot = snapshot_for_host(host) if host else None
        if snapshot is None or not snapshot.is_live:
            return HttpResponseNotFound(UNKNOWN_HOST)
        request.lender = snapshot  # type: ignore[attr-defined]
        request.urlconf = "portico.urls.lender"
        with in_tenant(snapshot):
            return self.get_response(request)


# RFC 1035's letters and lengths: what cannot be a host name costs no look-up and no memory.
HOST = re.compile(r"(?=.{1,253}(?::|\Z))(?P<name>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)\.?(?::[0-9]{1,5})?", re.IGNORECASE)


def bare_host(request: HttpRequest) -> str:
    """The request's host name in lower case, without port and trailing dot; empty where it cannot be one."""
    found = HOST.fullmatch(request.META.get("HTTP_HOST", ""))
    return found["name"].lower() if found else ""
