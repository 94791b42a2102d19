"""Every route there is, found by walking the URL lists and not from memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    pattern: str
    view: Any

    @property
    def key(self) -> str:
        return f"{self.method.upper()} {self.pattern}"


def routes_of(urlconf: str) -> list[Route]:
    """Every route of one host's URL list."""
    return [
        Route(method, pattern, view)
        for pattern, callback in _walk(import_module(urlconf).urlpatterns)
        for view in (getattr(callback, "view_class", callback),)
        for method in (METHODS if isinstance(view, type) else ("get",))
        if not isinstance(view, type) or hasattr(view, method)
    ]


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.callback
