"""Identity's stage: the clock stands at NOW, and mail lands in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import override_settings

from tests.cast import NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """NOW, until the test moves it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def mailbox(tmp_path: Path) -> Iterator[None]:
    """A folder for this test's mail."""
    with override_settings(PORTICO_MAIL_ADAPTER="portico_kernel.mail.FolderMail", PORTICO_VAR=tmp_path):
        yield
