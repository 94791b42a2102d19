"""What the API answers with: JSON, whatever a client says that it would rather have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class JsonForAll(DefaultContentNegotiation):
    """DRF's negotiation without its reading of ``Accept``: there is one renderer to choose from."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The view's renderer and what it makes."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)
