"""What stands around the API: the page, the theme, pictures and the icon, each of one lender alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from branding.folder import read_brand_folder
from branding.published.operations import publish_brand
from portal_api.assets import entry
from tenants.context import in_tenant
from tenants.models import Lender, Site
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders

BRANDS = Path(__file__).resolve().parents[2] / "platform" / "portico" / "demo" / "brands"


def at(lender: Lender) -> Client:
    return Client(headers={"host": f"{lender.slug}.testserver"})


@pytest.fixture
def branded(db: TwoLenders) -> TwoLenders:
    """Alder wears one brand, birch another."""
    for lender, name in ((db.alder, "brightline"), (db.birch, "granite")):
        read = read_brand_folder(BRANDS / name)
        with in_tenant(lender):
            publish_brand(
                lender_id=lender.id,
                site_id=Site.objects.get().id,
                brand=read.brand,
                words=read.words,
                new_images=read.images.values(),
                actor=SYSTEM,
                now=NOW,
            )
    return db


def own_files(lender: Lender) -> dict[str, str]:
    brand = at(lender).get("/api/v1/bootstrap").json()["brand"]
    page = at(lender).get("/sign-in").content.decode()
    theme = re.search(r'href="(/theme/[0-9a-f]+\.css)"', page)
    assert theme is not None
    return {"theme": theme[1], "logo": brand["logo_url"], "hero": brand["hero_url"]}


def test_the_theme_stands_before_every_other_file_of_the_page(branded: TwoLenders) -> None:
    page = at(branded.alder).get("/sign-in").content.decode()

    assert page.index("/theme/") < page.index(entry("main").css[0]) < page.index(entry("main").js[0])


def test_each_lender_serves_its_own_files_for_ever_and_not_the_others(branded: TwoLenders) -> None:
    for lender, other in ((branded.alder, branded.birch), (branded.birch, branded.alder)):
        for address in own_files(lender).values():
            mine, theirs = at(lender).get(address), at(other).get(address)

            assert (mine.status_code, mine["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
            assert theirs.status_code == 404


def test_the_icon_is_the_brands(branded: TwoLenders) -> None:
    icons = [at(lender).get("/favicon.ico") for lender in (branded.alder, branded.birch)]

    assert [icon["Content-Type"] for icon in icons] == ["image/png", "image/png"]
    assert icons[0].content != icons[1].content


@pytest.mark.parametrize(
    ("path", "status"),
    [("/accounts", 200), ("/nowhere", 404), ("/accounts/x", 404), ("/api/v1/nowhere", 404), ("/api/nowhere", 404)],
)
def test_an_unknown_page_is_a_real_404(branded: TwoLenders, path: str, status: int) -> None:
    assert at(branded.alder).get(path).status_code == status


def test_pages_of_a_section_that_is_not_ready_do_not_exist(branded: TwoLenders) -> None:
    # Neither lender has a bank profile, so payments are on but not offered.
    assert at(branded.alder).get("/payments").status_code == 404
    assert at(branded.alder).get("/api/v1/bootstrap").json()["payments_state"] == "not_ready"


def test_no_page_may_run_or_load_anything_from_elsewhere(branded: TwoLenders) -> None:
    policy: Any = at(branded.alder).get("/sign-in")["Content-Security-Policy"]

    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["frame-src"] == "http://wallet.testserver"
