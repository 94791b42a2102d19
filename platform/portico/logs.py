"""Logging: one line of JSON per event, scrubbed of secrets and account numbers before it is written."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, MutableMapping
from typing import Any

import orjson
import structlog
from structlog.typing import Processor

from portico_kernel.scrubbing import ScrubbingFilter, scrub_event


class ScrubbedEvent(dict[str, Any]):
    """An event that has been scrubbed; our own handler need not do it a second time."""


def scrub(logger: Any, method: str, event: MutableMapping[str, Any]) -> ScrubbedEvent:
    """Scrub every value of an event, and say so."""
    return ScrubbedEvent(scrub_event(logger, method, event))


class StillToScrub(ScrubbingFilter):
    """The scrubbing filter, for what structlog's chain has not scrubbed yet."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, unless it is one of ``ScrubbedEvent`` and nothing else."""
        if isinstance(record.msg, ScrubbedEvent) and not record.exc_info and not record.exc_text:
            return True
        return super().filter(record)


def as_json(event: Any, default: Callable[[Any], Any]) -> str:
    """An event as one line of JSON; what orjson does not take (half a surrogate pair, say) loses no line."""
    try:
        return orjson.dumps(event, default=default, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        return json.dumps(event, default=default)


# Exceptions are formatted before they are scrubbed: a traceback carries what the code was holding.
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    scrub,
]


def configure_structlog() -> None:
    """Send structlog's events through the standard library, so that every line has one way out."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_settings(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: to standard error from ``level`` on, every handler behind the scrubbing filter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"scrub": {"()": StillToScrub}},
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(serializer=as_json),
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["scrub"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "WARNING"}},
    }
