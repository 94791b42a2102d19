"""Migrations of a later version of Portico, written by the test that needs them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from django.test.utils import override_settings

# A small app of lenders' schemas: what comes after its first migration is the tests' own.
APP = "idempotency"
FIRST = "portico_kernel.idempotency.migrations.0001_initial"
HEAD = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("idempotency", "{before}")]
    atomic = {atomic}
    operations = [{operations}]
"""


@contextmanager
def later_version(folder: Path, atomic: bool = True, **operations: str) -> Iterator[None]:
    """Run the block under a version with these migrations, in their order; each is given by its operations' source."""
    package = f"later_{uuid4().hex}"
    (folder / package).mkdir()
    (folder / package / "__init__.py").touch()
    (folder / package / "0001_initial.py").write_text(
        f"from importlib import import_module\nMigration = import_module({FIRST!r}).Migration\n"
    )
    before = "0001_initial"
    for number, (name, source) in enumerate(operations.items(), start=2):
        text = HEAD.format(before=before, atomic=atomic, operations=source)
        before = f"{number:04}_{name}"
        (folder / package / f"{before}.py").write_text(text)
    sys.path.insert(0, str(folder))
    try:
        import_module(package)
        with override_settings(MIGRATION_MODULES={APP: package}):
            yield
    finally:
        sys.path.remove(str(folder))
