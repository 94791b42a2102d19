"""Error pages of the consoles: in words, in the console's look, and without asking the database."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from portal_api.shell.errors import is_database_away, unavailable
from portico_kernel.errors import NotAllowed, PorticoError, Unavailable

from .visits import Visit, render_page

_TITLES = {
    403: "You cannot do that",
    404: "We could not find that page",
    405: "That address takes no visitors",
    409: "That has changed",
    503: "Not right now",
}


def not_found(request: HttpRequest, exception: Any = None, *, visit: Visit | None = None) -> HttpResponse:
    """An unknown address, or something that this visitor may not know of."""
    return error_page(request, 404, "Check the address, or go back to the start page.", visit=visit)


def not_allowed(request: HttpRequest, error: NotAllowed, *, visit: Visit | None) -> HttpResponse:
    """A known visitor whose role does not include what was asked."""
    text = f"{error.message} Ask an administrator if you need it."
    return error_page(request, 403, text, visit=visit)


def refused(request: HttpRequest, error: PorticoError, *, visit: Visit | None) -> HttpResponse:
    """Any other refusal that no form can show."""
    sentences = [error.message, *error.fields.values()]
    return error_page(request, error.status, " ".join(dict.fromkeys(sentences)), visit=visit)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without this browser's own token: too old, or not one of ours."""
    text = "This form was open for too long, or came from another page. Go back, reload the page and send it again."
    return error_page(request, 403, text, title="That form could not be sent")


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database's absence."""
    if is_database_away():
        return unavailable(request)
    try:
        return error_page(request, 500, "It is on our side and has been noted.", title="Something went wrong")
    except Unavailable:
        return HttpResponse("Something went wrong on our side. Please try again in a minute.", status=500)


def error_page(
    request: HttpRequest, status: int, text: str, *, title: str = "", visit: Visit | None = None
) -> HttpResponse:
    """One page with one sentence and a way back; with the menu for somebody who is signed in."""
    context = {"title": title or _TITLES.get(status, "That did not work"), "text": text}
    if visit is not None:
        return visit.page("console/error.html", context, status=status)
    return render_page(request, "console/error.html", context, status=status)
