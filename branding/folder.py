"""A brand as a folder of files: what a lender's people hand over, and what the demo brands are kept as.

``brand.toml`` holds ``lender_name``, a table ``[look]`` with the inputs of ``branding.inputs`` and one table
``[words.LANGUAGE]`` per language with the texts of ``branding.words`` (``legal`` is a list of ``{label,
url}``). Beside it, each optional: ``logo.png``, ``logo_on_dark.png``, ``favicon.png``, ``hero.webp``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from branding.images import BrandImage, ImageKind, accept_image, favicon_from_logo, hero_of
from branding.inputs import Brand, read_brand
from branding.words import LANGUAGES, Words, read_words, words_in
from portico_kernel.errors import InvalidInput

_FILES: dict[ImageKind, str] = {
    "logo": "logo.png",
    "logo_on_dark": "logo_on_dark.png",
    "favicon": "favicon.png",
    "hero": "hero.webp",
}


@dataclass(frozen=True)
class BrandFolder:
    """A whole brand, checked: its look, its stored words per language and its accepted pictures."""

    lender_name: str
    brand: Brand
    words: Mapping[str, Mapping[str, object]]
    images: Mapping[ImageKind, BrandImage]

    def words_in(self, language: str) -> Words:
        """Return every word in a language, with the fallbacks of ``branding.words``."""
        return words_in(self.words, language, lender_name=self.lender_name)


def read_brand_folder(folder: Path) -> BrandFolder:
    """Return the brand that a folder holds; an icon is made from the logo where none is given.

    Raises InvalidInput naming what is wrong (fields of the words carry their language: ``en.portal_name``).
    """
    document = _document(folder / "brand.toml")
    images: dict[ImageKind, BrandImage] = {}
    for kind, name in _FILES.items():
        if (folder / name).is_file():
            images[kind] = accept_image(kind, (folder / name).read_bytes())
    if "logo" in images and "favicon" not in images:
        images["favicon"] = favicon_from_logo(images["logo"])
    look = document.get("look", {})
    if not isinstance(look, Mapping):
        raise InvalidInput(fields={"look": "Write [look] as a table."})
    brand = read_brand(look, hero=hero_of(images["hero"]) if "hero" in images else None)
    return BrandFolder(str(document.get("lender_name", folder.name)), brand, _words(document), images)


def _document(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(fields={"brand.toml": f"This is not a TOML file: {error}."}) from error


def _words(document: Mapping[str, object]) -> dict[str, dict[str, object]]:
    tables = document.get("words", {})
    if not isinstance(tables, Mapping) or not all(isinstance(table, Mapping) for table in tables.values()):
        raise InvalidInput(fields={"words": "Write the words as tables, like [words.en]."})
    stored: dict[str, dict[str, object]] = {}
    for language, table in tables.items():
        if language not in LANGUAGES:
            raise InvalidInput(fields={f"words.{language}": "We do not speak this language yet."})
        try:
            stored[language] = read_words(table)
        except InvalidInput as error:
            named = {f"{language}.{name}": sentence for name, sentence in error.fields.items()}
            raise InvalidInput(fields=named) from error
    return stored
