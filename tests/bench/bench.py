"""One run: how many rounds and lenders, and the worlds that rows share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from portico_kernel.progress import progress_bar

from .stage import Stage
from .table import Outcome, Target
from .worlds import Bare, Product


@dataclass
class Bench:
    """What a row is measured with. ``is_whole`` also measures what takes very long (``make nightly``)."""

    stage: Stage
    rounds: int = 7
    lenders: int = 1_000
    is_whole: bool = False
    _products: dict[str, Product] = field(default_factory=dict)

    def product(self, name: str, lenders: int) -> Product:
        """The product on database ``bench_NAME`` with at least so many lenders; rows share it."""
        found = self._products.setdefault(name, Product(self.stage, f"bench_{name}"))
        found.grow_to(lenders)
        return found

    @cached_property
    def bare(self) -> Bare:
        """The yardstick of requests."""
        return Bare(self.stage)

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
