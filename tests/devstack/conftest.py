"""A folder for servers, which also forgets what root's servers keep outside of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portico.devstack.places import forget_data


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder in which a test may run servers."""
    yield tmp_path / "servers"
    for made in (*(tmp_path / "servers").glob("*"), tmp_path / "servers"):
        forget_data(made)
