"""Browsers for the journeys: Chromium without sandbox or network chatter, before the product as it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from portico.devstack.browser import find_or_fetch_chromium
from portico.devstack.web import build_web, node_program
from tests.database import superuser_dsn
from tests.journeys.stack import PORTAL_COOKIE, Borrower, Stack, running_stack
from tests.journeys.watching import Watch

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
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
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys; each gets profiles of its own in it."""
    # Playwright's own Node needs a library that small machines lack; ours needs none.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_program()))
    # Playwright leaves its event loop running in this thread, where other tests speak to the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = find_or_fetch_chromium()
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens fresh browser profiles, watches them, and fails the journey for what must never be seen in any."""
    watches: list[Watch] = []
    with ExitStack() as closing:

        def opened(size: str = "1440") -> BrowserContext:
            context = chromium.new_context(viewport=SIZES[size], locale="en-US", reduced_motion="reduce")
            closing.callback(context.close)
            context.set_default_timeout(10_000)
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
