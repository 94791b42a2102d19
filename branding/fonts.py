"""The typefaces that we host ourselves, their fallbacks, and the pairs that a lender chooses from.

All files are the Latin subsets of the variable fonts that Fontsource packages on npm (5.3), each under
the SIL Open Font License or, for Roboto Slab, Apache 2.0; the licences stand beside the files. A file's
name carries its content hash, so it may be cached for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT_URL = "/static/branding/fonts/"
_LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215"
)
_LOCAL = {
    "sans": 'local("Arial"),local("Liberation Sans"),local("Helvetica")',
    "serif": 'local("Times New Roman"),local("Liberation Serif"),local("Times")',
}
_GENERIC = {"sans": "system-ui,sans-serif", "serif": "Georgia,serif"}


@dataclass(frozen=True)
class Face:
    """One variable font and how a local font must be stretched to stand in for it.

    ``size``, ``ascent`` and ``descent`` are percentages, measured at weight 400 on English text against
    Liberation Sans or Serif (the metrics of Arial and Times), so that the swap moves no line.
    """

    key: str
    family: str
    kind: str
    file: str
    weights: tuple[int, int]
    size: float
    ascent: float
    descent: float

    @property
    def stack(self) -> str:
        """The value for ``font-family``: the font, its stand-in, then the generic."""
        return f'"{self.family}","{self.family} Fallback",{_GENERIC[self.kind]}'


@dataclass(frozen=True)
class Pair:
    """A display face with a text face, and how headings are set in it."""

    key: str
    title: str
    display: str
    body: str
    display_weight: int
    display_letter_em: float


_ALL_FACES = (
    Face("inter", "Inter", "sans", "inter-3100e775.woff2", (100, 900), 106.98, 90.56, 22.55),
    Face("sora", "Sora", "sans", "sora-fa26406e.woff2", (100, 800), 113.99, 85.10, 25.44),
    Face("figtree", "Figtree", "sans", "figtree-4ba7d3d0.woff2", (300, 900), 101.26, 93.82, 24.69),
    Face("fraunces", "Fraunces", "serif", "fraunces-7f9d191d.woff2", (100, 900), 116.68, 83.82, 21.86),
    Face("public-sans", "Public Sans", "sans", "public-sans-5ed4d31c.woff2", (100, 900), 104.97, 90.50, 21.44),
    Face("roboto-slab", "Roboto Slab", "serif", "roboto-slab-50cf7d32.woff2", (100, 900), 119.20, 87.90, 22.73),
    Face("manrope", "Manrope", "sans", "manrope-a30ddcd3.woff2", (200, 800), 104.02, 102.48, 28.84),
    Face(
        "space-grotesk",
        "Space Grotesk",
        "sans",
        "space-grotesk-06408904.woff2",
        (300, 700),
        111.30,
        88.41,
        26.24,
    ),
    Face(
        "source-serif",
        "Source Serif 4",
        "serif",
        "source-serif-4-382475f3.woff2",
        (200, 900),
        119.81,
        86.47,
        27.96,
    ),
    Face("lora", "Lora", "serif", "lora-ddb8c660.woff2", (400, 700), 117.29, 85.77, 23.36),
)
FACES = {face.key: face for face in _ALL_FACES}

# Every text face has figures of one width (tnum); those without stay headings only.
_ALL_PAIRS = (
    Pair("inter", "Inter throughout: neutral and exact", "inter", "inter", 650, -0.02),
    Pair("sora-inter", "Sora with Inter: wide and modern", "sora", "inter", 650, -0.03),
    Pair("figtree", "Figtree throughout: clear and friendly", "figtree", "figtree", 700, -0.015),
    Pair("fraunces-figtree", "Fraunces with Figtree: warm and personal", "fraunces", "figtree", 600, -0.015),
    Pair("slab-public", "Roboto Slab with Public Sans: sturdy", "roboto-slab", "public-sans", 700, -0.01),
    Pair("manrope", "Manrope throughout: soft and modern", "manrope", "manrope", 700, -0.02),
    Pair("grotesk-inter", "Space Grotesk with Inter: technical", "space-grotesk", "inter", 600, -0.02),
    Pair(
        "source-serif-public",
        "Source Serif with Public Sans: editorial",
        "source-serif",
        "public-sans",
        600,
        -0.01,
    ),
    Pair("lora-public", "Lora with Public Sans: classic", "lora", "public-sans", 600, 0.0),
)
PAIRS = {pair.key: pair for pair in _ALL_PAIRS}


def font_faces_css(pair: Pair) -> str:
    """Return the ``@font-face`` rules of a pair: each hosted font and its metric-compatible stand-in."""
    faces = dict.fromkeys((pair.body, pair.display))
    return "".join(_face_css(FACES[key]) for key in faces)


def preload_urls(pair: Pair) -> list[str]:
    """Return the same-origin addresses of a pair's font files, the text face first, for preload links."""
    return [FONT_URL + FACES[key].file for key in dict.fromkeys((pair.body, pair.display))]


def _face_css(face: Face) -> str:
    low, high = face.weights
    return (
        f'@font-face{{font-family:"{face.family}";font-style:normal;font-weight:{low} {high};'
        f'font-display:swap;src:url("{FONT_URL}{face.file}") format("woff2");unicode-range:{_LATIN}}}\n'
        f'@font-face{{font-family:"{face.family} Fallback";src:{_LOCAL[face.kind]};'
        f"size-adjust:{face.size:.2f}%;ascent-override:{face.ascent:.2f}%;"
        f"descent-override:{face.descent:.2f}%;line-gap-override:0%}}\n"
    )
