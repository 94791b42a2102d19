"""One sentence carried over a redirect, in a signed cookie that the next page takes away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

Tone = Literal["good", "warn", "bad"]
_SALT = "portico.console.flash"
_LASTS = 120


@dataclass(frozen=True, slots=True)
class Flash:
    """What happened, and whether that is good news."""

    tone: str
    text: str


def leave_flash(response: HttpResponseBase, text: str, tone: Tone = "good") -> None:
    """Say something on the next page that this browser opens."""
    response.set_cookie(
        _name(),
        signing.dumps([tone, text[:600]], salt=_SALT),
        max_age=_LASTS,
        path="/",
        secure=settings.PORTICO_TLS,
        httponly=True,
        samesite="Lax",
    )


def read_flash(request: HttpRequest) -> Flash | None:
    """What the last page left, or None. Anything that we have not signed ourselves is nothing."""
    text = request.COOKIES.get(_name())
    if not text:
        return None
    try:
        tone, said = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return Flash(str(tone), str(said))


def drop_flash(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take away what was shown."""
    if _name() in request.COOKIES:
        response.set_cookie(
            _name(), "", max_age=0, path="/", secure=settings.PORTICO_TLS, httponly=True, samesite="Lax"
        )


def _name() -> str:
    return "__Host-portico_flash" if settings.PORTICO_TLS else "portico_flash"
