"""What support does to lenders: opening one, and bringing its first administrator in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction

from portal_api.identity.errors import EmailTaken
from portal_api.identity.models import User
from portal_api.identity.operations import invite_staff, resend_invitation, set_active
from portal_api.identity.queries import active_users, lock_user_named, user_named
from portal_api.identity.states import StaffRole, UserKind
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import Conflict, PorticoError
from tenants.context import in_platform, in_tenant
from tenants.models import Lender
from tenants.provisioning import provision_lender

from .queries import OPENED, opening_of, present_lender

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who is to be a lender's first administrator."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AskedLender:
    """A lender as support asks for it. ``form`` is the id of the form: the same form twice makes one lender."""

    form: str
    name: str
    slug: str
    time_zone: str
    administrator: Administrator
    own_domain: str = ""
    links_to_own_domain: bool = False

    @property
    def hosts(self) -> list[str]:
        """Its host names, the one that links use first."""
        ours = f"{self.slug}.{settings.PORTICO_BASE_HOST}"
        if not self.own_domain:
            return [ours]
        return [self.own_domain, ours] if self.links_to_own_domain else [ours, self.own_domain]


class NotInvited(PorticoError):
    """The lender is live, and its administrator's invitation could not be made; it can be sent again."""

    code = "administrator_not_invited"
    status = 503
    permanent = False

    def __init__(self, lender: Lender) -> None:
        self.lender = lender
        super().__init__(
            f"{lender.name} is live, but the invitation could not be sent. Nobody can sign in there yet: "
            "send the invitation again from this page."
        )


class AdministratorIsIn(Conflict):
    """Somebody administers the lender already, so its people are no business of support's."""

    code = "administrator_is_in"
    message = "An administrator has signed in there already. They invite their own people, under Staff."


def open_lender(*, asked: AskedLender, address: str, actor: Actor, now: datetime) -> Lender:
    """Make a lender live from a spare place and invite its first administrator.

    The same form sent twice gives the same lender and one invitation. ``address`` is where support asked from.
    Raises NoSpareSchema, InvalidInput or Conflict (then nothing was made), or NotInvited (the lender stands).
    """
    with in_platform(actor, f"open {asked.slug}"):
        lender = _opened_before(asked)
        if lender is None:
            lender = _open(asked, address, actor, now)
    try:
        _invite_once(lender, asked.administrator, actor, now)
    except (PorticoError, DatabaseError) as error:
        log.exception("administrator_not_invited", lender=lender.slug)
        raise NotInvited(lender) from error
    return lender


def _open(asked: AskedLender, address: str, actor: Actor, now: datetime) -> Lender:
    try:
        with transaction.atomic():
            lender = provision_lender(
                slug=asked.slug,
                name=asked.name,
                hosts=asked.hosts,
                time_zone=asked.time_zone,
                actor=actor,
                now=now,
            )
            _record_opening(lender, asked, address, actor, now)
    except Conflict:
        # Of two clicks on one button the second comes here, once the first is done.
        first = _opened_before(asked)
        if first is None:
            raise
        return first
    return lender


def _opened_before(asked: AskedLender) -> Lender | None:
    """The lender that this very form has made."""
    lender = Lender.objects.filter(slug=asked.slug).first()
    return lender if lender and asked.form and opening_of(lender).get("form") == asked.form else None


def _record_opening(lender: Lender, asked: AskedLender, address: str, actor: Actor, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        action=OPENED,
        object_kind="lender",
        object_id=lender.id,
        summary=f"{lender.name} was opened on the support console.",
        facts={
            "address": address,
            "hosts": asked.hosts,
            "time_zone": asked.time_zone,
            "administrator": asked.administrator.name,
            "administrator_email": asked.administrator.email,
            "form": asked.form,
        },
    )


def _invite_once(lender: Lender, administrator: Administrator, actor: Actor, now: datetime) -> None:
    with in_tenant(lender):
        if active_users(UserKind.STAFF, StaffRole.ADMIN):
            return
        try:
            _invite(administrator, actor, now)
        except EmailTaken:
            return  # by the other click


def _invite(administrator: Administrator, actor: Actor, now: datetime) -> User:
    return invite_staff(
        email=administrator.email, name=administrator.name, role=StaffRole.ADMIN, language="en", actor=actor, now=now
    )


def invite_administrator(
    *, lender_id: uuid.UUID, administrator: Administrator, address: str, actor: Actor, now: datetime
) -> None:
    """Mail the first administrator's invitation again, or invite somebody else in their place.

    An earlier invitation to another address is worth nothing from then on. Raises NotFound, EmailTaken, or
    AdministratorIsIn once an administrator has signed in.
    """
    with in_platform(actor, "invite a first administrator"):
        lender = present_lender(lender_id)
    with in_tenant(lender), transaction.atomic():
        waiting = _waiting_administrators()
        invited = _invite_in_place_of(waiting, administrator, actor, now)
    with in_platform(actor, "write down who was invited"):
        record(
            actor=actor,
            now=now,
            action="lender.administrator_invited",
            object_kind="lender",
            object_id=lender.id,
            summary=f"{invited.name} was invited as the first administrator of {lender.name}.",
            facts={"address": address, "email": invited.email},
        )


def _waiting_administrators() -> list[User]:
    """Who was invited to administer the lender and has not come, locked; raises AdministratorIsIn."""
    named = active_users(UserKind.STAFF, StaffRole.ADMIN)
    locked = [lock_user_named(UserKind.STAFF, user.email) for user in named]
    waiting = [user for user in locked if user is not None]
    if any(user.has_usable_password() for user in waiting):
        raise AdministratorIsIn
    return waiting


def _invite_in_place_of(waiting: list[User], administrator: Administrator, actor: Actor, now: datetime) -> User:
    known = user_named(UserKind.STAFF, administrator.email)
    if known is None or known.role != StaffRole.ADMIN or known.has_usable_password():
        invited = _invite(administrator, actor, now)
    else:
        set_active(kind=UserKind.STAFF, user_id=known.id, active=True, actor=actor, now=now)
        resend_invitation(kind=UserKind.STAFF, user_id=known.id, actor=actor, now=now)
        invited = known
    for other in waiting:
        if other.id != invited.id:
            set_active(kind=UserKind.STAFF, user_id=other.id, active=False, actor=actor, now=now)
    return invited
