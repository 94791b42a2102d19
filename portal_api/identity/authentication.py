"""Who is asking: one query by the digest of the token in this host's own cookie."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from portico_kernel.clock import read_clock

from .cookies import token_in
from .models import AuthToken, User
from .states import Audience, UserKind
from .tokens import live_token

_MEMORY = "_portico_tokens"


class BorrowerAuthentication(BaseAuthentication):
    """Lets a borrower's browser in by its cookie. ``request.auth`` is the AuthToken."""

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        """The borrower and the token, or None: the permission then answers 401."""
        token = token_of(request._request, Audience.PORTAL)
        if token is None or token.user.kind != UserKind.BORROWER:
            return None
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Names the scheme, so that a refusal is a 401 and not a 403."""
        return "Cookie"


def portal_user(request: HttpRequest) -> User | None:
    """The borrower whose browser this is, for pages that also anonymous people may see."""
    return _user(request, Audience.PORTAL, UserKind.BORROWER)


def staff_user(request: HttpRequest) -> User | None:
    """The lender's staff member whose browser this is, on a lender's own console; else None."""
    return _user(request, Audience.CONSOLE, UserKind.STAFF)


def support_user(request: HttpRequest) -> User | None:
    """The support agent whose browser this is, on the support console; else None."""
    return _user(request, Audience.CONSOLE, UserKind.SUPPORT)


def token_of(request: HttpRequest, audience: Audience) -> AuthToken | None:
    """The live token of this request, asked once and remembered with the request."""
    known: dict[Audience, AuthToken | None] = request.__dict__.setdefault(_MEMORY, {})
    if audience not in known:
        secret = token_in(request, audience)
        known[audience] = live_token(secret, audience, read_clock()) if secret else None
    return known[audience]


def _user(request: HttpRequest, audience: Audience, kind: UserKind) -> User | None:
    token = token_of(request, audience)
    return token.user if token is not None and token.user.kind == kind else None
