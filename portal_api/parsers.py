"""Reading what was posted: any body that cannot be read is refused in words, never with a fault of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 16  # the deepest body of our own has three levels


class PlainJSONParser(JSONParser):
    """JSON as DRF reads it, but only as deep as anything could be meant."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body; raises ParseError for what is no JSON, or is nested without an end."""
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise _too_deep() from None
        if _depth_passes(body, DEEPEST):
            raise _too_deep()
        return body


def _too_deep() -> ParseError:
    return ParseError("We could not read this request: it is nested too deeply.")


def _depth_passes(body: Any, most: int) -> bool:
    """Whether lists and objects stand in each other more than ``most`` times; level by level, without recursion."""
    level = [body]
    for _ in range(most + 1):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
