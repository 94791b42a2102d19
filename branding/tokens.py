"""Every design token that a page may use: one declaration, from which theme, guide and checks are made.

What a token's value is, is derived from a brand (``branding.derive``); the default brand's are its defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["colour", "font", "number", "choice", "image"]


@dataclass(frozen=True)
class Token:
    """One CSS custom property: its kind, what it does in a person's words, and its bounds.

    ``bounds`` are the smallest and the largest number that a theme may carry, in the token's own unit.
    """

    name: str
    kind: Kind
    does: str
    bounds: tuple[float, float] | None = None


TOKENS: tuple[Token, ...] = (
    Token("--p-brand", "colour", "Main buttons, the chosen page in the menu, the first series of a chart."),
    Token("--p-brand-ink", "colour", "Words and icons on the brand color."),
    Token("--p-accent", "colour", "Highlights, small marks, the second series of a chart."),
    Token("--p-accent-ink", "colour", "Words and icons on the accent color."),
    Token("--p-link", "colour", "Links in running text."),
    Token("--p-bg", "colour", "The page behind everything."),
    Token("--p-surface", "colour", "Cards, sheets and form fields."),
    Token("--p-surface-2", "colour", "Quiet bands inside a card, table heads, a hovered row."),
    Token("--p-ink", "colour", "Words and figures."),
    Token("--p-ink-2", "colour", "Quieter words: labels, dates, hints; also the border of form fields."),
    Token("--p-line", "colour", "Hairlines between things; decoration only."),
    Token("--p-focus", "colour", "The ring around what the keyboard is on."),
    Token("--p-good", "colour", "Words and marks that say all is well."),
    Token("--p-good-bg", "colour", "The ground behind words that say all is well."),
    Token("--p-warn", "colour", "Words and marks that ask for attention."),
    Token("--p-warn-bg", "colour", "The ground behind words that ask for attention."),
    Token("--p-bad", "colour", "Words and marks of an error or a past due amount."),
    Token("--p-bad-bg", "colour", "The ground behind an error."),
    Token("--p-header-bg", "colour", "The band that carries the logo."),
    Token("--p-header-ink", "colour", "Words, icons and focus rings on that band."),
    Token("--p-font-body", "font", "The typeface of running text and figures."),
    Token("--p-font-display", "font", "The typeface of headings and the largest figure."),
    Token("--p-font-weight-display", "number", "How bold headings are.", (100, 900)),
    Token("--p-letter-display", "number", "How tightly the letters of headings stand.", (-0.05, 0.05)),
    Token("--p-radius", "number", "The corners of fields and small things.", (0, 12)),
    Token("--p-radius-card", "number", "The corners of cards and pictures.", (0, 20)),
    Token("--p-radius-button", "number", "The corners of buttons.", (0, 999)),
    Token("--p-density", "number", "What every distance is multiplied by.", (0.875, 1.125)),
    Token("--p-shadow-card", "choice", "The shadow under a card, or none."),
    Token("--p-hero-image", "image", "The picture on the sign-in page, or none."),
    Token("--p-hero-ink", "colour", "Words on that picture; on the brand color where there is no picture."),
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
