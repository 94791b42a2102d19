"""Poolers for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.database import TwoLenders
from tests.tenancy.routes import pooled


@pytest.fixture(scope="session")
def transaction_pooler(lenders: TwoLenders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app's address by way of a PgBouncer in transaction mode, whose clients share two servers."""
    with pooled(tmp_path_factory.mktemp("pgbouncer") / "transaction", mode="transaction") as url:
        yield url
