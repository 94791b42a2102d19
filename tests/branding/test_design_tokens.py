"""W3C Design Tokens: out to a designer's tool and back in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from branding.design_tokens import EXTENSION, export_design_tokens, import_design_tokens
from branding.inputs import Brand, Hero
from portico_kernel.errors import InvalidInput

GRANITE = Brand(
    brand_colour="#b5780a",
    accent_colour="#3d6079",
    header="dark",
    fonts="slab-public",
    nav="side",
    corners="square",
)


def test_a_brand_survives_the_way_out_and_in() -> None:
    assert import_design_tokens(export_design_tokens(GRANITE), onto=Brand()) == GRANITE


def test_exports_typed_tokens_for_both_schemes() -> None:
    document: dict[str, Any] = json.loads(export_design_tokens(GRANITE))

    assert list(document) == ["$description", "brand", "light", "dark", "$extensions"]
    assert document["brand"]["brand"]["$value"] == {
        "colorSpace": "srgb",
        "components": [0.7098, 0.47059, 0.03922],
        "hex": "#b5780a",
    }
    assert document["light"]["radius-card"]["$value"] == {"value": 0, "unit": "px"}
    assert document["light"]["font-display"]["$value"] == ["Roboto Slab", "serif"]
    assert document["light"]["font-weight-display"] == {
        "$type": "fontWeight",
        "$value": 700,
        "$description": "How bold headings are.",
    }


@pytest.mark.parametrize(
    "value",
    [
        "#0B5FFF",
        {"colorSpace": "srgb", "components": [0.0431, 0.3725, 1]},
        {"hex": "#0b5fff", "components": []},
    ],
)
def test_reads_colours_as_older_and_newer_tools_write_them(value: object) -> None:
    read = import_design_tokens(json.dumps({"brand": {"brand": {"$value": value}}}), onto=GRANITE)

    assert read.brand_colour == "#0b5fff"
    assert read.fonts == "slab-public"


def test_keeps_the_picture_which_does_not_travel() -> None:
    hero = Hero("0" * 32, "#000000", "#111111")

    assert import_design_tokens(export_design_tokens(GRANITE), onto=Brand(hero=hero)).hero == hero


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ("no json", "file"),
        ("[]", "file"),
        ("{}", "file"),
        ("[" * 100_000, "file"),
        (" " * 300_000, "file"),
        (
            '{"brand": {"brand": {"$value": {"colorSpace": "display-p3", "components": [1,0,0]}}}}',
            "brand_colour",
        ),
        ('{"brand": {"accent": {"$value": "url(//evil.example)"}}}', "accent_colour"),
        ('{"brand": {"accent": {"$value": {"components": [1, 2, "x"]}}}}', "accent_colour"),
        (json.dumps({"brand": {}, "$extensions": {EXTENSION: {"nav": "left"}}}), "nav"),
        (json.dumps({"brand": {}, "$extensions": {EXTENSION: {"css": "x"}}}), "css"),
    ],
)
def test_says_what_is_wrong_with_a_file(document: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_design_tokens(document, onto=Brand())

    assert list(refused.value.fields) == [field]
