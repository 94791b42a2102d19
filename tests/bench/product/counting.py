"""The literal counts of statements that tests/tenancy/test_statements.py holds the product to."""

from __future__ import annotations

import django

django.setup()

from tests.bench.worker import answer_questions  # noqa: E402  # django.setup() comes first
from tests.tenancy.test_statements import COUNTS, HOT_READS  # noqa: E402


def counts() -> dict[str, dict[str, int]]:
    """Statements of each warm read, the hot ones and the others."""
    return {
        "hot": {key: count for key, count in COUNTS.items() if key in HOT_READS},
        "other": {key: count for key, count in COUNTS.items() if key not in HOT_READS},
    }


if __name__ == "__main__":
    answer_questions({"counts": counts})
