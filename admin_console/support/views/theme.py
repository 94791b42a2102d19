"""The support console's own theme: Portico's neutral one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from admin_console.shared.doors import public_page
from branding.published.queries import NEUTRAL_HASH, theme_css


@public_page
def theme(request: HttpRequest, css_hash: str) -> HttpResponse:
    """The neutral theme under its hash; no lender's is served here."""
    if css_hash != NEUTRAL_HASH:
        raise Http404
    response = HttpResponse(theme_css(css_hash), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
