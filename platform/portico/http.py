"""Middleware of every host: where a request may come from, and which configuration an answer was made under."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from portal_api.http import error_body

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
Handler = Callable[[HttpRequest], HttpResponse]


class OriginMiddleware:
    """Refuses writes that another site, or another lender's page, makes in a borrower's name.

    ``a.`` and ``b.portal.example`` are the same site to a browser, so SameSite cookies are no
    protection between lenders: the Origin must be this very host. The API further wants a header that
    no form can send.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and not self._comes_from_here(request):
            body = error_body(request, "bad_origin", "This request did not come from this site. Reload the page.")
            return JsonResponse(body, status=403)
        return self.get_response(request)

    def _comes_from_here(self, request: HttpRequest) -> bool:
        origin = request.META.get("HTTP_ORIGIN")
        if origin is not None and origin != f"{request.scheme}://{request.get_host()}":
            return False
        return not request.path.startswith("/api/") or request.META.get("HTTP_X_PORTICO") == "1"


class ConfigurationHeadersMiddleware:
    """Puts the configuration epoch and the build on every answer, so that an open page learns of a change.

    And keeps every answer out of caches that does not say otherwise.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        lender = getattr(request, "lender", None)
        if lender is not None:
            response["X-Portico-Epoch"] = str(lender.epoch)
        response["X-Portico-Build"] = settings.PORTICO_BUILD
        # Balances must not stay in a shared browser: what may be kept says so itself.
        response.setdefault("Cache-Control", "no-store")
        if not response.streaming:
            # Said by nobody, a server has to send the answer in chunks.
            response.setdefault("Content-Length", str(len(response.content)))
        return response
