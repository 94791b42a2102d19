"""Whether a brand can be read: every pair of colours that the portal puts together, measured."""

from __future__ import annotations

from dataclasses import dataclass

from branding.contrast import INTERFACE, TEXT, nearest_passing, ratio
from branding.derive import SCHEMES, Scheme, token_values
from branding.inputs import Brand

_PAPERS = ("--p-bg", "--p-surface", "--p-surface-2")
_TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("--p-brand-ink", "--p-brand"),
    ("--p-accent-ink", "--p-accent"),
    ("--p-header-ink", "--p-header-bg"),
    *((ink, paper) for ink in ("--p-ink", "--p-ink-2", "--p-link") for paper in _PAPERS),
    *((f"--p-{state}", paper) for state in ("good", "warn", "bad") for paper in (*_PAPERS, f"--p-{state}-bg")),
    *(("--p-ink", f"--p-{state}-bg") for state in ("good", "warn", "bad")),
)
_INTERFACE_PAIRS: tuple[tuple[str, str], ...] = (
    *(("--p-focus", paper) for paper in _PAPERS),
    ("--p-brand", "--p-bg"),
    ("--p-brand", "--p-surface"),
    ("--p-accent", "--p-bg"),
    ("--p-accent", "--p-surface"),
)
_INPUT_OF = {"--p-brand": "brand_colour", "--p-accent": "accent_colour", "--p-hero-ink": "hero"}


@dataclass(frozen=True)
class Measurement:
    """One pair of tokens in one scheme: the colours, their ratio and what WCAG 2.2 AA asks for."""

    scheme: Scheme
    foreground: str
    background: str
    colour: str
    ground: str
    ratio: float
    required: float

    @property
    def passes(self) -> bool:
        """Whether the pair reaches its number, unrounded as WCAG has it."""
        return self.ratio >= self.required


@dataclass(frozen=True)
class Finding:
    """A pair that falls short: which input it comes from, a sentence, and the nearest colour that passes."""

    measurement: Measurement
    input: str | None
    sentence: str
    suggestion: str | None


def measurements(brand: Brand) -> list[Measurement]:
    """Return every pair that the portal uses, measured in the schemes that the brand offers."""
    schemes = SCHEMES if brand.dark_mode == "follow" else SCHEMES[:1]
    return [measured for scheme in schemes for measured in _measure(brand, scheme)]


def _measure(brand: Brand, scheme: Scheme) -> list[Measurement]:
    values = token_values(brand, scheme)
    wanted = [(pair, TEXT) for pair in _TEXT_PAIRS] + [(pair, INTERFACE) for pair in _INTERFACE_PAIRS]
    measured = []
    for (ink, ground), required in wanted:
        measured.append(
            Measurement(scheme, ink, ground, values[ink], values[ground], ratio(values[ink], values[ground]), required)
        )
    if brand.hero is not None:
        ink = values["--p-hero-ink"]
        for tone in (brand.hero.darkest, brand.hero.lightest):
            measured.append(Measurement(scheme, "--p-hero-ink", "--p-hero-image", ink, tone, ratio(ink, tone), TEXT))
    return measured


def findings(brand: Brand) -> list[Finding]:
    """Return what falls short of WCAG 2.2 AA, empty when the brand may be published."""
    return [_finding(brand, measured) for measured in measurements(brand) if not measured.passes]


def _finding(brand: Brand, measured: Measurement) -> Finding:
    source = _INPUT_OF.get(measured.foreground)
    got = f"{int(measured.ratio * 100) / 100:.2f}:1, at least {measured.required:g}:1 is needed"
    if source == "hero":
        return Finding(measured, source, f"Words on the sign-in picture cannot be read ({got}).", None)
    grounds = [
        other.ground
        for other in _measure(brand, measured.scheme)
        if other.foreground == measured.foreground and other.required == measured.required
    ]
    suggestion = nearest_passing(measured.colour, grounds, measured.required)
    what = {"brand_colour": "The brand color", "accent_colour": "The accent color"}.get(source or "", "A color")
    return Finding(
        measured,
        source,
        f"{what} is too faint on the page ({got}). The nearest that passes is {suggestion}.",
        suggestion,
    )
