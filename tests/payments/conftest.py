"""The stage of payments: the clock at NOW, both lenders ready to be paid, keys of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from tests.cast import NOW, Cast, assemble
from tests.database import TwoLenders
from tests.eft.conftest import empty
from tests.payments.stage import Till, open_tills


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """NOW, until the test moves it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path) -> Iterator[Path]:
    """The master key and mail of one test."""
    with override_settings(PORTICO_VAR=tmp_path, PORTICO_MAIL_ADAPTER="portico_kernel.mail.FolderMail"):
        yield tmp_path


@pytest.fixture
def till(cast: Cast) -> Till:
    """Ada, Bob and Cleo with a bank account each."""
    return open_tills(cast)


@pytest.fixture
def committed(lenders: TwoLenders) -> Iterator[Till]:
    """The same, committed, so that other connections see it; emptied afterwards."""
    try:
        yield open_tills(assemble(lenders))
    finally:
        empty(lenders)
