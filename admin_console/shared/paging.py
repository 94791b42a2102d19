"""Lists by pages of fifty, with their filters kept in the links."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(request: HttpRequest, rows: Any, *, size: int = PAGE_SIZE) -> Page[Any]:
    """The page of a list that ``?page=`` asks for; the nearest one that there is."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    page.query = kept.urlencode()  # type: ignore[attr-defined]
    return page
