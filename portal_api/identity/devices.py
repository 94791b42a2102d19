"""The known-device cookie: proof that this browser has signed in to a login before.

It opens nothing. It only lets the tries of a browser that knows its way in be counted apart from a
stranger's, so that a stranger who fails on purpose cannot keep a borrower out of their own browser.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from tenants.backend.base import DatabaseWrapper

from .limits import KNOWN_DEVICE_LASTS

_SALT = "portico.identity.device"
_MOST_LOGINS = 6


def login_digest(kind: str, email: str) -> str:
    """A keyed digest of one login of the place that is entered; another lender's is another one."""
    place = cast(DatabaseWrapper, connection).schema_name
    login = f"{place} {kind} {email.strip().lower()}"
    return salted_hmac(f"{_SALT}.login", login, algorithm="sha256").hexdigest()


def device_in(request: HttpRequest) -> str:
    """The signed cookie's text when the signature is ours and not too old, else an empty string."""
    text = request.COOKIES.get(_cookie_name(), "")[:1500]
    return text if _read(text) else ""


def device_digest(device: str, login: str) -> str:
    """The keyed digest under which tries of a known device at one login are counted; empty for a stranger."""
    known = _read(device)
    if login not in known.get("logins", []):
        return ""
    return salted_hmac(_SALT, f"{known['id']} {login}", algorithm="sha256").hexdigest()


def remember_device(response: HttpResponseBase, device: str, login: str) -> None:
    """Note on the browser that it has signed in to this login; the six latest are kept."""
    known = _read(device)
    logins = [login, *(other for other in known.get("logins", []) if other != login)][:_MOST_LOGINS]
    content = {"id": known.get("id") or secrets.token_hex(16), "logins": logins}
    response.set_cookie(
        _cookie_name(),
        signing.dumps(content, salt=_SALT),
        max_age=int(KNOWN_DEVICE_LASTS.total_seconds()),
        path="/",
        secure=settings.PORTICO_TLS,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    return "__Host-portico_device" if settings.PORTICO_TLS else "portico_device"


def _read(text: str) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        content = signing.loads(text, salt=_SALT, max_age=KNOWN_DEVICE_LASTS)
    except signing.BadSignature:
        return {}
    return content if isinstance(content, dict) else {}
