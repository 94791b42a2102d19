"""A brand as W3C Design Tokens (format module 2025.10), out to a designer's tool and back in.

Three groups: ``brand`` holds the chosen colours, ``light`` and ``dark`` what was derived from them (out
only). Choices, which the format has no type for, stand under ``$extensions``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from branding.colour import channels
from branding.derive import SCHEMES, Scheme, token_values
from branding.fonts import FACES, PAIRS
from branding.inputs import INPUTS, Brand, brand_inputs, read_brand
from branding.tokens import TOKENS, Token
from portico_kernel.errors import InvalidInput

EXTENSION = "org.portico.brand"
LARGEST_FILE = 256 * 1024
_COLOUR_NAMES = {"brand_colour": "brand", "accent_colour": "accent"}


def export_design_tokens(brand: Brand) -> str:
    """Return the brand as a Design Tokens JSON document, ending with a newline. Images do not travel."""
    inputs = brand_inputs(brand)
    chosen: dict[str, object] = {"$type": "color"}
    for declared in INPUTS:
        if declared.kind == "colour":
            value = _colour(inputs.pop(declared.name))
            chosen[_COLOUR_NAMES[declared.name]] = {"$value": value, "$description": declared.help}
    document: dict[str, object] = {"$description": "A Portico brand", "brand": chosen}
    schemes = SCHEMES if brand.dark_mode == "follow" else SCHEMES[:1]
    document |= {scheme: _derived(brand, scheme) for scheme in schemes}
    document["$extensions"] = {EXTENSION: {"version": 1, **inputs}}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _colour(value: str) -> dict[str, object]:
    return {"colorSpace": "srgb", "components": [round(c / 255, 5) for c in channels(value)], "hex": value}


def _derived(brand: Brand, scheme: Scheme) -> dict[str, object]:
    values = token_values(brand, scheme)
    pair = PAIRS[brand.fonts]
    group: dict[str, object] = {}
    for token in TOKENS:
        written = _typed(token, values[token.name], {"body": pair.body, "display": pair.display})
        if written is not None:
            group[token.name.removeprefix("--p-")] = {**written, "$description": token.does}
    return group


def _typed(token: Token, value: str, faces: Mapping[str, str]) -> dict[str, object] | None:
    if token.kind == "colour":
        return {"$type": "color", "$value": _colour(value)}
    if token.kind == "font":
        face = FACES[faces[token.name.removeprefix("--p-font-")]]
        return {
            "$type": "fontFamily",
            "$value": [face.family, "system-ui" if face.kind == "sans" else "serif"],
        }
    if token.name == "--p-font-weight-display":
        return {"$type": "fontWeight", "$value": int(value)}
    if token.kind == "number" and value.endswith("px"):
        return {"$type": "dimension", "$value": {"value": int(value[:-2]), "unit": "px"}}
    if token.kind == "number":
        return {"$type": "number", "$value": float(value.removesuffix("em"))}
    return None


def import_design_tokens(document: str, *, onto: Brand) -> Brand:
    """Return the brand with what the document chooses in place of its own; what it lacks stays as it was.

    Reads the groups that export writes; a colour may also be plain hex text, as older tools write it.
    Raises InvalidInput for JSON that is no such document or for a choice that is not offered.
    """
    root = _parse(document)
    chosen: dict[str, object] = dict(brand_inputs(onto))
    wrong: dict[str, str] = {}
    group = root.get("brand")
    for name, token in _COLOUR_NAMES.items():
        found = group.get(token) if isinstance(group, Mapping) else None
        if found is None:
            continue
        colour = _read_colour(found)
        if colour is None:
            wrong[name] = f"brand.{token} must be an sRGB color with its hex value."
        else:
            chosen[name] = colour
    extensions = root.get("$extensions")
    ours = extensions.get(EXTENSION, {}) if isinstance(extensions, Mapping) else {}
    if isinstance(ours, Mapping):
        chosen |= {str(name): value for name, value in ours.items() if name != "version"}
    if wrong:
        raise InvalidInput(fields=wrong)
    return read_brand(chosen, hero=onto.hero)


def _parse(document: str) -> Mapping[str, object]:
    if len(document) > LARGEST_FILE:
        raise InvalidInput(fields={"file": "That file is too large to be a set of design tokens."})
    try:
        root = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(fields={"file": "That file is not JSON."}) from error
    if not isinstance(root, Mapping) or not isinstance(root.get("brand"), Mapping):
        raise InvalidInput(fields={"file": "That file has no group named “brand”."})
    return root


def _read_colour(token: object) -> str | None:
    value = token.get("$value") if isinstance(token, Mapping) else None
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping) or value.get("colorSpace", "srgb") != "srgb":
        return None
    if isinstance(value.get("hex"), str):
        return str(value["hex"])
    parts = value.get("components")
    if not isinstance(parts, list) or len(parts) != 3:
        return None
    if not all(isinstance(part, int | float) and 0 <= part <= 1 for part in parts):
        return None
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
