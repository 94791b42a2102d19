"""Every design token that a page may use: one declaration, from which theme, guide and checks are made.

The defaults are what the default brand derives to; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["colour", "font", "number", "choice", "image"]


@dataclass(frozen=True)
class Token:
    """One CSS custom property: its kind, what it does in a person's words, its defaults and its bounds.

    ``bounds`` are the smallest and the largest number that a theme may carry, in the token's own unit.
    """

    name: str
    kind: Kind
    does: str
    light: str
    dark: str
    bounds: tuple[float, float] | None = None


TOKENS: tuple[Token, ...] = (
    Token(
        "--p-brand",
        "colour",
        "Main buttons, the chosen page in the menu, the first series of a chart.",
        "#1f4fd8",
        "#3064ee",
    ),
    Token("--p-brand-ink", "colour", "Words and icons on the brand colour.", "#ffffff", "#ffffff"),
    Token("--p-accent", "colour", "Highlights, small marks, the second series of a chart.", "#0c7d74", "#0c7d74"),
    Token("--p-accent-ink", "colour", "Words and icons on the accent colour.", "#ffffff", "#ffffff"),
    Token("--p-link", "colour", "Links in running text.", "#1f4fd8", "#5386ff"),
    Token("--p-bg", "colour", "The page behind everything.", "#f3f6f9", "#0d1116"),
    Token("--p-surface", "colour", "Cards, sheets and form fields.", "#ffffff", "#171b20"),
    Token(
        "--p-surface-2",
        "colour",
        "Quiet bands inside a card, table heads, a hovered row.",
        "#edf1f6",
        "#21262c",
    ),
    Token("--p-ink", "colour", "Words and figures.", "#181f27", "#e8f1fc"),
    Token(
        "--p-ink-2",
        "colour",
        "Quieter words: labels, dates, hints; also the border of form fields.",
        "#575e68",
        "#a8b0bb",
    ),
    Token("--p-line", "colour", "Hairlines between things; decoration only.", "#d5dae2", "#34383e"),
    Token("--p-focus", "colour", "The ring around what the keyboard is on.", "#1f4fd8", "#3064ee"),
    Token("--p-good", "colour", "Words and marks that say all is well.", "#006e30", "#7cd591"),
    Token("--p-good-bg", "colour", "The ground behind words that say all is well.", "#e2f7e5", "#16321d"),
    Token("--p-warn", "colour", "Words and marks that ask for attention.", "#7b5100", "#e7b369"),
    Token("--p-warn-bg", "colour", "The ground behind words that ask for attention.", "#fbeedc", "#382810"),
    Token("--p-bad", "colour", "Words and marks of an error or a past due amount.", "#ac0311", "#ffa096"),
    Token("--p-bad-bg", "colour", "The ground behind an error.", "#ffebe8", "#4a1915"),
    Token("--p-header-bg", "colour", "The band that carries the logo.", "#ffffff", "#171b20"),
    Token("--p-header-ink", "colour", "Words, icons and focus rings on that band.", "#181f27", "#e8f1fc"),
    Token(
        "--p-font-body",
        "font",
        "The typeface of running text and figures.",
        '"Inter","Inter Fallback",system-ui,sans-serif',
        '"Inter","Inter Fallback",system-ui,sans-serif',
    ),
    Token(
        "--p-font-display",
        "font",
        "The typeface of headings and the largest figure.",
        '"Inter","Inter Fallback",system-ui,sans-serif',
        '"Inter","Inter Fallback",system-ui,sans-serif',
    ),
    Token("--p-font-weight-display", "number", "How bold headings are.", "650", "650", (100, 900)),
    Token(
        "--p-letter-display",
        "number",
        "How tightly the letters of headings stand.",
        "-0.02em",
        "-0.02em",
        (-0.05, 0.05),
    ),
    Token("--p-radius", "number", "The corners of fields and small things.", "6px", "6px", (0, 12)),
    Token("--p-radius-card", "number", "The corners of cards and pictures.", "10px", "10px", (0, 20)),
    Token("--p-radius-button", "number", "The corners of buttons.", "6px", "6px", (0, 999)),
    Token("--p-density", "number", "What every distance is multiplied by.", "1", "1", (0.875, 1.125)),
    Token("--p-shadow-card", "choice", "The shadow under a card, or none.", "none", "none"),
    Token("--p-hero-image", "image", "The picture on the sign-in page, or none.", "none", "none"),
    Token(
        "--p-hero-ink",
        "colour",
        "Words on that picture; on the brand colour where there is no picture.",
        "#ffffff",
        "#ffffff",
    ),
)
TOKEN_NAMES = tuple(token.name for token in TOKENS)

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "data-nav": ("top", "side"),
    "data-card": ("flat", "raised", "outlined"),
    "data-button": ("solid", "pill", "square"),
    "data-header-ground": ("light", "dark", "scheme"),
    "data-hero-ground": ("light", "dark", "scheme"),
}
"""The attributes of ``<html>`` that a brand sets, for what a custom property cannot say."""
