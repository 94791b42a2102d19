"""Framework hooks of the whole (STYLE rule 11): whose a request was, and how long it took, stands in its log line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_failed_metadata, bind_extra_request_finished_metadata

from .request_log import facts_of


def say_whose_it_was(*, request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    """Add a request's facts to its last line."""
    log_kwargs.update(facts_of(request))


bind_extra_request_finished_metadata.connect(say_whose_it_was, dispatch_uid="portico.finished")
bind_extra_request_failed_metadata.connect(say_whose_it_was, dispatch_uid="portico.failed")
