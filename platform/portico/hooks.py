"""Framework hooks of the whole (STYLE rule 11): whose a request was stands in its log lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_finished_metadata, bind_extra_request_metadata

from tenants.middleware import bare_host


def name_the_host(*, request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    """Say in a request's first line at which address it came in: its lender is not known yet."""
    log_kwargs["host"] = bare_host(request)


def name_the_lender(*, request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    """Say in a request's last line whose it was: the door to the lender is closed again by then."""
    lender = getattr(request, "lender", None)
    if lender is not None:
        log_kwargs["lender"] = lender.slug


bind_extra_request_metadata.connect(name_the_host, dispatch_uid="portico.host")
bind_extra_request_finished_metadata.connect(name_the_lender, dispatch_uid="portico.lender")
