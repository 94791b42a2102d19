"""Stock django-tenants on a database of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from portico_kernel.progress import progress_bar

from .stage import Stage, Timed
from .worker import Worker

AT_ONCE = 10


@dataclass
class Stock:
    """Stock's schemas: the first ones made by stock itself, the others fast, by the product's script."""

    stage: Stage
    name: str = "stock"
    schemas: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its programs, whose one login owns everything."""
        known = self.stage.environment(self.name, "tests.bench.stock.settings")
        return known | {"DATABASE_URL": self.stage.database(self.name).owner_url}

    @cached_property
    def worker(self) -> Worker:
        """The process that makes its schemas."""
        made = self.stage.worker("tests.bench.stock.work", self.environment)
        made.ask("prepare")
        return made

    def create(self, count: int) -> list[float]:
        """Let stock create schemas; return the seconds of each."""
        found: list[float] = self.worker.ask("time_creates", count=count)
        self.schemas += count
        return found

    def grow_to(self, count: int, script: str) -> None:
        """Have so many schemas in all."""
        missing = count - self.schemas
        for part in progress_bar(
            [min(AT_ONCE, missing - done) for done in range(0, missing, AT_ONCE)], f"Making {count:,} schemas for stock"
        ):
            self.schemas = self.worker.ask("copy_schemas", count=part, script=script)

    def migrate(self) -> Timed:
        """Run ``migrate_schemas`` with the standard executor over the schemas of tenants."""
        if not self.schemas:
            self.create(1)
        words = ("migrate_schemas", "--tenant", "--executor", "standard", "--verbosity", "0")
        return self.stage.timed(self.environment, *words)
