"""Looking at pages: pictures at both sizes, and axe in light and dark. Nothing here judges taste; people do."""

from __future__ import annotations

import shutil
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

from portico.devstack.places import CLONE
from tests.journeys.conftest import DESK, PHONE

# Not in test-results/, which pytest-playwright empties whenever any pytest begins.
PICTURES = CLONE / "var" / "pictures"
# Frames are looked at by themselves: axe cannot reach into another origin. Their heading is the page's around them.
RUN_AXE = """async () => {
  const isFrame = window.parent !== window;
  const rules = isFrame ? {'page-has-heading-one': {enabled: false}} : {};
  const {violations} = await axe.run(document, {resultTypes: ['violations'], iframes: false, rules});
  return violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}"""


class Gallery:
    """Takes pages of one brand; ``troubles`` says what axe, or the width of a phone, has against them."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.folder = PICTURES / name
        self.troubles: list[str] = []
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self, name: str) -> None:
        """Picture and test the page as it stands: desk by day, phone by night, and pictures of the other two."""
        self.page.set_viewport_size(DESK)
        self._shoot(name, "1440")
        self._ask_axe(name, "1440 light")
        self.page.emulate_media(color_scheme="dark")
        self._shoot(name, "1440-dark")
        self.page.set_viewport_size(PHONE)
        self._ask_axe(name, "390 dark")
        self._measure(name)
        self.page.emulate_media(color_scheme="light")
        self._shoot(name, "390")
        self.page.set_viewport_size(DESK)

    def _shoot(self, name: str, size: str) -> Path:
        path = self.folder / f"{name}-{size}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    def _ask_axe(self, name: str, how: str) -> None:
        for frame in self.page.frames:
            where = name if frame == self.page.main_frame else f"{name} (frame)"
            self.troubles += [f"{where}, {how}: {violation}" for violation in axe_on(frame)]

    def _measure(self, name: str) -> None:
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide > 0:
            self.troubles.append(f"{name}: {too_wide} px wider than a phone")


def axe_on(frame: Frame) -> list[str]:
    """What axe finds wrong in one document: the rule and the elements."""
    if frame.evaluate("typeof window.axe") == "undefined":
        # Through Playwright and not as a script element: the page's policy would rightly stop that.
        frame.evaluate(AXE_SCRIPT)
    found: list[str] = frame.evaluate(RUN_AXE)
    return found
