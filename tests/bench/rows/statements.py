"""Statements of a warm request, as the suite counts them."""

from __future__ import annotations

from functools import partial

from ..bench import Bench, Row
from ..table import Outcome, Target

MODULE = "tests.bench.product.counting"


def most_statements(bench: Bench, kind: str) -> Outcome:
    """The highest count of a kind of reads."""
    environment = bench.stage.environment("one", "portico.settings")
    worker = bench.stage.worker(MODULE, environment)
    counts: dict[str, int] = worker.ask("counts")[kind]
    worker.close()
    listed = ", ".join(f"{key.removeprefix('GET ')} {count}" for key, count in counts.items())
    return Outcome(
        value=float(max(counts.values())),
        absolute=listed.replace("<uuid:", "{").replace(">", "}"),
        how="The literal counts that tests/tenancy/test_statements.py asserts for each warm read, set_config counted.",
        left=lambda: 'make test ARGS="-k test_statements" prints the statements of a read whose count differs.',
    )


ROWS = (
    Row("statements_hot", "statements of a warm hot read", Target(3, unit=""), partial(most_statements, kind="hot")),
    Row(
        "statements_other", "statements of other warm reads", Target(5, unit=""), partial(most_statements, kind="other")
    ),
)
