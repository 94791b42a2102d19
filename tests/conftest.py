"""What every test may ask for: two lenders, a database as the app sees it, nobody inside any door."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings_test")

import django  # settings are named first
from django.db import connections, transaction
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()

from portico_kernel.scrubbing import ScrubbingFilter  # noqa: E402
from tenants.snapshot import forget_snapshots  # noqa: E402
from tests.cast import ACCOUNT_NUMBER, PASSWORD, Cast, assemble  # noqa: E402
from tests.database import TwoLenders, make_lenders, point_settings_at, superuser_dsn  # noqa: E402
from tests.reporting import report_on_the_suite  # noqa: E402


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Last, when the terminal is there."""
    report_on_the_suite(config)


@pytest.fixture(scope="session")
def lenders() -> Iterator[TwoLenders]:
    """The two lenders, in this worker's own database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    point_settings_at(f"portico_test_{worker}", superuser_dsn())
    yield make_lenders()
    for wrapper in connections.all():
        wrapper.close()


@pytest.fixture
def db(lenders: TwoLenders) -> Iterator[TwoLenders]:
    """A database that forgets, when the test ends, all that the test wrote."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # tenants.backend lets it hold several lenders
    forget_snapshots()
    block.__enter__()
    try:
        yield lenders
    finally:
        transaction.set_rollback(True)
        block.__exit__(None, None, None)
        forget_snapshots()


@pytest.fixture
def cast(db: TwoLenders) -> Cast:
    """The named people of tests/cast.py, at both lenders."""
    return assemble(db)


@pytest.fixture(scope="session", autouse=True)
def no_secret_in_any_log_line() -> Iterator[None]:
    """Every line that the suite logs, as the product's handlers would write it, holds no secret of the cast."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(ScrubbingFilter())
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    said = lines.getvalue()
    assert [secret for secret in (PASSWORD, ACCOUNT_NUMBER) if secret in said] == []
