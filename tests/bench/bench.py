"""One run: how many rounds and lenders, and the worlds that rows share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from portico_kernel.progress import progress_bar

from .stage import Stage, Timed
from .stock_world import Stock
from .table import Outcome, Target
from .worlds import Bare, Product

FLEET = "fleet"
GROWING = "tests.bench.growing.settings"


@dataclass
class MigrationTimes:
    """What the rows about migrations have measured so far, by number of schemas."""

    ours: dict[int, list[Timed]] = field(default_factory=dict)
    stock_adds: dict[int, Timed] = field(default_factory=dict)
    stock_nothing: dict[int, Timed] = field(default_factory=dict)

    def work(self, count: int) -> float:
        """The median of our work over so many schemas, in seconds."""
        return median(timed.work for timed in self.ours[count])

    def quickest(self, count: int) -> float:
        """The quickest of them, in which other programs had the least part."""
        return min(timed.work for timed in self.ours[count])


@dataclass(eq=False)
class Bench:
    """What a row is measured with. ``is_whole`` also measures what takes very long (``make nightly``)."""

    stage: Stage
    rounds: int = 7
    lenders: int = 1_000
    is_whole: bool = False
    migrated: MigrationTimes = field(default_factory=MigrationTimes)
    _products: dict[str, Product] = field(default_factory=dict)

    def product(self, name: str, lenders: int) -> Product:
        """The product on the database of that name with at least so many lenders; rows share it."""
        settings = GROWING if name == FLEET else "portico.settings"
        found = self._products.setdefault(name, Product(self.stage, name, settings))
        found.grow_to(lenders)
        return found

    @cached_property
    def bare(self) -> Bare:
        """The yardstick of requests."""
        return Bare(self.stage)

    @cached_property
    def stock(self) -> Stock:
        """The yardstick of the fleet."""
        return Stock(self.stage)

    @property
    def fleet(self) -> Product:
        """The large fleet, however large it is at this row."""
        return self.product(FLEET, 0)

    def each_round(self, title: str, rounds: int | None = None) -> Iterator[int]:
        """The numbers of the rounds, with a progress bar."""
        return progress_bar(range(rounds or self.rounds), title)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is promised, and how it is measured."""

    key: str
    title: str
    target: Target
    measure: Callable[[Bench], Outcome]
