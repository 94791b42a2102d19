"""The web app's files, by the manifest that Vite writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from portico_kernel.errors import Unavailable

SOURCES = {"main": "src/main.tsx", "wallet": "src/wallet/main.ts", "console": "src/styles/console.css"}


@dataclass(frozen=True, slots=True)
class EntryFiles:
    """Addresses of one entry's files, in the order in which a page names them."""

    js: tuple[str, ...]
    css: tuple[str, ...]
    preload: tuple[str, ...]


def entry(name: str) -> EntryFiles:
    """The files of ``main``, ``wallet`` or ``console``; raises Unavailable while the web app is not built."""
    manifest = _manifest(_stamp())
    source = SOURCES[name]
    chunk = manifest[source]
    imported = _imports(manifest, source)
    is_style = chunk["file"].endswith(".css")
    css = [c for key in (*imported, source) for c in manifest[key].get("css", [])]
    return EntryFiles(
        js=() if is_style else (_url(chunk["file"]),),
        css=tuple(_url(c) for c in dict.fromkeys([*([chunk["file"]] if is_style else []), *css])),
        preload=tuple(_url(manifest[key]["file"]) for key in imported),
    )


def _imports(manifest: dict[str, Any], source: str) -> list[str]:
    """Everything the entry imports statically, deepest first, each once."""
    found: dict[str, None] = {}

    def visit(key: str) -> None:
        for inner in manifest[key].get("imports", []):
            if inner not in found:
                visit(inner)
                found[inner] = None

    visit(source)
    return list(found)


def _url(path: str) -> str:
    return f"{settings.STATIC_URL}web/{path}"


def _stamp() -> float:
    try:
        return (settings.PORTICO_WEB_DIST / "manifest.json").stat().st_mtime
    except FileNotFoundError:
        raise Unavailable("The web app is not built. Run `make web`.") from None


@lru_cache(maxsize=1)
def _manifest(_: float) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((settings.PORTICO_WEB_DIST / "manifest.json").read_text())
    return loaded
