"""What a lender chooses about the look of a portal: few inputs, each bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

from branding.colour import HEX, parse_colour
from branding.fonts import PAIRS
from portico_kernel.errors import InvalidInput

IMAGE_URL = "/brand/"
_DIGEST = re.compile(r"[0-9a-f]{32}")
InputKind = Literal["colour", "choice", "image"]


@dataclass(frozen=True)
class Input:
    """One thing that a lender may choose: its name, words for a person, its default and what is allowed."""

    name: str
    kind: InputKind
    title: str
    help: str
    default: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Hero:
    """The sign-in picture: the digest of an accepted image and the range of its tones, for contrast."""

    digest: str
    darkest: str
    lightest: str

    def __post_init__(self) -> None:
        good = _DIGEST.fullmatch(self.digest) and HEX.fullmatch(self.darkest) and HEX.fullmatch(self.lightest)
        if not good:
            raise InvalidInput(fields={"hero": "Upload the picture again."})

    @property
    def url(self) -> str:
        """The picture's address on the portal's own host."""
        return f"{IMAGE_URL}{self.digest}.webp"


INPUTS: tuple[Input, ...] = (
    Input("brand_colour", "colour", "Brand color", "Main buttons, the chosen page in the menu.", "#1f4fd8", {}),
    Input("accent_colour", "colour", "Accent color", "Charts, highlights and small marks.", "#0c7d74", {}),
    Input(
        "header",
        "choice",
        "Header",
        "The band with your logo at the top or the side of every page.",
        "light",
        {"light": "The page's own surface", "brand": "Your brand color", "dark": "A deep shade"},
    ),
    Input(
        "paper",
        "choice",
        "Page background",
        "The tone behind the cards.",
        "cool",
        {
            "white": "White",
            "cool": "Cool gray",
            "warm": "Warm cream",
            "stone": "Stone gray",
            "tinted": "A breath of the brand color",
        },
    ),
    Input(
        "fonts",
        "choice",
        "Typefaces",
        "One for headings, one for text.",
        "inter",
        {key: pair.title for key, pair in PAIRS.items()},
    ),
    Input(
        "corners",
        "choice",
        "Corners",
        "Of cards, fields and pictures.",
        "soft",
        {"square": "Square", "soft": "Slightly rounded", "round": "Round"},
    ),
    Input(
        "density",
        "choice",
        "Spacing",
        "How much air lies between things.",
        "regular",
        {"compact": "Compact", "regular": "Regular", "roomy": "Roomy"},
    ),
    Input(
        "cards",
        "choice",
        "Cards",
        "How a card stands out from the page.",
        "outlined",
        {"flat": "By its color", "raised": "By a shadow", "outlined": "By a line"},
    ),
    Input(
        "buttons",
        "choice",
        "Buttons",
        "The shape of buttons.",
        "solid",
        {"solid": "Corners as chosen", "pill": "Fully round", "square": "Square"},
    ),
    Input(
        "nav",
        "choice",
        "Menu",
        "Where the menu stands on a wide screen.",
        "top",
        {"top": "Across the top", "side": "Down the side"},
    ),
    Input(
        "dark_mode",
        "choice",
        "Dark mode",
        "Whether people whose device is dark see your portal dark.",
        "follow",
        {"follow": "Follow the device", "never": "Always light"},
    ),
)
_BY_NAME = {declared.name: declared for declared in INPUTS}


@dataclass(frozen=True)
class Brand:
    """A validated set of inputs. Making one with anything that is not allowed raises InvalidInput.

    Everything else that a page needs (inks, tints, focus, the dark scheme) is derived from it.
    """

    brand_colour: str = "#1f4fd8"
    accent_colour: str = "#0c7d74"
    header: str = "light"
    paper: str = "cool"
    fonts: str = "inter"
    corners: str = "soft"
    density: str = "regular"
    cards: str = "outlined"
    buttons: str = "solid"
    nav: str = "top"
    dark_mode: str = "follow"
    hero: Hero | None = None

    def __post_init__(self) -> None:
        wrong: dict[str, str] = {}
        for declared in INPUTS:
            sentence = _complaint(declared, getattr(self, declared.name))
            if sentence:
                wrong[declared.name] = sentence
        if self.hero is not None and not isinstance(self.hero, Hero):
            wrong["hero"] = "Upload the picture again."
        if wrong:
            raise InvalidInput(fields=wrong)


def _complaint(declared: Input, value: object) -> str | None:
    if declared.kind == "colour":
        return (
            None if isinstance(value, str) and HEX.fullmatch(value) else "Write the color as six digits, like #0b5fff."
        )
    if isinstance(value, str) and value in declared.choices:
        return None
    return "Choose one of: " + ", ".join(declared.choices.values()) + "."


def read_brand(typed: Mapping[str, object], *, hero: Hero | None = None) -> Brand:
    """Return the brand for what a form, a TOML file or stored JSON says; what is missing takes its default.

    Colours may be typed with capitals, three digits or without ``#``. Raises InvalidInput naming each field
    that is wrong, unknown names among them.
    """
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, value in typed.items():
        declared = _BY_NAME.get(name)
        if declared is None:
            wrong[str(name)] = "There is no such setting."
            continue
        try:
            values[name] = parse_colour(str(value)) if declared.kind == "colour" else str(value)
        except ValueError as error:
            wrong[name] = str(error)
            continue
        sentence = _complaint(declared, values[name])
        if sentence:
            wrong[name] = sentence
    if wrong:
        raise InvalidInput(fields=wrong)
    return Brand(**values, hero=hero)


def brand_inputs(brand: Brand) -> dict[str, str]:
    """Return the inputs of a brand as plain strings, in the order of INPUTS; read_brand takes them back."""
    return {field.name: getattr(brand, field.name) for field in fields(brand) if field.name != "hero"}


def store_brand(brand: Brand) -> dict[str, object]:
    """Return a brand as JSON can hold it, its sign-in picture included; restore_brand takes it back."""
    return {**brand_inputs(brand), "hero": None if brand.hero is None else asdict(brand.hero)}


def restore_brand(stored: Mapping[str, object]) -> Brand:
    """Return the brand that store_brand wrote. Raises InvalidInput where a value is no longer allowed."""
    kept = stored.get("hero")
    hero = Hero(**{str(name): str(value) for name, value in kept.items()}) if isinstance(kept, Mapping) else None
    return read_brand({name: value for name, value in stored.items() if name != "hero"}, hero=hero)
