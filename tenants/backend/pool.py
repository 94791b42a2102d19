"""One process's connections, each kept for the lenders that it has met before.

The first time that a PostgreSQL backend touches a schema it reads some milliseconds of catalogue. It keeps
what it read, and the plans that it made, for as long as it lives: almost half a megabyte a lender. So a lender
is sent to a connection that knows it, and a connection that has met too many is closed and replaced.
"""

from __future__ import annotations

import os
import threading
import weakref
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from psycopg.pq import TransactionStatus

from tenants.positions import Position


@dataclass(eq=False, slots=True, weakref_slot=True)
class PooledConnection:
    """A connection to PostgreSQL, where it stands, and whose schemas it has met. ``raw`` None: not open yet."""

    raw: Any = None
    position: Position | None = None
    met: set[str] = field(default_factory=set)

    @property
    def is_at_rest(self) -> bool:
        """Whether it is open and outside of any transaction."""
        return self.raw is not None and self.raw.info.transaction_status == TransactionStatus.IDLE

    def close(self) -> None:
        """Close it for good."""
        if self.raw is not None:
            self.raw.close()


class AffinityPool:
    """The connections of one process to one database. Threads share it; each holds one at a time.

    ``size`` is how many are kept open while nobody uses them, and how many lenders are spread over;
    more threads than that get connections of their own. ``most_met`` is how many schemas one may meet.
    """

    def __init__(self, *, size: int, most_met: int) -> None:
        self._size, self._most_met = size, most_met
        self._lock = threading.Lock()
        self._idle: list[PooledConnection] = []
        self._all: weakref.WeakSet[PooledConnection] = weakref.WeakSet()

    def take(self, schema: str) -> PooledConnection:
        """The connection to meet ``schema`` on: one that knows it, else one with room, else a new one."""
        with self._lock:
            best = next((one for one in self._idle if schema in one.met), None) or self._with_room()
            if best in self._idle:
                self._idle.remove(best)
            best.met.add(schema)
            self._all.add(best)
        return best

    def give_back(self, one: PooledConnection) -> None:
        """Keep a connection for the next thread; close one that is in a transaction, met too many or is too many."""
        with self._lock:
            keep = one.is_at_rest and len(one.met) <= self._most_met and len(self._idle) < self._size
            if keep:
                self._idle.append(one)
        if not keep:
            self.forget(one)
            one.close()

    def forget(self, one: PooledConnection) -> None:
        """Count a connection no longer; whoever closed it says so."""
        with self._lock:
            self._all.discard(one)

    def close_idle(self) -> None:
        """Close what nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for one in idle:
            self.forget(one)
            one.close()

    def _with_room(self) -> PooledConnection:
        roomiest = min(self._idle, key=lambda one: len(one.met), default=None)
        if roomiest is None:
            return PooledConnection()
        is_full = len(roomiest.met) >= self._most_met
        return PooledConnection() if is_full and len(self._all) < self._size else roomiest


_pools: dict[tuple[str, ...], AffinityPool] = {}


def pool_for(address: tuple[str, ...]) -> AffinityPool:
    """This process's pool of connections to one address (host, port, database, login)."""
    return _pools.setdefault(
        address,
        AffinityPool(size=settings.PORTICO_CONNECTIONS, most_met=settings.PORTICO_SCHEMAS_PER_CONNECTION),
    )


def close_idle_connections() -> None:
    """Close every connection of this process that nobody uses."""
    for pool in _pools.values():
        pool.close_idle()


# A child that shared its parent's connections would talk into the parent's answers.
os.register_at_fork(after_in_child=_pools.clear)
