"""The shell's doors: the HTML page, the bootstrap, the theme and brand images."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from branding.published.queries import PublishedBrand, asset_bytes, theme_css
from portal_api.assets import entry
from portal_api.http import not_found_response
from portal_api.identity.authentication import portal_user
from portal_api.identity.permissions import Public
from tenants.snapshot import LenderSnapshot

from .bootstrap import bootstrap_for
from .pages import is_page
from .serializers import BootstrapSerializer

FOR_EVER = "public, max-age=31536000, immutable"


@csrf_exempt
def shell_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The one HTML page, for every page path of the web app; an unknown path gets it with status 404."""
    if request.method not in {"GET", "HEAD"} or request.path.startswith("/api/"):
        return not_found_response(request)
    lender = cast(LenderSnapshot, request.lender)  # type: ignore[attr-defined]
    bootstrap = bootstrap_for(lender, portal_user(request))
    context = {
        "bootstrap": bootstrap,
        "brand": lender.parts["brand"],
        "files": entry("main"),
        "language": bootstrap["language"],
    }
    response = render(request, "shell/page.html", context, status=200 if is_page(lender, request.path) else 404)
    response["Cache-Control"] = "no-store"
    return response


class BootstrapView(APIView):
    """What the web app needs to know before anything else."""

    public = True
    section = None
    authentication_classes = []
    permission_classes = [Public]

    @extend_schema(operation_id="bootstrap", responses=BootstrapSerializer)
    def get(self, request: Request) -> Response:
        """Answer with the host's bootstrap and, when signed in, the viewer."""
        lender = cast(LenderSnapshot, request._request.lender)  # type: ignore[attr-defined]
        known = bootstrap_for(lender, portal_user(request._request))
        response = Response(BootstrapSerializer(known).data)
        response["Cache-Control"] = "no-store"
        return response


def theme(request: HttpRequest, css_hash: str) -> HttpResponse:
    """A published brand's CSS, the same for ever under its hash."""
    css = theme_css(css_hash)
    return not_found_response(request) if css is None else _for_ever(css, "text/css; charset=utf-8")


def brand_asset(request: HttpRequest, content_hash: str) -> HttpResponse:
    """A brand image of the lender whose host this is."""
    found = asset_bytes(content_hash)
    return not_found_response(request) if found is None else _for_ever(found.content, found.content_type)


def favicon(request: HttpRequest) -> HttpResponse:
    """The site's icon, as its brand says."""
    brand = cast(PublishedBrand, request.lender.parts["brand"])  # type: ignore[attr-defined]
    name = brand.images.get("favicon")
    return brand_asset(request, name.partition(".")[0]) if name else HttpResponse(status=204)


def _for_ever(content: Any, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = FOR_EVER
    return response
