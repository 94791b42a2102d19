"""The doors of the support console: signed-in support agents. Each page names the agent to the platform."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from admin_console.shared.doors import answer, to_sign_in, wrong_method
from admin_console.shared.entering import Entrance
from admin_console.shared.visits import Visit
from portal_api.identity.authentication import support_user
from portal_api.identity.states import UserKind
from portico_kernel.clock import read_clock

from .menu import menu_for

ENTRANCE = Entrance(kind=UserKind.SUPPORT, base_path="/", user_of=support_user)
SIGN_IN = "/sign-in"
# Lenders stand in many zones; support's own clock is the one that the logs have.
CLOCK = ZoneInfo("UTC")

SupportView = Callable[..., HttpResponse]


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit that a request is; None where nobody is signed in."""
    user = support_user(request)
    return None if user is None else Visit(request, user, read_clock(), menu_for(request.path))


def support_page(view: SupportView) -> Callable[..., HttpResponse]:
    """A page for support agents."""
    return _door(view, ("GET", "HEAD"))


def support_form(view: SupportView) -> Callable[..., HttpResponse]:
    """A page for support agents with a form that it takes itself."""
    return _door(view, ("GET", "HEAD", "POST"))


def support_action(view: SupportView) -> Callable[..., HttpResponse]:
    """A form that support agents send: POST only."""
    return _door(view, ("POST",))


def _door(view: SupportView, methods: tuple[str, ...]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request)
        if visit is None:
            return to_sign_in(request, SIGN_IN)
        if request.method not in methods:
            return wrong_method(list(methods))
        return answer(request, CLOCK, lambda: view(visit, **kwargs), visit)

    door.needs, door.methods = UserKind.SUPPORT, methods  # type: ignore[attr-defined]
    return door
