"""The wallet's stage: the clock stands at NOW; keys, objects and the web app's manifest are the test's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from tests.cast import NOW

MANIFEST = {
    "src/wallet/main.ts": {
        "file": "assets/wallet-1a2b.js",
        "css": ["assets/wallet-3c4d.css"],
        "imports": ["_words.js"],
    },
    "_words.js": {"file": "assets/words-5e6f.js"},
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """NOW, until the test moves it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path) -> Iterator[Path]:
    """The master key and the web app's files of one test."""
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "manifest.json").write_text(json.dumps(MANIFEST))
    with override_settings(
        PORTICO_VAR=tmp_path,
        PORTICO_WEB_DIST=dist,
        PORTICO_MAIL_ADAPTER="portico_kernel.mail.FolderMail",
    ):
        yield tmp_path
