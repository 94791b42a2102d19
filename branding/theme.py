"""The theme of a brand: one immutable CSS file, named by its content, before the first paint."""

from __future__ import annotations

import hashlib
import re

from branding.contrast import luminance
from branding.derive import SCHEMES, Scheme, token_values
from branding.fonts import PAIRS, font_faces_css
from branding.inputs import Brand
from branding.tokens import TOKENS

# The last door: whatever derived a value, only these shapes are ever written into CSS.
_SHAPES = {
    "colour": re.compile(r"#[0-9a-f]{6}"),
    "font": re.compile(r'"[A-Za-z0-9 ]+","[A-Za-z0-9 ]+ Fallback",[a-z,A-Z-]+'),
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?(px|em)?"),
    "choice": re.compile(r"none|0 1px 2px rgb\([0-9 ./]+\),0 8px 24px rgb\([0-9 ./]+\)"),
    "image": re.compile(r'none|url\("/brand/[0-9a-f]{32}\.webp"\)'),
}
HASH_LENGTH = 16


def render_theme_css(brand: Brand) -> tuple[bytes, str]:
    """Return the CSS of a brand and the short hash that names it (the first 16 hex digits of its SHA-256).

    The same brand gives the same bytes on every machine and day. It holds custom properties and font
    faces only: no selector, address or text that a lender typed.
    """
    light = _css(_declarations(brand, "light"))
    blocks = [font_faces_css(PAIRS[brand.fonts])]
    if brand.dark_mode == "never":
        blocks.append(f":root{{color-scheme:light;{light}}}\n")
    else:
        by_day = _declarations(brand, "light")
        by_night = _declarations(brand, "dark")
        dark = _css({name: value for name, value in by_night.items() if by_day[name] != value})
        blocks += [
            f":root{{color-scheme:light dark;{light}}}\n",
            f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}\n',
            f':root[data-theme="light"]{{color-scheme:light}}\n:root[data-theme="dark"]{{color-scheme:dark;{dark}}}\n',
        ]
    css = "".join(blocks).encode("ascii")
    return css, hashlib.sha256(css).hexdigest()[:HASH_LENGTH]


def _css(declarations: dict[str, str]) -> str:
    return "".join(f"{name}:{value};" for name, value in declarations.items())


def _declarations(brand: Brand, scheme: Scheme) -> dict[str, str]:
    values = token_values(brand, scheme)
    for token in TOKENS:
        value = values[token.name]
        if not _SHAPES[token.kind].fullmatch(value):
            raise ValueError(f"{token.name} has a value that no theme may hold")
    return {token.name: values[token.name] for token in TOKENS}


def html_attributes(brand: Brand) -> dict[str, str]:
    """Return the data attributes that the page's ``<html>`` carries for this brand.

    ``data-header-ground`` and ``data-hero-ground`` tell which logo reads on the header and on the sign-in
    picture: ``light`` or ``dark`` in both schemes, or ``scheme`` where it is light by day and dark by night.
    """
    return {
        "data-nav": brand.nav,
        "data-card": brand.cards,
        "data-button": brand.buttons,
        "data-header-ground": _ground(brand, "--p-header-ink"),
        "data-hero-ground": _ground(brand, "--p-hero-ink"),
    }


def _ground(brand: Brand, ink: str) -> str:
    schemes: tuple[Scheme, ...] = SCHEMES if brand.dark_mode == "follow" else SCHEMES[:1]
    inks = [token_values(brand, scheme)[ink] for scheme in schemes]
    grounds = {"dark" if luminance(colour) > 0.5 else "light" for colour in inks}
    return grounds.pop() if len(grounds) == 1 else "scheme"


def theme_colour(brand: Brand, scheme: Scheme = "light") -> str:
    """Return the header's colour for ``<meta name="theme-color">``."""
    return token_values(brand, scheme)["--p-header-bg"]
