"""Browsers for the journeys: Chromium without sandbox or network chatter, before the product as it runs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, ViewportSize, expect

from portico.devstack.web import build_web
from tests.database import superuser_dsn
from tests.journeys.chromium import LONGEST_SECONDS, WAIT_MILLISECONDS, Chromium
from tests.journeys.stack import PORTAL_COOKIE, Borrower, Stack, running_stack
from tests.journeys.watching import Watch

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SIZES = {"1440": DESK, "390": PHONE}

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product, started for this worker."""
    build_web()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with running_stack(superuser_dsn(), worker, tmp_path_factory.mktemp("journeys")) as started:
        yield started


@pytest.fixture(scope="session")
def all_chromium() -> Iterator[Chromium]:
    """Closed when the worker has done its last journey."""
    expect.set_options(timeout=WAIT_MILLISECONDS)
    shared = Chromium()
    yield shared
    shared.close()


@pytest.fixture
def chromium(all_chromium: Chromium) -> Iterator[Chromium]:
    """One Chromium for all journeys; each gets profiles of its own in it, and only so much of its time."""
    with all_chromium.at_most(LONGEST_SECONDS):
        yield all_chromium


def close(context: BrowserContext) -> None:
    """Close a profile; a browser that was taken from a hanging journey is closed already."""
    with contextlib.suppress(Error):
        context.close()


@pytest.fixture
def open_browser(chromium: Chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Opens fresh browser profiles, watches them, and fails the journey for what must never be seen in any."""
    watches: list[Watch] = []
    with ExitStack() as closing:

        def opened(size: str = "1440") -> BrowserContext:
            context = chromium.new_profile(SIZES[size])
            closing.callback(close, context)
            watches.append(Watch(context))
            return context

        yield opened
    assert [trouble for watch in watches for trouble in watch.troubles] == []


@pytest.fixture
def visit(open_browser: Callable[..., BrowserContext], stack: Stack) -> Visit:
    """``visit("/accounts", borrower, "390")``: a page in a profile of its own, where the borrower is signed in."""

    def visited(path: str, borrower: Borrower | None, size: str = "1440", slug: str = "alder") -> Page:
        context = open_browser(size)
        origin = stack.origin(borrower.slug if borrower else slug)
        if borrower is not None:
            cookie = {"name": PORTAL_COOKIE, "value": borrower.secret, "url": origin, "httpOnly": True}
            context.add_cookies([cookie | {"sameSite": "Lax"}])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(origin + path)
        return page

    return visited
