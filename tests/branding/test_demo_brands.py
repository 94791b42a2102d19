"""The three demo brands, and brands as folders of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from branding.findings import findings
from branding.folder import BrandFolder, read_brand_folder
from branding.theme import html_attributes, render_theme_css
from branding.words import WORD_FIELDS
from portico_kernel.errors import InvalidInput

BRANDS = Path(__file__).parents[2] / "platform/portico/demo/brands"
NAMES = ["brightline", "granite", "juniper"]


def folder(name: str) -> BrandFolder:
    return read_brand_folder(BRANDS / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_demo_brand_can_be_read_by_everyone(name: str) -> None:
    assert findings(folder(name).brand) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_demo_brand_has_all_its_words_in_both_languages(name: str, language: str) -> None:
    words = folder(name).words_in(language)

    assert [field.name for field in WORD_FIELDS if not getattr(words, field.name)] == []
    assert len(words.legal) > 1


@pytest.mark.parametrize("name", NAMES)
def test_a_demo_brand_has_all_its_pictures(name: str) -> None:
    brand = folder(name)

    assert set(brand.images) == {"logo", "logo_on_dark", "favicon", "hero"}
    assert brand.brand.hero is not None
    assert (BRANDS / name / "hero.webp").stat().st_size <= 150_000
    assert brand.images["logo"].height == 96


def test_the_demo_brands_look_nothing_alike() -> None:
    looks = [folder(name).brand for name in NAMES]

    for choice in ("header", "paper", "fonts", "corners", "density", "cards", "buttons"):
        assert len({getattr(look, choice) for look in looks}) == 3
    assert len({render_theme_css(look)[1] for look in looks}) == 3
    assert [html_attributes(look)["data-nav"] for look in looks] == ["top", "side", "top"]


def test_granite_says_how_to_pay_by_invoice() -> None:
    said = folder("granite").words_in("en").payments_off_text

    assert all(word in said for word in ("invoice", "wire", "check", "PO Box 88410", "accounts@granite.example"))


def test_an_icon_is_made_of_the_logo_where_none_is_given(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text('lender_name = "Oak"\n', "utf-8")
    (tmp_path / "logo.png").write_bytes((BRANDS / "granite/logo.png").read_bytes())

    read = read_brand_folder(tmp_path)

    assert read.images["favicon"].width == 192
    assert read.words_in("en").portal_name == "Oak"


@pytest.mark.parametrize(
    ("toml", "field"),
    [
        ("look = ", "brand.toml"),
        ('look = "x"', "look"),
        ('words = "x"', "words"),
        ('[words.fr]\nportal_name = "x"', "words.fr"),
        ('[words.en]\nportal_name = "<x>"', "en.portal_name"),
        ('[look]\nnav = "left"', "nav"),
    ],
)
def test_says_what_is_wrong_with_a_folder(tmp_path: Path, toml: str, field: str) -> None:
    (tmp_path / "brand.toml").write_text(toml, "utf-8")

    with pytest.raises(InvalidInput) as refused:
        read_brand_folder(tmp_path)

    assert list(refused.value.fields) == [field]
