"""The theme file: exactly the declared tokens, the same bytes always, and nothing that a lender typed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branding.derive import token_values
from branding.fonts import FACES, FONT_URL, PAIRS, preload_urls
from branding.inputs import INPUTS, Brand, Hero, brand_inputs, read_brand, restore_brand, store_brand
from branding.theme import html_attributes, render_theme_css, theme_colour
from branding.tokens import ATTRIBUTES, TOKEN_NAMES, TOKENS
from portico_kernel.errors import InvalidInput

HOSTILE = [
    "</style><script>alert(1)</script>",
    "red;}body{display:none",
    "url(https://evil.example/x)",
    "#fff;background:url(//evil.example)",
    "expression(alert(1))",
    "\\3c script",
    "#12345g",
    "#abc\n#def",
    "#abcdef\n",
    "var(--x)",
    "@import 'x'",
    "＃ffffff",
    "#١٢٣٤٥٦",
]
CONTRACT = [
    "--p-brand",
    "--p-brand-ink",
    "--p-accent",
    "--p-accent-ink",
    "--p-link",
    "--p-bg",
    "--p-surface",
    "--p-surface-2",
    "--p-ink",
    "--p-ink-2",
    "--p-line",
    "--p-focus",
    "--p-good",
    "--p-good-bg",
    "--p-warn",
    "--p-warn-bg",
    "--p-bad",
    "--p-bad-bg",
    "--p-header-bg",
    "--p-header-ink",
    "--p-font-body",
    "--p-font-display",
    "--p-font-weight-display",
    "--p-letter-display",
    "--p-radius",
    "--p-radius-card",
    "--p-radius-button",
    "--p-density",
    "--p-shadow-card",
    "--p-hero-image",
    "--p-hero-ink",
]
FONTS = Path(__file__).parents[2] / "branding/static/branding/fonts"

choices = {declared.name: st.sampled_from(sorted(declared.choices)) for declared in INPUTS if declared.choices}
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
heroes = st.none() | st.builds(Hero, st.integers(0, 16**32 - 1).map(lambda n: f"{n:032x}"), colours, colours)
brands = st.builds(Brand, brand_colour=colours, accent_colour=colours, hero=heroes, **cast("dict[str, Any]", choices))


def test_the_tokens_are_those_that_the_web_app_reads() -> None:
    assert list(TOKEN_NAMES) == CONTRACT


def test_the_default_brand_looks_as_it_always_did() -> None:
    assert render_theme_css(Brand())[1] == "4a1fefc867d1feb8"


@given(brands)
@settings(max_examples=80, deadline=None)
def test_every_brand_makes_a_theme_of_declared_tokens_and_own_addresses(brand: Brand) -> None:
    css = render_theme_css(brand)[0].decode("ascii")

    assert set(re.findall(r"(--[a-z0-9-]+):", css)) == set(CONTRACT)
    own = rf'"{FONT_URL}[a-z0-9-]+\.woff2"|"/brand/[0-9a-f]{{32}}\.webp"'
    assert len(re.findall(r"url\(", css)) == len(re.findall(rf"url\((?:{own})\)", css))
    assert not re.search(r"[<>\\]|//|@import|expression|javascript", css)
    assert css.count("{") == css.count("}")


@given(brands)
@settings(max_examples=40, deadline=None)
def test_every_number_stays_within_its_bounds(brand: Brand) -> None:
    values = token_values(brand, "light")

    for token in TOKENS:
        if token.bounds is not None:
            low, high = token.bounds
            assert low <= float(re.sub(r"px|em", "", values[token.name])) <= high


@pytest.mark.parametrize("name", [field.name for field in fields(Brand) if field.name != "hero"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_refuses_what_is_no_colour_and_no_choice(name: str, typed: str) -> None:
    if typed == "#abcdef\n" and name.endswith("colour"):
        assert getattr(read_brand({name: typed}), name) == "#abcdef"
    else:
        with pytest.raises(InvalidInput) as refused:
            read_brand({name: typed})
        assert list(refused.value.fields) == [name]
    with pytest.raises(InvalidInput):
        Brand(**cast("dict[str, Any]", {name: typed}))


@given(st.dictionaries(st.sampled_from([declared.name for declared in INPUTS]), st.text(max_size=60), min_size=1))
@settings(max_examples=150, deadline=None)
def test_no_text_reaches_the_theme_unless_it_is_a_colour_or_a_choice(typed: dict[str, str]) -> None:
    try:
        brand = read_brand(typed)
    except InvalidInput:
        return

    assert read_brand(brand_inputs(brand)) == brand
    assert re.fullmatch(r"#[0-9a-f]{6}", brand.brand_colour)
    assert re.fullmatch(r"#[0-9a-f]{6}", brand.accent_colour)


@given(brands)
@settings(max_examples=40, deadline=None)
def test_a_brand_survives_being_stored_as_json(brand: Brand) -> None:
    assert restore_brand(json.loads(json.dumps(store_brand(brand)))) == brand


@pytest.mark.parametrize("digest", ["x" * 32, "a" * 31, '"); }', "../../../../../../etc/passwd", "A" * 32])
def test_refuses_a_picture_that_is_no_digest(digest: str) -> None:
    with pytest.raises(InvalidInput):
        Hero(digest, darkest="#000000", lightest="#ffffff")


def test_refuses_a_setting_that_does_not_exist() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_brand({"css": "body{}"})

    assert refused.value.fields == {"css": "There is no such setting."}


def test_the_same_brand_gives_the_same_bytes_and_another_brand_another_name() -> None:
    css, name = render_theme_css(Brand())

    assert render_theme_css(Brand()) == (css, name)
    assert re.fullmatch(r"[0-9a-f]{16}", name)
    assert render_theme_css(Brand(brand_colour="#1f4fd9"))[1] != name


def test_a_portal_that_is_never_dark_says_so() -> None:
    css = render_theme_css(Brand(dark_mode="never"))[0].decode()

    assert "color-scheme:light;" in css
    assert "dark" not in css


def test_the_page_carries_what_a_custom_property_cannot_say() -> None:
    brand = Brand(nav="side", cards="raised", buttons="pill", header="dark")

    assert html_attributes(brand) == {
        "data-nav": "side",
        "data-card": "raised",
        "data-button": "pill",
        "data-header-ground": "dark",
        "data-hero-ground": "dark",
    }
    assert html_attributes(Brand())["data-header-ground"] == "scheme"


@given(brands)
@settings(max_examples=30, deadline=None)
def test_attributes_take_declared_values_only(brand: Brand) -> None:
    attributes = html_attributes(brand)

    assert list(attributes) == list(ATTRIBUTES)
    assert all(value in ATTRIBUTES[name] for name, value in attributes.items())
    assert re.fullmatch(r"#[0-9a-f]{6}", theme_colour(brand))


def test_every_font_is_ours_with_its_licence_and_named_by_its_content() -> None:
    by_content = hashes_of(FONTS)

    assert {face.file for face in FACES.values()} == set(by_content)
    assert all(name.endswith(f"-{digest}.woff2") for name, digest in by_content.items())
    assert all((FONTS / (re.sub(r"-[0-9a-f]{8}\.woff2$", "", name) + "-LICENSE.txt")).is_file() for name in by_content)
    assert sum((FONTS / name).stat().st_size for name in by_content) < 600_000


def hashes_of(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in folder.glob("*.woff2")}


def test_a_pair_of_one_face_is_loaded_once() -> None:
    assert preload_urls(PAIRS["inter"]) == ["/static/branding/fonts/inter-3100e775.woff2"]
    assert render_theme_css(Brand())[0].count(b"@font-face") == 2
    assert render_theme_css(Brand(fonts="slab-public"))[0].count(b"@font-face") == 4
