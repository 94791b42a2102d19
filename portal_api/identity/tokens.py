"""The knox token of a signed-in browser: made here, found here by its digest in one query.

Knox' own look-up loads every token that shares the first characters; ours asks for one primary key.
A token is bound to its lender by the schema it stands in: at another lender there is no such row.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from knox.crypto import create_token_string, hash_token
from knox.settings import CONSTANTS

from portico_kernel.compiled import CompiledQuery

from .limits import hard_limit, idle_limit, seen_interval
from .models import AuthToken, User
from .states import Audience

LONGEST_SECRET = 200


def issue_token(*, user: User, audience: Audience, address: str, browser: str, now: datetime) -> str:
    """Add a token for a browser and return its secret, which stands nowhere else."""
    secret: str = create_token_string()
    AuthToken.objects.bulk_create(
        [
            AuthToken(
                digest=hash_token(secret),
                token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
                user=user,
                audience=audience,
                created=now,
                expiry=now + hard_limit(),
                last_seen_at=now,
                address=address[:64],
                browser=browser[:200],
            )
        ]
    )
    return secret


def live_token(secret: str, audience: Audience, now: datetime) -> AuthToken | None:
    """The token with its user, or None when it is unknown here, expired, idle, or its user is inactive.

    One query; once a minute a second one notes that the browser was seen.
    """
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    token = _BY_DIGEST.first(digest=hash_token(secret), audience=audience.value)
    if token is None or not token.user.is_active or not _is_alive(token, now):
        return None
    if now - token.last_seen_at >= seen_interval():
        AuthToken.objects.filter(digest=token.digest).update(last_seen_at=now)
        token.last_seen_at = now
    return token


# Not the password's hash, nor the instants that only a page of its own shows: each costs every request.
_ASKED_BY_REQUESTS = [
    *("audience", "expiry", "last_seen_at", "user"),
    *("user__kind", "user__email", "user__name", "user__role", "user__language", "user__is_active"),
]


def _by_digest(digest: str, audience: str) -> QuerySet[AuthToken]:
    tokens: QuerySet[AuthToken] = AuthToken.objects.select_related("user").only(*_ASKED_BY_REQUESTS)
    return tokens.filter(digest=digest, audience=audience)


_BY_DIGEST = CompiledQuery(_by_digest, digest=str, audience=str)


def _is_alive(token: AuthToken, now: datetime) -> bool:
    # What is written once a minute may be a minute old: nobody is sent away before the time they were told.
    idle_since = now - token.last_seen_at
    return bool(token.expiry and now < token.expiry and idle_since < idle_limit() + seen_interval())
