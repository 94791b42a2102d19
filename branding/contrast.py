"""Contrast as WCAG 2.2 measures it, and the nearest colour that reaches it."""

from __future__ import annotations

from collections.abc import Iterable

from branding.colour import Oklch, channels, from_oklch, linear, to_oklch

TEXT = 4.5
"""WCAG 2.2, 1.4.3 Contrast (Minimum): text of any size, the strict number."""
INTERFACE = 3.0
"""WCAG 2.2, 1.4.11 Non-text Contrast: controls, focus rings, states."""

_STEP = 0.004


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 for black and 1 for white."""
    red, green, blue = (linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, the same in either order."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def worst(colour: str, against: Iterable[str]) -> float:
    """Return the lowest ratio of a colour with any of several grounds."""
    return min(ratio(colour, ground) for ground in against)


def nearest_passing(colour: str, against: str | Iterable[str], required: float = TEXT) -> str:
    """Return the colour itself if it passes, else the one of the same hue with the least lightness moved.

    ``against`` may be one ground or several (all must pass). Where no lightness of that hue can do it,
    returns black or white, whichever is better.
    """
    grounds = [against] if isinstance(against, str) else list(against)
    if worst(colour, grounds) >= required:
        return colour
    point = to_oklch(colour)
    for step in range(1, int(1 / _STEP) + 1):
        for lightness in (point.lightness - step * _STEP, point.lightness + step * _STEP):
            if 0 <= lightness <= 1:
                candidate = from_oklch(Oklch(lightness, point.chroma, point.hue))
                if worst(candidate, grounds) >= required:
                    return candidate
    return best_ink(grounds, candidates=("#000000", "#ffffff"))


def best_ink(grounds: str | Iterable[str], candidates: Iterable[str]) -> str:
    """Return the candidate that reads best on the ground (or on the worst of several grounds).

    The first candidate that reaches 7:1 wins, so that order expresses taste where contrast is plenty;
    pure black or white always reaches 4.58:1 on any single colour.
    """
    against = [grounds] if isinstance(grounds, str) else list(grounds)
    offered = list(candidates)
    for candidate in offered:
        if worst(candidate, against) >= 7:
            return candidate
    return max(offered, key=lambda candidate: worst(candidate, against))
