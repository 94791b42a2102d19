"""The door of every console page: who are you, may you, and what to say when something is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from portico_kernel.errors import NotAllowed, NotFound, PorticoError

from . import errors
from .visits import Visit

View = Callable[..., HttpResponse]


def answer(
    request: HttpRequest, zone: ZoneInfo, view: Callable[[], HttpResponse], visit: Visit | None = None
) -> HttpResponse:
    """Run a view with the clock of a place; every refusal becomes a page, a visitor's with the menu."""
    with timezone.override(zone), translation.override("en"):
        try:
            return view()
        except NotFound as error:
            return errors.error_page(request, 404, error.message, visit=visit)
        except NotAllowed as error:
            return errors.not_allowed(request, error, visit=visit)
        except PorticoError as error:
            return errors.refused(request, error, visit=visit)


def public_page(view: View) -> View:
    """A page that nobody need be signed in for. Its clock is UTC."""

    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return answer(request, ZoneInfo("UTC"), lambda: view(request, **kwargs))

    door.public = True  # type: ignore[attr-defined]
    return door


def nothing_for(visit_of: Callable[[HttpRequest], Visit | None]) -> View:
    """The view of every address that a console does not have; whoever is signed in keeps the menu."""

    @public_page
    def nothing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return errors.not_found(request, visit=visit_of(request))

    return nothing


def to_sign_in(request: HttpRequest, sign_in: str) -> HttpResponse:
    """Send somebody to the sign-in page; a page that was only read is opened again afterwards."""
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{sign_in}?{urlencode({'next': wanted})}" if wanted else sign_in)


def safe_next(wanted: str, *, base_path: str) -> str:
    """A path of this very console, whatever the address bar asked for; the start page where it is not."""
    is_ours = wanted.startswith(base_path) and wanted.isprintable() and not wanted.startswith("//")
    if is_ours and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return base_path


def wrong_method(allowed: list[str]) -> HttpResponse:
    """The answer to a method that an address does not take."""
    return HttpResponseNotAllowed(allowed)
