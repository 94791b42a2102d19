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

from typing import Any

from django.db.utils import NotSupportedError
from psycopg.pq import TransactionStatus

from tenants.backend.base import DatabaseWrapper as SessionWrapper
from tenants.backend.cursor import Opening, opening_for
from tenants.positions import Position


class DatabaseWrapper(SessionWrapper):
    """A connection that stands somewhere only for the length of a transaction."""

    _time_zone: str | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """As ever; a cursor on the server is refused."""
        if name:
            raise NotSupportedError("a cursor on the server outlives its statement, and behind a pooler its server")
        return super().create_cursor()

    def _opening(self) -> Opening | None:
        """What has to go before the next statement."""
        if self._busy_placing or self._wanted is None:
            return None
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.IDLE:
            return opening_for(self._wanted, local=True, begins=not self.autocommit, time_zone=self._time_zone)
        # In a transaction that failed nothing runs but its rollback.
        if status == TransactionStatus.INERROR or self._actual == self._wanted:
            return None
        return opening_for(self._wanted, local=True, time_zone=self._time_zone)

    def _set_autocommit(self, autocommit: bool) -> None:
        # The driver stays in autocommit: its BEGIN would be a message of its own, ours comes with a statement.
        with self.wrap_database_errors:
            if not self.connection.autocommit:
                self.connection.autocommit = True

    def _configure_timezone(self, connection: Any) -> bool:
        is_there = connection.info.parameter_status("TimeZone") == self.timezone_name
        self._time_zone = None if is_there else self.timezone_name
        return False

    def planned_cursor(self) -> Any:
        """An ordinary cursor: a plan is kept on one server, and the next statement goes to another."""
        return self.cursor()

    def _keep_plans(self) -> None:
        """Nothing is kept."""

    def _borrow(self, position: Position) -> None:
        """Which server a connection gets is the pooler's to say, so all connections are alike."""

    def _give_back(self) -> None:
        """Each thread keeps its own."""
