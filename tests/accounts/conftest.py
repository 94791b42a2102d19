"""Pages are read at the cast's own moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from feature_flags import sections
from tests.cast import NOW


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    """The doors' clock stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The master key of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)


@pytest.fixture
def payments_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Payments are on and ready at every lender, whatever an EFT profile would need."""
    monkeypatch.delitem(sections._readiness, "payments")
