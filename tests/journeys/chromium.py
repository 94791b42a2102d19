"""One Chromium for all journeys of a worker, which a journey that hangs cannot take from the others.

Many calls of Playwright have no time limit, and what pytest-timeout raises inside one leaves Playwright's
event loop broken for every journey after it. So a journey that takes too long loses its browser instead:
whatever it waits for then fails at once, with Playwright's own words, and the next journey gets a new one.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from portico.devstack.browser import find_or_fetch_chromium
from portico.devstack.web import node_program

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
LONGEST_SECONDS = 120
WAIT_MILLISECONDS = 10_000


class Chromium:
    """The browser of this worker, started when first asked for."""

    def __init__(self) -> None:
        # Playwright's own Node needs a library that small machines lack; ours needs none.
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_program()))
        # Playwright leaves its event loop running in this thread, where other tests speak to the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        self._program = find_or_fetch_chromium()
        self._playwright = ExitStack()
        self._browser: Browser | None = None

    def new_profile(self, viewport: ViewportSize) -> BrowserContext:
        """A fresh profile that waits at most ten seconds for anything."""
        context = self._running().new_context(viewport=viewport, locale="en-US", reduced_motion="reduce")
        context.set_default_timeout(WAIT_MILLISECONDS)
        return context

    @contextlib.contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """The browser ends after so many seconds, if the block has not ended before."""
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def close(self) -> None:
        """Stop the browser and Playwright."""
        self._browser = None
        self._playwright.close()

    def _running(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            if self._browser is None:
                self._chromium = self._playwright.enter_context(sync_playwright()).chromium
            self._browser = self._chromium.launch(
                executable_path=self._program, chromium_sandbox=os.geteuid() != 0, args=FLAGS
            )
        return self._browser

    @staticmethod
    def _kill() -> None:
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if "--remote-debugging-pipe" in child.cmdline():
                    child.kill()
