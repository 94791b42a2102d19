"""From a lender's few inputs to the value of every token, in the light and in the dark scheme.

Inks, links, rings and states are chosen so that they pass WCAG 2.2 AA on every ground they stand on. The
brand and accent colours are shown as chosen in the light scheme; where they are too faint there,
``branding.findings`` says so.
"""

from __future__ import annotations

from typing import Literal

from branding.colour import Oklch, from_oklch, to_oklch, with_lightness
from branding.contrast import INTERFACE, TEXT, best_ink, nearest_passing
from branding.fonts import FACES, PAIRS
from branding.inputs import Brand

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")

# Lightness and chroma of bg, surface, surface-2 in the light scheme, and the hue (None: the brand's own).
_PAPER: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float], float | None]] = {
    "white": ((1.0, 0.0), (1.0, 0.0), (0.968, 0.004), None),
    "cool": ((0.972, 0.005), (1.0, 0.0), (0.957, 0.008), 255.0),
    "warm": ((0.972, 0.014), (0.994, 0.006), (0.951, 0.02), 82.0),
    "stone": ((0.945, 0.004), (0.995, 0.002), (0.925, 0.005), 70.0),
    "tinted": ((0.968, 0.014), (1.0, 0.0), (0.95, 0.022), None),
}
_STATES: dict[str, tuple[float, float]] = {"good": (0.13, 150.0), "warn": (0.11, 75.0), "bad": (0.19, 27.0)}
_RADII = {"square": (0, 0), "soft": (6, 10), "round": (12, 20)}
_DENSITY = {"compact": "0.875", "regular": "1", "roomy": "1.125"}
_NEAR_BLACK = "#14161a"


def token_values(brand: Brand, scheme: Scheme) -> dict[str, str]:
    """Return every token of ``branding.tokens`` with its CSS value, colours as ``#rrggbb``."""
    values = _grounds(brand, scheme)
    values |= _inks(brand, scheme, values)
    values |= _brand_colours(brand, scheme, values)
    values |= _states(scheme, values)
    values |= _header(brand, scheme, values)
    values |= _shape(brand, scheme)
    return values | _hero(brand, values)


def _hue(brand: Brand) -> float:
    fixed = _PAPER[brand.paper][3]
    return to_oklch(brand.brand_colour).hue if fixed is None else fixed


def _grounds(brand: Brand, scheme: Scheme) -> dict[str, str]:
    hue = _hue(brand)
    light = _PAPER[brand.paper][:3]
    chroma = 0.006 if brand.paper in {"white", "stone"} else 0.012
    dark = ((0.175, chroma), (0.22, chroma), (0.265, chroma * 1.2))
    names = ("--p-bg", "--p-surface", "--p-surface-2")
    shades = light if scheme == "light" else dark
    grounds = {name: from_oklch(Oklch(*shade, hue)) for name, shade in zip(names, shades, strict=True)}
    line = Oklch(light[0][0] - 0.085, chroma, hue) if scheme == "light" else Oklch(0.34, chroma, hue)
    return grounds | {"--p-line": from_oklch(line)}


def _papers(values: dict[str, str]) -> list[str]:
    return [values["--p-bg"], values["--p-surface"], values["--p-surface-2"]]


def _inks(brand: Brand, scheme: Scheme, values: dict[str, str]) -> dict[str, str]:
    hue = _hue(brand)
    strong, quiet = (0.235, 0.48) if scheme == "light" else (0.955, 0.755)
    return {
        "--p-ink": from_oklch(Oklch(strong, 0.018, hue)),
        "--p-ink-2": nearest_passing(from_oklch(Oklch(quiet, 0.018, hue)), _papers(values), TEXT),
    }


def _ink_on(ground: str) -> str:
    for ink in ("#ffffff", _NEAR_BLACK):
        if nearest_passing(ink, ground, TEXT) == ink:
            return ink
    return best_ink(ground, candidates=("#ffffff", "#000000"))


def _brand_colours(brand: Brand, scheme: Scheme, values: dict[str, str]) -> dict[str, str]:
    papers = _papers(values)
    main, accent = brand.brand_colour, brand.accent_colour
    if scheme == "dark":
        main = nearest_passing(main, papers, INTERFACE)
        accent = nearest_passing(accent, papers, INTERFACE)
    return {
        "--p-brand": main,
        "--p-brand-ink": _ink_on(main),
        "--p-accent": accent,
        "--p-accent-ink": _ink_on(accent),
        "--p-link": nearest_passing(brand.brand_colour, papers, TEXT),
        "--p-focus": nearest_passing(main, papers, INTERFACE),
    }


def _states(scheme: Scheme, values: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for state, (chroma, hue) in _STATES.items():
        if scheme == "light":
            ground, word = from_oklch(Oklch(0.955, chroma * 0.25, hue)), from_oklch(Oklch(0.47, chroma, hue))
        else:
            ground, word = from_oklch(Oklch(0.29, chroma * 0.4, hue)), from_oklch(Oklch(0.8, chroma, hue))
        found[f"--p-{state}"] = nearest_passing(word, [*_papers(values), ground], TEXT)
        found[f"--p-{state}-bg"] = ground
    return found


def _header(brand: Brand, scheme: Scheme, values: dict[str, str]) -> dict[str, str]:
    if brand.header == "light":
        ground, ink = values["--p-surface"], values["--p-ink"]
    elif brand.header == "dark":
        ground = with_lightness(brand.brand_colour, 0.25 if scheme == "light" else 0.2, 0.016)
        ink = _ink_on(ground)
    else:
        lightness = to_oklch(brand.brand_colour).lightness
        dark = scheme == "dark" and lightness > 0.42
        ground = with_lightness(brand.brand_colour, 0.42) if dark else brand.brand_colour
        ink = _ink_on(ground)
    return {"--p-header-bg": ground, "--p-header-ink": ink}


def _shape(brand: Brand, scheme: Scheme) -> dict[str, str]:
    pair = PAIRS[brand.fonts]
    radius, card = _RADII[brand.corners]
    button = {"solid": f"{radius}px", "pill": "999px", "square": "0px"}[brand.buttons]
    shadows = {
        "light": "0 1px 2px rgb(16 20 30 / 0.06),0 8px 24px rgb(16 20 30 / 0.08)",
        "dark": "0 1px 2px rgb(0 0 0 / 0.5),0 8px 24px rgb(0 0 0 / 0.4)",
    }
    return {
        "--p-font-body": FACES[pair.body].stack,
        "--p-font-display": FACES[pair.display].stack,
        "--p-font-weight-display": str(pair.display_weight),
        "--p-letter-display": f"{pair.display_letter_em:g}em",
        "--p-radius": f"{radius}px",
        "--p-radius-card": f"{card}px",
        "--p-radius-button": button,
        "--p-density": _DENSITY[brand.density],
        "--p-shadow-card": shadows[scheme] if brand.cards == "raised" else "none",
    }


def _hero(brand: Brand, values: dict[str, str]) -> dict[str, str]:
    if brand.hero is None:
        return {"--p-hero-image": "none", "--p-hero-ink": values["--p-brand-ink"]}
    ink = best_ink([brand.hero.darkest, brand.hero.lightest], candidates=("#ffffff", _NEAR_BLACK))
    return {"--p-hero-image": f'url("{brand.hero.url}")', "--p-hero-ink": ink}
