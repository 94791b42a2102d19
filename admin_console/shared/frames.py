"""What stands around every page of a console: whose look it wears and which pages there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from branding.inputs import read_brand
from branding.published.queries import NEUTRAL_HASH, PublishedBrand
from branding.theme import html_attributes

# Consoles have more pages than a band across the top can hold, so their menu always stands at the side.
_SIDE = {"data-nav": "side"}
_NEUTRAL = {**html_attributes(read_brand({})), **_SIDE}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu. ``count`` is how many things wait there."""

    title: str
    path: str
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Entries that belong together, under a title (empty for the first)."""

    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The look and the fixed addresses of one console."""

    name: str
    door_title: str
    door_text: str
    css_hash: str
    color_scheme: str
    attributes: Mapping[str, str]
    base_path: str
    logo_url: str | None = None
    logo_on_dark_url: str | None = None
    logo_alt: str = ""
    favicon_url: str = "/static/console/favicon.svg"

    @property
    def header_logo(self) -> tuple[str, str]:
        """The logos for the header's ground by day and by night; equal where one is right for both."""
        return self._for_ground(self.attributes.get("data-header-ground", "light"))

    @property
    def hero_logo(self) -> tuple[str, str]:
        """The logos for the sign-in picture, likewise."""
        return self._for_ground(self.attributes.get("data-hero-ground", "dark"))

    def _for_ground(self, ground: str) -> tuple[str, str]:
        light = self.logo_url or ""
        dark = self.logo_on_dark_url or light
        if ground == "scheme":
            return light, dark
        return (dark, dark) if ground == "dark" else (light, light)


def lender_frame(request: HttpRequest) -> Frame:
    """The frame of a lender's own console: the brand that the lender's borrowers see."""
    lender = request.lender  # type: ignore[attr-defined]
    brand = cast(PublishedBrand, lender.parts["brand"])
    words = brand.words("en")
    return Frame(
        name=lender.name,
        door_title="Staff console",
        door_text=f"For the people who work at {lender.name}.",
        css_hash=brand.css_hash,
        color_scheme=brand.color_scheme,
        attributes={**brand.attributes, **_SIDE},
        base_path="/console/",
        logo_url=brand.image_url("logo"),
        logo_on_dark_url=brand.image_url("logo_on_dark"),
        logo_alt=words.logo_alt,
        favicon_url=brand.image_url("favicon") or "/static/console/favicon.svg",
    )


def support_frame() -> Frame:
    """The frame of the support console: Portico's own neutral look."""
    return Frame(
        name="Portico",
        door_title="Support console",
        door_text="For the people who look after the lenders on this platform.",
        css_hash=NEUTRAL_HASH,
        color_scheme="light dark",
        attributes=_NEUTRAL,
        base_path="/",
    )


def frame_of(request: HttpRequest) -> Frame:
    """The frame of whichever console this host has."""
    return support_frame() if getattr(request, "lender", None) is None else lender_frame(request)
