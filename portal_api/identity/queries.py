"""Logins as doors may ask for them."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.db.models.functions import Lower

from portico_kernel.errors import NotFound

from .models import User
from .states import UserKind


def user_named(kind: UserKind, email: str) -> User | None:
    """The login of that kind and e-mail, in any letters' case; None when there is none."""
    return _named(kind, email).first()


def lock_user_named(kind: UserKind, email: str) -> User | None:
    """The same, with its row locked until the transaction ends."""
    return _named(kind, email).select_for_update().first()


def _named(kind: UserKind, email: str) -> QuerySet[User]:
    # lower(email), as the unique index has it: iexact would ask for upper() and read the whole table.
    return User.objects.alias(lowered=Lower("email")).filter(kind=kind, lowered=email.strip().lower())


def user_of_kind(kind: UserKind, user_id: uuid.UUID) -> User:
    """The login of that kind and id; raises NotFound."""
    user = User.objects.filter(kind=kind, id=user_id).first()
    if user is None:
        raise NotFound("There is no such login.")
    return user


def users_of_kind(kind: UserKind) -> list[User]:
    """Every login of a kind, by name."""
    return list(User.objects.filter(kind=kind).order_by("name", "email"))


def has_users_of_kind(kind: UserKind) -> bool:
    """Whether anybody of a kind has a login."""
    return User.objects.filter(kind=kind).exists()


def active_users(kind: UserKind, *roles: str) -> list[User]:
    """Active logins of a kind, with one of the roles if any are named, by e-mail."""
    found = User.objects.filter(kind=kind, is_active=True)
    return list((found.filter(role__in=roles) if roles else found).order_by("email"))
