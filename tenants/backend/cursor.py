"""A cursor whose statements bring their position with them, in the same message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple, Self

from psycopg import ClientCursor, Copy, Cursor, sql
from psycopg.abc import Params
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus

from tenants.errors import LEFT, NoLenderEntered
from tenants.positions import Position


class Opening(NamedTuple):
    """SQL that goes before a statement, and how many answers of it come before the statement's own.

    ``apart``: in a message of its own. One message is one transaction, which some statements refuse.
    """

    text: str
    answers: int
    apart: bool = False


@lru_cache(maxsize=4096)
def opening_for(
    position: Position, *, local: bool = False, begins: bool = False, time_zone: str | None = None
) -> Opening:
    """What takes a connection to a position: for its session, or ``local`` to the transaction that it ``begins``."""
    settings = {"role": position.role or "none", "search_path": position.search_path_setting}
    if time_zone is not None:
        settings["TimeZone"] = time_zone
    how = "true" if local else "false"
    calls = ", ".join(f"set_config({_quoted(name)}, {_quoted(value)}, {how})" for name, value in settings.items())
    return Opening(f"{'BEGIN; ' if begins else ''}SELECT {calls}; ", 2 if begins else 1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


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
        if opening.apart:
            super().execute(opening.text)
            self.opened()
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


class PlannedCursor(Cursor[Any]):
    """A cursor for statements that are asked again and again: the server plans each once, and keeps the plan.

    ``mark`` makes the same statement of two lenders two: PostgreSQL makes a new plan whenever the search path is
    not the one that a plan was made under, so one that lenders shared would be made anew at every turn.
    """

    mark: str = ""
    may_run: Callable[[], bool] = staticmethod(lambda: False)

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> Self:
        """Run a statement; from the second time on by its plan. Raises NoLenderEntered where its lender was left."""
        if not self.may_run():
            raise NoLenderEntered(LEFT)
        marked = f"{query} /* {self.mark} */"
        try:
            return super().execute(marked, params, **options)
        except FeatureNotSupported:
            # "cached plan must not change result type": a migration changed a column that the plan reads.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            self.connection.execute("DEALLOCATE ALL")
            return super().execute(marked, params, **options)
