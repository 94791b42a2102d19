"""The log of requests: one line for each, when it has been answered, and the id that its other lines carry."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars

from portal_api.identity.asker import client_address
from tenants.middleware import bare_host

_BEGAN = "_portico_began"


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's middleware without its line at the start: the one at the end says all that it said.

    A request that fails has a line of its own (``request_failed``), with the same facts and the traceback.
    """

    def prepare(self, request: HttpRequest) -> None:
        """Give the request its id, and note where it comes from and when it began."""
        setattr(request, _BEGAN, time.perf_counter())
        bind_contextvars(request_id=str(uuid.uuid4()), ip=client_address(request))


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """What a request's last line says beside its answer. The door to its lender may be closed again by then."""
    lender = getattr(request, "lender", None)
    return {
        "host": bare_host(request),
        "user_agent": request.META.get("HTTP_USER_AGENT"),
        "ms": round((time.perf_counter() - getattr(request, _BEGAN)) * 1000, 1),
        **({} if lender is None else {"lender": lender.slug}),
    }
