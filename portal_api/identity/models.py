"""Logins and what opens them. The same tables stand in public (support) and in each lender's schema."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from knox.models import AbstractAuthToken

from portico_kernel.rows import Row

from .states import AttemptKind, Audience, LinkPurpose, StaffRole, UserKind


class User(AbstractBaseUser, Row):  # type: ignore[django-manager-missing]  # knox ships no types
    """A login. Unique by kind and e-mail, whatever the letters' case. ``last_login`` is the last sign-in."""

    USERNAME_FIELD: ClassVar[str] = "email"
    EMAIL_FIELD: ClassVar[str] = "email"

    kind = models.CharField(max_length=16, choices=UserKind.choices)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=16, choices=StaffRole.choices, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    password_set_at = models.DateTimeField(null=True)
    sessions_ended_at = models.DateTimeField(null=True)  # all but perhaps the one that asked for it

    class Meta:
        constraints = [
            models.UniqueConstraint("kind", Lower("email"), name="user_kind_email_once"),
            models.CheckConstraint(
                condition=models.Q(kind="staff", role__in=["admin", "agent", "viewer"])
                | (~models.Q(kind="staff") & models.Q(role="")),
                name="user_role_only_for_staff",
            ),
        ]


class AuthToken(AbstractAuthToken):  # type: ignore[misc]  # knox ships no types
    """A signed-in browser. The digest is stored, never the token; ``expiry`` is the hard end."""

    append_only: ClassVar[bool] = False
    lenders_may: ClassVar[frozenset[str]] = frozenset()
    lookup_may_read: ClassVar[bool] = False

    created = models.DateTimeField()  # knox's own reads the clock itself
    audience = models.CharField(max_length=16, choices=Audience.choices)
    last_seen_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=200, blank=True)


class MailedLink(Row):
    """A secret in a mail that lets its holder do one thing once. Only its digest is stored."""

    purpose = models.CharField(max_length=16, choices=LinkPurpose.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInFlow(Row):
    """A sign-in that is not finished: which steps it has passed and which one comes next."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="flows")
    audience = models.CharField(max_length=16, choices=Audience.choices)
    digest = models.CharField(max_length=64, unique=True)
    passed = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class SignInFailure(Row):
    """One try at something that may be guessed, kept for throttling only: by address and login, or by device.

    All three are keyed digests. ``device_digest`` is set where the browser proved that it has signed in
    to this login before; such tries are counted apart. A try that succeeds takes its rows away again.
    """

    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=16, choices=AttemptKind.choices)
    login_digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64)
    device_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["address_digest", "at"], name="failure_by_address"),
            models.Index(
                fields=["device_digest", "at"],
                condition=~models.Q(device_digest=""),
                name="failure_by_device",
            ),
        ]
