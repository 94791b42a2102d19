"""Doing in many schemas what Django did in one: per schema one transaction and two round trips, on few connections.

Each schema's row moves in the transaction of its tables, so that a process that dies at any moment leaves
every schema either untouched or done and written down. That is also why its commits need not wait for the
disk: what a crash of the server takes back, it takes back whole.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import sql

from tenants.grants import written_for
from tenants.migrating import owner_connection
from tenants.models import LenderSchema

from .steps import Step

# A backend keeps what it learnt of each schema's tables: 200 schemas are some tens of megabytes.
SCHEMAS_PER_CONNECTION = 200
# Short, because everybody who comes after the one who waits for a table waits, too.
LOCK_TIMEOUT = "1s"
BUSY = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went in one schema; ``error`` None where it is done."""

    row: LenderSchema
    error: Exception | None = None

    @property
    def is_busy(self) -> bool:
        """Whether somebody else was in the way, so that trying later helps."""
        return self.error is not None and is_busy(self.error)


def is_busy(error: BaseException) -> bool:
    """Whether an error, or what Django made of it, says that another session was in the way."""
    return isinstance(error, BUSY) or isinstance(error.__cause__, BUSY)


def replay(rows: Sequence[LenderSchema], step: Step, text: str, *, jobs: int, now: datetime) -> Iterator[Outcome]:
    """Take the step in all these schemas, ``jobs`` at a time; yields each outcome when it is there."""
    waiting: queue.SimpleQueue[LenderSchema] = queue.SimpleQueue()
    done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    for row in rows:
        waiting.put(row)
    stop = threading.Event()
    arguments = (waiting, done, stop, _Replay(step, text, now))
    workers = [threading.Thread(target=_work, args=arguments) for _ in range(min(jobs, len(rows)))]
    for worker in workers:
        worker.start()
    try:
        for _ in rows:
            yield done.get()
    finally:
        # Also when the caller is interrupted: each worker ends the schema that it has in hand.
        stop.set()
        for worker in workers:
            worker.join()


def _work(
    waiting: queue.SimpleQueue[LenderSchema],
    done: queue.SimpleQueue[Outcome],
    stop: threading.Event,
    in_one: _Replay,
) -> None:
    connection: psycopg.Connection | None = None
    served = 0
    while not stop.is_set():
        try:
            row = waiting.get_nowait()
        except queue.Empty:
            break
        try:
            if connection is None or connection.closed or served % SCHEMAS_PER_CONNECTION == 0:
                connection = _connected_anew(connection)
            served += 1
            in_one(connection, row)
            done.put(Outcome(row))
        except Exception as error:  # told to the caller, who goes on with the other schemas
            done.put(Outcome(row, error))
    if connection is not None:
        connection.close()


class _Replay:
    """One step's SQL, for one schema after another."""

    def __init__(self, step: Step, text: str, now: datetime) -> None:
        self._step, self._text, self._now = step, text, now

    def __call__(self, connection: psycopg.Connection, row: LenderSchema) -> None:
        text = written_for(self._text, schema=row.schema_name, role=row.db_role)
        try:
            if self._takes(connection, row):
                connection.execute(f"{text}\n;\nCOMMIT".encode())
        finally:
            if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE and not connection.closed:
                connection.execute("ROLLBACK")

    def _takes(self, connection: psycopg.Connection, row: LenderSchema) -> bool:
        """Begin, and move the row first: where it has moved already, a session that was given up for dead did it."""
        begin = sql.SQL(
            "BEGIN; SET LOCAL synchronous_commit TO off; SET LOCAL lock_timeout TO {}; SET LOCAL search_path TO {};"
            "UPDATE public.tenants_lenderschema SET fingerprint = {}, rights = {}, migrated_at = {}"
            " WHERE id = {} AND fingerprint = {} AND rights = {}"
        ).format(
            LOCK_TIMEOUT, sql.Identifier(row.schema_name), *self._step.after, self._now, row.id, *self._step.before
        )
        cursor = connection.execute(begin)
        while cursor.nextset():
            pass
        return cursor.rowcount == 1


def _connected_anew(former: psycopg.Connection | None) -> psycopg.Connection:
    if former is not None:
        former.close()
    parameters = owner_connection().get_connection_params()
    login = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    connection = psycopg.connect(**login, autocommit=True, cursor_factory=psycopg.ClientCursor)
    # Statements of many schemas are never the same one twice.
    connection.prepare_threshold = None
    return connection
