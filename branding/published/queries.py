"""What hosts show: the newest published brand of a site, its theme and its images."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from branding.inputs import read_brand
from branding.theme import html_attributes, render_theme_css
from branding.words import Words, words_in
from tenants.snapshot import LenderSnapshot

from .models import BrandAsset, BrandVersion

PART = "brand"
# Before a lender has published anything, its portal wears our neutral brand under its own name.
_NEUTRAL_CSS, NEUTRAL_HASH = render_theme_css(read_brand({}))
_NEUTRAL_ATTRIBUTES = html_attributes(read_brand({}))


@dataclass(frozen=True, slots=True)
class PublishedBrand:
    """The brand that a host shows. ``images`` maps a place (logo, favicon, hero) to a file name under /brand/."""

    version: int
    lender_name: str
    inputs: Mapping[str, Any]
    stored_words: Mapping[str, Mapping[str, object]]
    images: Mapping[str, str]
    attributes: Mapping[str, str]
    css_hash: str
    css: bytes

    @property
    def color_scheme(self) -> str:
        """For the page's ``color-scheme``."""
        return "light" if self.inputs.get("dark_mode") == "never" else "light dark"

    def words(self, language: str) -> Words:
        """The words in one language."""
        return words_in(self.stored_words, language, lender_name=self.lender_name)

    def image_url(self, place: str) -> str | None:
        """The address of an image on the lender's own host, or None."""
        name = self.images.get(place)
        return f"/brand/{name}" if name else None

    def for_web(self, language: str) -> dict[str, Any]:
        """Words and image addresses as the web app's bootstrap carries them."""
        return {
            **asdict(self.words(language)),
            "logo_url": self.image_url("logo"),
            "logo_on_dark_url": self.image_url("logo_on_dark"),
            "hero_url": self.image_url("hero"),
            "attributes": dict(self.attributes),
        }


def newest_version(site_id: uuid.UUID) -> BrandVersion | None:
    """The version that a site shows, or None before the first."""
    return BrandVersion.objects.filter(site_id=site_id).order_by("-version").first()


def load_brands(lenders: Sequence[LenderSnapshot]) -> dict[uuid.UUID, PublishedBrand]:
    """The brands of these snapshots' sites, by site; neutral where none is published. One query."""
    newest = BrandVersion.objects.order_by("site_id", "-version").distinct("site_id")
    rows = {row.site_id: row for row in newest.filter(site_id__in=[lender.site_id for lender in lenders])}
    return {lender.site_id: _published(lender.name, rows.get(lender.site_id)) for lender in lenders}


def _published(lender_name: str, row: BrandVersion | None) -> PublishedBrand:
    if row is None:
        return PublishedBrand(0, lender_name, {}, {}, {}, _NEUTRAL_ATTRIBUTES, NEUTRAL_HASH, _NEUTRAL_CSS)
    return PublishedBrand(
        version=row.version,
        lender_name=lender_name,
        inputs=row.inputs,
        stored_words=row.words,
        images=row.images,
        attributes=row.attributes,
        css_hash=row.css_hash,
        css=row.css.encode(),
    )


def asset_bytes(content_hash: str) -> BrandAsset | None:
    """One image of the lender that is entered; row policies hide every other lender's."""
    return BrandAsset.objects.filter(content_hash=content_hash).first()


def theme_css(css_hash: str) -> bytes | None:
    """The CSS of a published version of the lender that is entered, by its hash."""
    if css_hash == NEUTRAL_HASH:
        return _NEUTRAL_CSS
    css = BrandVersion.objects.filter(css_hash=css_hash).values_list("css", flat=True).first()
    return None if css is None else css.encode()
