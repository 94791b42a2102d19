"""The two cookies that carry a token: host-only, never readable by script, one for each audience."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from .asker import Asker
from .devices import remember_device
from .flow import SignedIn
from .states import Audience

_NAMES = {
    Audience.PORTAL: ("__Host-portico", "portico_portal"),
    Audience.CONSOLE: ("__Host-portico_console", "portico_console"),
}


def cookie_name(audience: Audience) -> str:
    """The cookie's name: with the ``__Host-`` prefix wherever TLS lets a browser honour it."""
    over_tls, plain = _NAMES[audience]
    return over_tls if settings.PORTICO_TLS else plain


def token_in(request: HttpRequest, audience: Audience) -> str:
    """The secret that the browser sent for this audience, or an empty string."""
    return str(request.COOKIES.get(cookie_name(audience), ""))


def set_token_cookie(response: HttpResponseBase, secret: str, audience: Audience) -> None:
    """Let the browser carry the secret until it is closed; the server decides how long it is good for."""
    response.set_cookie(
        cookie_name(audience), secret, path="/", secure=settings.PORTICO_TLS, httponly=True, samesite="Lax"
    )


def clear_token_cookie(response: HttpResponseBase, audience: Audience) -> None:
    """Take the cookie away."""
    # Not delete_cookie(): it leaves out "secure", and browsers then refuse to touch a __Host- cookie.
    response.set_cookie(
        cookie_name(audience),
        "",
        max_age=0,
        path="/",
        secure=settings.PORTICO_TLS,
        httponly=True,
        samesite="Lax",
    )


def carry_sign_in(response: HttpResponseBase, signed_in: SignedIn, asker: Asker, audience: Audience) -> None:
    """Give the browser its token, and the proof that it has signed in to this login before."""
    set_token_cookie(response, signed_in.secret, audience)
    remember_device(response, asker.device, signed_in.login)
