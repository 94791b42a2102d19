"""Contrast as WCAG 2.2 measures it, and colours that reach it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branding.colour import from_oklch, to_oklch
from branding.contrast import best_ink, luminance, nearest_passing, ratio, worst
from branding.findings import findings, measurements
from branding.inputs import Brand, Hero, brand_inputs, read_brand

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", "21.00"),
        ("#ffffff", "#ffffff", "1.00"),
        ("#777777", "#ffffff", "4.48"),
        ("#767676", "#ffffff", "4.54"),
        ("#0000ff", "#ffffff", "8.59"),
        ("#ff0000", "#ffffff", "4.00"),
    ],
)
def test_measures_the_ratios_that_other_tools_publish(one: str, other: str, expected: str) -> None:
    measured = ratio(one, other)

    assert f"{measured:.2f}" == expected
    assert ratio(other, one) == measured


def test_luminance_runs_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)


@given(colours)
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    assert from_oklch(to_oklch(colour)) == colour


@given(colours, colours, st.sampled_from([3.0, 4.5]))
@settings(max_examples=60, deadline=None)
def test_the_nearest_colour_passes(colour: str, ground: str, required: float) -> None:
    found = nearest_passing(colour, ground, required)

    assert ratio(found, ground) >= required
    if ratio(colour, ground) >= required:
        assert found == colour


def test_the_nearest_colour_keeps_its_hue() -> None:
    found = nearest_passing("#ffd400", "#ffffff", 3.0)

    assert found == "#b19200"
    assert abs(to_oklch(found).hue - to_oklch("#ffd400").hue) < 2


def test_several_grounds_must_all_pass() -> None:
    grounds = ["#ffffff", "#f3f6f9", "#edf1f6"]

    assert worst(nearest_passing("#8899aa", grounds), grounds) >= 4.5


@given(colours)
def test_black_or_white_can_be_read_on_any_colour(ground: str) -> None:
    assert ratio(best_ink(ground, candidates=("#ffffff", "#000000")), ground) >= 4.5


@given(colours, colours, st.sampled_from(["light", "brand", "dark"]), st.sampled_from(["cool", "warm", "tinted"]))
@settings(max_examples=40, deadline=None)
def test_only_the_lenders_own_two_colours_can_fall_short(
    brand_colour: str, accent: str, header: str, paper: str
) -> None:
    brand = Brand(brand_colour=brand_colour, accent_colour=accent, header=header, paper=paper)

    assert {finding.input for finding in findings(brand)} <= {"brand_colour", "accent_colour"}


@given(colours, colours)
@settings(max_examples=30, deadline=None)
def test_taking_the_suggestions_leaves_nothing_to_find(brand_colour: str, accent: str) -> None:
    brand = Brand(brand_colour=brand_colour, accent_colour=accent)

    for finding in findings(brand):
        assert finding.suggestion is not None
        brand = read_brand({**brand_inputs(brand), str(finding.input): finding.suggestion})

    assert findings(brand) == []


def test_a_faint_brand_colour_is_named_with_what_would_pass() -> None:
    found = findings(Brand(brand_colour="#ffd400"))

    assert [finding.sentence for finding in found] == [
        "The brand color is too faint on the page (1.31:1, at least 3:1 is needed). "
        "The nearest that passes is #a88b00.",
        "The brand color is too faint on the page (1.43:1, at least 3:1 is needed). "
        "The nearest that passes is #a88b00.",
    ]


def test_a_picture_with_both_bright_and_dark_regions_cannot_carry_words() -> None:
    found = findings(Brand(hero=Hero("0" * 32, darkest="#101010", lightest="#fafafa"), dark_mode="never"))

    assert [(finding.input, finding.suggestion) for finding in found] == [("hero", None)]
    assert found[0].sentence.startswith("Words on the sign-in picture cannot be read (1.")


def test_a_portal_that_is_never_dark_is_measured_in_the_light_only() -> None:
    assert {measured.scheme for measured in measurements(Brand(dark_mode="never"))} == {"light"}
    assert {measured.scheme for measured in measurements(Brand())} == {"light", "dark"}
