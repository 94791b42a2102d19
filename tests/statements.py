"""What Django noted of the statements that it sent, one by one."""

from __future__ import annotations

import re

from django.test.utils import CaptureQueriesContext

# A position goes in the message of the statement that it is for.
_OPENED = re.compile(r"(?s)(SELECT set_config\(.*?, (?:true|false)\)); (.+)")


def statements_in(captured: CaptureQueriesContext) -> list[str]:
    """Every statement, also of two that went in one message."""
    found: list[str] = []
    for query in captured.captured_queries:
        opened = _OPENED.fullmatch(query["sql"])
        found += opened.groups() if opened else [query["sql"]]
    return found


def without_positions(captured: CaptureQueriesContext) -> list[str]:
    """The statements that ask for something, without what said where."""
    return [each for each in statements_in(captured) if "set_config" not in each]
