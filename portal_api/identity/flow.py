"""Signing in is a flow: steps in order, a token at the end. Today there is one step, the password.

A second factor is one more entry in STEPS: its name, whom it asks, and how it checks an answer. A sign-in
that is not finished is a row (SignInFlow) under the digest of an opaque id, for ten minutes; until its
last step is passed there is no token.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portico_kernel.audit.operations import record

from .asker import Asker
from .devices import login_digest
from .errors import FlowEnded, SignInFailed
from .limits import FLOW_LASTS
from .models import AuthToken, SignInFlow, User
from .queries import user_named
from .states import AttemptKind, Audience, UserKind
from .throttle import note_try
from .tokens import issue_token
from .viewer import actor_of

PASSWORD = "password"  # noqa: S105  # the name of a step
MOST_TRIES = 5


class Step(Protocol):
    """One thing that a person proves on the way in."""

    @property
    def name(self) -> str:
        """Stable; the web app shows the page of this name."""

    def asks(self, user: User) -> bool:
        """Whether this user must pass the step (a second factor asks those who have set one up)."""

    def is_right(self, user: User | None, answer: Mapping[str, str], now: datetime) -> bool:
        """Whether the answer proves it. For no user it takes as long, and says no."""


class PasswordStep:
    """The password, which everyone has; always the first step."""

    name = PASSWORD

    def asks(self, user: User) -> bool:
        """Everyone."""
        return True

    def is_right(self, user: User | None, answer: Mapping[str, str], now: datetime) -> bool:
        """True for an active user's own password. Every other case has hashed once as well."""
        password = answer.get("password", "")
        if user is None:
            make_password(password)
            return False
        return user.check_password(password) and user.is_active


STEPS: tuple[Step, ...] = (PasswordStep(),)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The end of a flow: the secret for the cookie, and the login that the browser is known for now."""

    secret: str
    user: User
    login: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step is passed and another one is due."""

    step: str
    flow_id: str


def begin_sign_in(
    *,
    email: str,
    password: str,
    kind: UserKind,
    audience: Audience,
    asker: Asker,
    now: datetime,
    steps: Sequence[Step] = STEPS,
) -> SignedIn | NextStep:
    """Take the first step. Raises SignInFailed, the same for every reason, or TryLater."""
    counted = note_try(what=AttemptKind.SIGN_IN, login=login_digest(kind, email), asker=asker, now=now)
    user = user_named(kind, email)
    if not steps[0].is_right(user, {"password": password}, now) or user is None:
        raise SignInFailed
    counted.worked()
    return go_on(user=user, passed=[steps[0].name], audience=audience, asker=asker, now=now, steps=steps)


def continue_sign_in(
    *,
    flow_id: str,
    answer: Mapping[str, str],
    audience: Audience,
    asker: Asker,
    now: datetime,
    steps: Sequence[Step] = STEPS,
) -> SignedIn | NextStep:
    """Take the next step of an unfinished sign-in. Raises SignInFailed, or FlowEnded when it is over."""
    flow_digest = _digest(flow_id)
    # The try is counted in a transaction of its own: a wrong answer must not roll it back.
    with transaction.atomic():
        flow = (
            SignInFlow.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(digest=flow_digest, audience=audience)
            .first()
        )
        if flow is None or now >= flow.expires_at or flow.tries >= MOST_TRIES or not flow.user.is_active:
            raise FlowEnded
        flow.tries += 1
        flow.save(update_fields=["tries"])
    step = _next(flow.user, flow.passed, steps)
    if step is None or not step.is_right(flow.user, answer, now):
        raise SignInFailed
    # Of two right answers at once, the one that takes the row away goes on.
    if SignInFlow.objects.filter(digest=flow_digest).delete()[0] == 0:
        raise FlowEnded
    passed = [*flow.passed, step.name]
    return go_on(user=flow.user, passed=passed, audience=audience, asker=asker, now=now, steps=steps)


def go_on(
    *,
    user: User,
    passed: list[str],
    audience: Audience,
    asker: Asker,
    now: datetime,
    steps: Sequence[Step] = STEPS,
) -> SignedIn | NextStep:
    """Ask for the next step that is due after ``passed``, or finish with a token."""
    step = _next(user, passed, steps)
    with transaction.atomic():
        SignInFlow.objects.filter(user=user, expires_at__lte=now).delete()
        if step is not None:
            return NextStep(step.name, _keep(user, passed, audience, now))
        return _finish(user, audience, asker, now)


def _finish(user: User, audience: Audience, asker: Asker, now: datetime) -> SignedIn:
    # Locked and compared: a password that was changed, or a login closed, since it was checked lets nobody in.
    stands = User.objects.select_for_update().get(id=user.id)
    if stands.password != user.password or not stands.is_active:
        raise SignInFailed
    AuthToken.objects.filter(user=user, expiry__lte=now).delete()
    secret = issue_token(user=user, audience=audience, address=asker.address, browser=asker.browser, now=now)
    user.last_login = now
    user.save(update_fields=["last_login"])
    record(
        actor=actor_of(user),
        now=now,
        action="user.signed_in",
        object_kind="user",
        object_id=user.id,
        summary=f"{user.name} signed in.",
        facts={"audience": audience, "address": asker.address, "browser": asker.browser},
    )
    return SignedIn(secret, user, login_digest(user.kind, user.email))


def _next(user: User, passed: Sequence[str], steps: Sequence[Step]) -> Step | None:
    return next((step for step in steps if step.name not in passed and step.asks(user)), None)


def _keep(user: User, passed: list[str], audience: Audience, now: datetime) -> str:
    flow_id = secrets.token_urlsafe(32)
    SignInFlow.objects.create(
        user=user,
        audience=audience,
        digest=_digest(flow_id),
        passed=passed,
        created_at=now,
        expires_at=now + FLOW_LASTS,
    )
    return flow_id


def _digest(flow_id: str) -> str:
    return hashlib.sha256(flow_id[:200].encode()).hexdigest()
