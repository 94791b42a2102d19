"""The brand form: what people could not read is not published, and what is published is worn at once."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branding.inputs import brand_inputs, read_brand
from branding.published.models import BrandVersion
from tenants.context import in_tenant
from tests.console.browsing import text_of
from tests.console.conftest import Desks

LOOK = brand_inputs(read_brand({"brand_colour": "#7a1f5c", "paper": "warm"}))
WORDS = {"en.portal_name": "My Alder", "en.payments_off_text": "Pay by cheque.", "en.legal": ""}


def picture(width: int, height: int) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#203040").save(stream, "PNG")
    return SimpleUploadedFile("picture.png", stream.getvalue(), "image/png")


def versions(desks: Desks) -> int:
    with in_tenant(desks.cast.lenders.alder):
        return BrandVersion.objects.count()


def test_publishing_is_worn_by_the_next_page_of_this_lender_alone(desks: Desks) -> None:
    others = desks.other_admin.get("/console/").content

    desks.admin.post("/console/brand/", {**LOOK, **WORDS, "hero": picture(1200, 800), "logo": picture(400, 100)})

    with in_tenant(desks.cast.lenders.alder):
        version = BrandVersion.objects.get()
    page = desks.admin.get("/console/").content.decode()
    assert f"/theme/{version.css_hash}.css" in page
    assert set(version.images) == {"hero", "logo", "favicon"}
    assert version.words["en"]["payments_off_text"] == "Pay by cheque."
    assert version.inputs["hero"]["digest"] in version.css
    assert version.css_hash.encode() not in others


def test_a_second_version_keeps_the_pictures_of_the_first(desks: Desks) -> None:
    desks.admin.post("/console/brand/", {**LOOK, **WORDS, "hero": picture(1200, 800)})

    desks.admin.post("/console/brand/", {**LOOK, **WORDS, "corners": "round"})

    with in_tenant(desks.cast.lenders.alder):
        first, second = BrandVersion.objects.order_by("version")
    assert second.images == first.images
    assert second.inputs["hero"] == first.inputs["hero"]


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(desks: Desks) -> None:
    page = desks.admin.post("/console/brand/", {**LOOK, **WORDS, "brand_colour": "#ffee88"})

    assert page.status_code == 422
    assert "The brand color is too faint on the page" in text_of(page)
    assert 'data-suggest="id_brand_colour"' in page.content.decode()
    assert versions(desks) == 0


def test_markup_and_pictures_that_are_none_are_named_and_nothing_is_lost(desks: Desks) -> None:
    bad_words = desks.admin.post("/console/brand/", {**LOOK, **WORDS, "en.sign_in_title": "<b>Hello</b>"})
    svg = SimpleUploadedFile("logo.svg", b"<svg onload='x()'></svg>", "image/svg+xml")
    bad_logo = desks.admin.post("/console/brand/", {**LOOK, **WORDS, "logo": svg})

    assert "Write plain words, without &lt; or &gt;." in bad_words.content.decode()
    assert 'value="My Alder"' in bad_words.content.decode()
    assert "SVG files can carry scripts" in text_of(bad_logo)
    assert versions(desks) == 0


def test_a_viewer_looks_at_the_brand_and_cannot_publish(desks: Desks) -> None:
    page = desks.viewer.get("/console/brand/")

    assert page.status_code == 200
    assert "Publish version" not in text_of(page)
