"""Colours: what a lender may type, and the arithmetic that keeps a hue while lightness moves (OKLCH)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
_TYPED = re.compile(r"#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def parse_colour(typed: str) -> str:
    """Return ``#rrggbb`` in lower case for what a person typed (``#0AF``, ``00aaff``).

    Raises ValueError with a sentence for anything else: names, ``rgb()``, ``url()`` and markup alike.
    """
    text = typed.strip()
    if not _TYPED.fullmatch(text):
        raise ValueError("Write the color as six digits, like #0b5fff.")
    digits = text.removeprefix("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def linear(channel: float) -> float:
    """Return the linear-light value of one sRGB channel from 0 to 1 (WCAG 2.2, relative luminance)."""
    return channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4)


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * math.pow(light, 1 / 2.4) - 0.055


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma from 0 (grey) to about 0.37, hue in degrees (Ottosson 2020)."""

    lightness: float
    chroma: float
    hue: float


def to_oklch(colour: str) -> Oklch:
    """Return the perceptual coordinates of ``#rrggbb``."""
    r, g, b = (linear(c / 255) for c in channels(colour))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360)


def _linear_rgb(point: Oklch) -> tuple[float, float, float]:
    a = point.chroma * math.cos(math.radians(point.hue))
    b = point.chroma * math.sin(math.radians(point.hue))
    long = (point.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (point.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (point.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_oklch(point: Oklch) -> str:
    """Return ``#rrggbb`` for a point; a colour that no screen can show gives up chroma, never hue."""
    low, high = 0.0, point.chroma
    for _ in range(16):
        if _fits(Oklch(point.lightness, high, point.hue)):
            break
        middle = (low + high) / 2
        if _fits(Oklch(point.lightness, middle, point.hue)):
            low = middle
        else:
            high = middle
    else:
        high = low
    light = _linear_rgb(Oklch(point.lightness, high, point.hue))
    return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, c)))):02x}" for c in light)


def _fits(point: Oklch) -> bool:
    return all(-0.0005 <= c <= 1.0005 for c in _linear_rgb(point))


def with_lightness(colour: str, lightness: float, chroma: float | None = None) -> str:
    """Return the same hue at another lightness (0 to 1), with at most ``chroma`` where it is given."""
    point = to_oklch(colour)
    kept = point.chroma if chroma is None else min(chroma, point.chroma)
    return from_oklch(Oklch(lightness, kept, point.hue))
