"""A visit: one request by somebody who is signed in on a console, and the answers it may get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from portal_api.assets import entry
from portal_api.identity.models import User
from portal_api.identity.viewer import actor_of
from portico_kernel.actor import Actor

from .flash import Tone, drop_flash, leave_flash, read_flash
from .frames import Frame, NavGroup, frame_of


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is here, at which console, and when they came."""

    request: HttpRequest
    user: User
    now: datetime
    menu: Sequence[NavGroup]

    @property
    def actor(self) -> Actor:
        """The visitor as the actor of an operation."""
        return actor_of(self.user)

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    def page(self, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """Answer with a page of this console."""
        idle = {"timeout": settings.PORTICO_IDLE_SECONDS, "warn": settings.PORTICO_IDLE_WARN_SECONDS}
        inside = {"visitor": self.user, "menu": self.menu, "idle": idle, **(context or {})}
        return render_page(self.request, template, inside, status=status)

    def done(self, said: str, to: str, *args: object, tone: Tone = "good") -> HttpResponse:
        """Go to another page (a URL name with its arguments) and say there what happened."""
        response = redirect(to, *args)
        leave_flash(response, said, tone)
        return response


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200, frame: Frame | None = None
) -> HttpResponse:
    """Render a template of either console in its frame. Never kept by a browser or proxy."""
    whole = {
        "frame": frame or frame_of(request),
        "files": entry("console"),
        "flash": read_flash(request),
        **context,
    }
    response = HttpResponse(render_to_string(template, whole, request), status=status)
    response["Cache-Control"] = "no-store"
    drop_flash(request, response)
    return response
