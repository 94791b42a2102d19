"""The log of requests: one line for each, when it has been answered, and the id that its other lines carry."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from portal_api.identity.asker import client_address
from portico_kernel.clock import read_clock
from portico_kernel.scrubbing import scrub_text
from tenants.middleware import bare_host

from .logs import ScrubbedEvent

_BEGAN = "_portico_began"
_log = logging.getLogger(__name__)


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's middleware without its line at the start: the one at the end says all that it said.

    A request that fails has a line of its own (``request_failed``), with the same facts and the traceback.
    """

    def prepare(self, request: HttpRequest) -> None:
        """Give the request its id, and note where it comes from and when it began."""
        setattr(request, _BEGAN, time.perf_counter())
        bind_contextvars(request_id=str(uuid.uuid4()), ip=client_address(request))

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Write the line of a request that was answered; one that failed or streams goes the library's way."""
        if hasattr(request, "_raised_exception") or response.streaming:
            super().handle_response(request, response)
            return
        self.bind_user_id(request)
        level = self._log_level_for_status_code(response.status_code)
        if _log.isEnabledFor(level):
            # As structlog's chain would hand it over; going through it was a fifth of a hot request's Python.
            line = _line(self.format_request(request), request, response.status_code, level)
            _log.log(level, line, extra={"_logger": _log, "_name": line["level"]})
        clear_contextvars()


def _line(asked: str, request: HttpRequest, status: int, level: int) -> ScrubbedEvent:
    """The line of an answered request. Scrubbed where its words are the client's; the others are ours."""
    facts = facts_of(request)
    theirs = {"request": asked, "host": facts.pop("host"), "user_agent": facts.pop("user_agent") or ""}
    return ScrubbedEvent(
        {
            "event": "request_finished",
            "code": status,
            **{name: scrub_text(text) for name, text in theirs.items()},
            **facts,
            **get_contextvars(),
            "level": logging.getLevelName(level).lower(),
            "timestamp": read_clock().isoformat().replace("+00:00", "Z"),
        }
    )


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """What a request's last line says beside its answer. The door to its lender may be closed again by then."""
    lender = getattr(request, "lender", None)
    return {
        "host": bare_host(request),
        "user_agent": request.META.get("HTTP_USER_AGENT"),
        "ms": round((time.perf_counter() - getattr(request, _BEGAN)) * 1000, 1),
        **({} if lender is None else {"lender": lender.slug}),
    }
