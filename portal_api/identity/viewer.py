"""Who is looking: the one value that queries are asked with (STYLE rule 9)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from portico_kernel.actor import Actor, ActorKind

from .models import User


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at one site of the lender that is entered.

    ``read_only``: may look at everything this person sees and change nothing.
    """

    user_id: uuid.UUID
    kind: str
    name: str
    email: str
    language: str
    site_id: uuid.UUID | None
    read_only: bool = False

    @property
    def actor(self) -> Actor:
        """This person as the actor of an operation."""
        return Actor(cast(ActorKind, self.kind), str(self.user_id), self.name)


def viewer_for(user: User, *, site_id: uuid.UUID | None) -> Viewer:
    """The viewer that a login is, at one site (None on the support console)."""
    return Viewer(
        user_id=user.id,
        kind=user.kind,
        name=user.name,
        email=user.email,
        language=user.language,
        site_id=site_id,
    )


def viewer_of(request: Request | HttpRequest) -> Viewer:
    """The viewer of a request that authentication has let through; ``request.user`` is its User."""
    lender = getattr(request, "lender", None)
    return viewer_for(cast(User, request.user), site_id=None if lender is None else lender.site_id)


def actor_of(user: User) -> Actor:
    """A login as the actor of an operation, for consoles."""
    return Actor(cast(ActorKind, user.kind), str(user.id), user.name)
