"""Logins after they were made: closing and opening them, and the roles of staff."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import NotFound

from ..errors import LastAdmin
from ..models import User
from ..passwords import check_new_password
from ..states import StaffRole, UserKind
from .passwords import set_new_password
from .sessions import end_sessions


def set_active(*, kind: UserKind, user_id: uuid.UUID, active: bool, actor: Actor, now: datetime) -> User:
    """Close a login, which ends its sessions at once, or open it again. Doing it twice changes nothing.

    Raises NotFound, or LastAdmin for the only active administrator.
    """
    with transaction.atomic():
        user = _locked(kind, user_id)
        if user.is_active == active:
            return user
        if not active:
            _refuse_last_admin(user)
            end_sessions(user, now=now)
        user.is_active = active
        user.save(update_fields=["is_active"])
        record(
            actor=actor,
            now=now,
            action="user.opened" if active else "user.closed",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.name}'s login was {'opened again' if active else 'closed'}.",
        )
    return user


def change_role(*, user_id: uuid.UUID, role: StaffRole, actor: Actor, now: datetime) -> User:
    """Give a staff member another role, in force at their next click. Raises NotFound or LastAdmin."""
    role = StaffRole(role)
    with transaction.atomic():
        user = _locked(UserKind.STAFF, user_id)
        if user.role == role:
            return user
        _refuse_last_admin(user)
        before, user.role = user.role, role
        user.save(update_fields=["role"])
        record(
            actor=actor,
            now=now,
            action="user.role_changed",
            object_kind="user",
            object_id=user.id,
            summary=f"{user.name} is now {role.label.lower()}.",
            facts={"before": before, "after": role},
        )
    return user


def set_password(*, kind: UserKind, user_id: uuid.UUID, password: str, actor: Actor, now: datetime) -> User:
    """Set a login's password without a link, for the command line and the demo; its sessions end.

    Raises NotFound, or InvalidInput for a password that is not good enough.
    """
    with transaction.atomic():
        user = _locked(kind, user_id)
        check_new_password(password, user)
        set_new_password(user, password, actor=actor, now=now)
        end_sessions(user, now=now)
    return user


def _locked(kind: UserKind, user_id: uuid.UUID) -> User:
    """The user, locked; for staff every administrator as well, so that two cannot both leave."""
    if kind == UserKind.STAFF:
        _lock_admins()
    user = User.objects.select_for_update().filter(kind=kind, id=user_id).first()
    if user is None:
        raise NotFound("There is no such login.")
    return user


def _lock_admins() -> list[uuid.UUID]:
    admins = User.objects.filter(kind=UserKind.STAFF, role=StaffRole.ADMIN, is_active=True)
    return list(admins.order_by("id").select_for_update().values_list("id", flat=True))


def _refuse_last_admin(user: User) -> None:
    if user.role == StaffRole.ADMIN and user.is_active and _lock_admins() == [user.id]:
        raise LastAdmin
