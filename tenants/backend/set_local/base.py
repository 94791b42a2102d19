"""The backend for poolers in transaction mode: nothing outlives the transaction that set it.

Each message to the server says where it stands (``set_config(..., true)``, which is ``SET LOCAL``):

* outside ``atomic()``, before each statement. PostgreSQL runs one message as one transaction, so that the
  position ends with the statement, and the pooler gives all of it to one server;
* inside ``atomic()``, with the first statement, which also brings the BEGIN, and again after a rollback to a
  savepoint.

So a statement costs no round trip more than without tenants. Nothing is set for the session: the driver stays
in autocommit, prepares nothing, and opens no cursor on the server.
"""

from __future__ import annotations

import select
from functools import lru_cache
from typing import Any

from django.db.utils import NotSupportedError
from psycopg.pq import TransactionStatus

from tenants.backend.base import DatabaseWrapper as SessionWrapper
from tenants.errors import NoLenderEntered
from tenants.positions import Position

from .cursor import Opening, PlacedCursor


class DatabaseWrapper(SessionWrapper):
    """A connection that stands somewhere only for the length of a transaction."""

    _time_zone: str | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """As ever, with our cursor."""
        return {**super().get_connection_params(), "cursor_factory": PlacedCursor}

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that asks this connection, before each statement, where it stands."""
        if name:
            raise NotSupportedError("a cursor on the server outlives its statement, and behind a pooler its server")
        cursor = super().create_cursor()
        cursor.opening, cursor.opened = self._opening, self._has_opened
        return cursor

    def _opening(self) -> Opening | None:
        """What has to go before the next statement."""
        if self._busy_placing:
            return None
        if self._wanted is None:
            raise NoLenderEntered("the cursor was opened inside a lender that has been left")
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.IDLE:
            return _opening(self._wanted, self._time_zone, begins=not self.autocommit)
        # In a transaction that failed nothing runs but its rollback.
        if status == TransactionStatus.INERROR or self._actual == self._wanted:
            return None
        return _opening(self._wanted, self._time_zone, begins=False)

    def _has_opened(self) -> None:
        self._actual = self._wanted

    def _take_position(self) -> None:
        """Nothing is sent ahead; a connection that was closed on the other side is replaced."""
        self.ensure_connection()
        if not self._must_prove_alive or self.in_atomic_block:
            return
        self._must_prove_alive = False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        # Nobody has asked anything, so what there is to read is the end, or words that come before it.
        if waiting.poll(0) and not self.is_usable():
            self.close()
            self.connect()

    def _set_autocommit(self, autocommit: bool) -> None:
        # The driver stays in autocommit: its BEGIN would be a message of its own, ours comes with a statement.
        with self.wrap_database_errors:
            if not self.connection.autocommit:
                self.connection.autocommit = True

    def _configure_timezone(self, connection: Any) -> bool:
        is_there = connection.info.parameter_status("TimeZone") == self.timezone_name
        self._time_zone = None if is_there else self.timezone_name
        return False

    def _borrow(self, position: Position) -> None:
        """Which server a connection gets is the pooler's to say, so all connections are alike."""

    def _give_back(self) -> None:
        """Each thread keeps its own."""


@lru_cache(maxsize=4096)
def _opening(position: Position, time_zone: str | None, *, begins: bool) -> Opening:
    settings = {"role": position.role or "none", "search_path": position.search_path_setting}
    if time_zone is not None:
        settings["TimeZone"] = time_zone
    calls = ", ".join(f"set_config({_quoted(name)}, {_quoted(value)}, true)" for name, value in settings.items())
    return Opening(f"{'BEGIN; ' if begins else ''}SELECT {calls}; ", 2 if begins else 1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
