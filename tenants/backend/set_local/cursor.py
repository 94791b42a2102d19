"""A cursor whose statements bring their position with them, in the same message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Self

from psycopg import ClientCursor, Copy, sql
from psycopg.abc import Params


class Opening(NamedTuple):
    """SQL that goes before a statement, and how many answers of it come before the statement's own."""

    text: str
    answers: int


class PlacedCursor(ClientCursor[Any]):
    """A client-side cursor that opens each message as its connection says.

    Statements of one simple-protocol message run in one transaction, on one server, also behind a pooler.
    """

    opening: Callable[[], Opening | None] = staticmethod(lambda: None)
    opened: Callable[[], None] = staticmethod(lambda: None)

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> Self:
        """Run a statement where its connection stands, without a round trip for getting there."""
        opening = self.opening()
        if opening is None:
            super().execute(query, params, **options)
            return self
        text = self._as_text(query)
        # A literal, so that its own percent signs must not be taken for places of parameters.
        before = opening.text if params is None else opening.text.replace("%", "%%")
        super().execute(before + text, params, **options)
        for _ in range(opening.answers):
            self.nextset()
        self.opened()
        return self

    def executemany(self, query: Any, params_seq: Iterable[Params], *, returning: bool = False) -> None:
        """Run a statement once for each of ``params_seq``; the driver's own way has no room for a position."""
        if returning:
            raise NotImplementedError("several statements' answers at once: run them one by one")
        count = 0
        for params in params_seq:
            self.execute(query, params)
            count += max(self.rowcount, 0)
        self._rowcount = count

    @contextmanager
    def copy(self, statement: Any, *args: Any, **options: Any) -> Iterator[Copy]:
        """Copy inside a transaction, where the position is sent before; outside of one there is none."""
        if self.opening() is not None:
            self.execute("SELECT 1")
        with super().copy(statement, *args, **options) as copying:
            yield copying

    def _as_text(self, query: Any) -> str:
        if isinstance(query, sql.Composable):
            return query.as_string(self)
        return query.decode() if isinstance(query, bytes) else str(query)
