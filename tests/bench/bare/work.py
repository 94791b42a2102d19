"""Makes the bare project's table and its row."""

from __future__ import annotations

import django

django.setup()

from django.db import connection  # noqa: E402  # django.setup() comes first

from portico_kernel.clock import read_clock  # noqa: E402
from tests.bench.bare.models import Thing  # noqa: E402
from tests.bench.worker import answer_questions  # noqa: E402


def prepare() -> int:
    """Make the table and return the key of its row."""
    with connection.schema_editor() as editor:
        editor.create_model(Thing)
    return Thing.objects.create(name="A thing", amount_minor=12550, made_at=read_clock()).id


if __name__ == "__main__":
    answer_questions({"prepare": prepare})
