"""The doors of a lender's console: signed-in staff with a role that includes what the page is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from admin_console.shared.doors import answer, to_sign_in, wrong_method
from admin_console.shared.entering import Entrance
from admin_console.shared.flash import leave_flash
from admin_console.shared.visits import Visit
from portal_api.identity.authentication import staff_user
from portal_api.identity.roles import Action, may, require
from portal_api.identity.states import UserKind
from portico_kernel.clock import read_clock
from portico_kernel.errors import NotAllowed, NotFound, PorticoError
from tenants.snapshot import LenderSnapshot

from .menu import menu_for

ENTRANCE = Entrance(kind=UserKind.STAFF, base_path="/console/", user_of=staff_user)
SIGN_IN = "/console/sign-in"


@dataclass(frozen=True, slots=True)
class StaffVisit(Visit):
    """A visit by a lender's staff member to the lender's own console."""

    lender: LenderSnapshot

    def may(self, action: Action) -> bool:
        """Whether this person's role includes an action."""
        return may(self.user.role, action)


def visit_of(request: HttpRequest) -> StaffVisit | None:
    """The visit that a request is; None where nobody is signed in."""
    user = staff_user(request)
    if user is None:
        return None
    lender = cast(LenderSnapshot, request.lender)  # type: ignore[attr-defined]
    return StaffVisit(request, user, read_clock(), menu_for(user, request.path), lender)


StaffView = Callable[..., HttpResponse]
Door = Callable[[StaffView], Callable[..., HttpResponse]]


def staff_page(action: Action, *, writes: Action | None = None) -> Door:
    """A page for staff whose role includes ``action``; sending its form needs ``writes`` as well."""
    methods = ["GET", "HEAD", *(["POST"] if writes else [])]

    def door(view: StaffView) -> Callable[..., HttpResponse]:
        def inside(visit: StaffVisit, kwargs: dict[str, Any]) -> HttpResponse:
            require(visit.user.role, action)
            if visit.posted and writes is not None:
                require(visit.user.role, writes)
            return view(visit, **kwargs)

        return _door(view, inside, methods, needs=(action, writes))

    return door


def staff_action(action: Action, *, back: str) -> Door:
    """A button: POST only. What is refused is said on the page ``back``, which takes the same arguments."""

    def door(view: StaffView) -> Callable[..., HttpResponse]:
        def inside(visit: StaffVisit, kwargs: dict[str, Any]) -> HttpResponse:
            require(visit.user.role, action)
            try:
                return view(visit, **kwargs)
            except (NotFound, NotAllowed):
                raise
            except PorticoError as error:
                response: HttpResponse = redirect(back, **kwargs)
                leave_flash(response, " ".join(error.fields.values()) or error.message, "bad")
                return response

        return _door(view, inside, ["POST"], needs=(action, action))

    return door


def _door(
    view: StaffView,
    inside: Callable[[StaffVisit, dict[str, Any]], HttpResponse],
    methods: list[str],
    needs: tuple[Action, Action | None],
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request)
        if visit is None:
            return to_sign_in(request, SIGN_IN)
        if request.method not in methods:
            return wrong_method(methods)
        return answer(request, visit.lender.zone, lambda: inside(visit, kwargs), visit)

    door.needs, door.methods = needs, methods  # type: ignore[attr-defined]
    return door
