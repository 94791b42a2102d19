"""A connection pooler that would mix lenders is refused, before a lender's first row is read through it.

A pooler that hands one server to several clients undoes what the first door of every connection does: the
next client reads where the last one stood. What gives it away:

* PostgreSQL greets each client with the number of the server process. A pooler greets before it has a server,
  so it makes a number up, and ``pg_backend_pid()`` tells another one;
* a setting that one client leaves behind is seen by another, or its server's number is.

What is detected and what is not claimed stands in docs/decisions/0005-poolers.md.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from typing import Any

import psycopg
import structlog
from django.db import connections
from django.db.utils import OperationalError

from tenants.errors import UnsafePooler

NONE, SESSION, TRANSACTION = "none", "session", "transaction"
WHO_SQL = "SELECT pg_backend_pid(), current_setting('portico.probe', true)"
# One round finds a pooler that shares; more of them outlast other clients that come between.
ROUNDS = 3
BEHIND_ONE = (
    "A connection pooler stands between this process and PostgreSQL, and PORTICO_POOLER does not say so. One that"
    " shares its servers would show a lender's rows to another lender. Set PORTICO_POOLER to the pooler's mode,"
    " “session” or “transaction”, or let DATABASE_URL name PostgreSQL itself."
)
OWNER_BEHIND_ONE = (
    "The owner's connection goes through a connection pooler, and migrations need a server of their own. Let"
    " DATABASE_OWNER_URL name PostgreSQL itself."
)
SHARED = (
    "PORTICO_POOLER says “session”, but the pooler hands one server to several clients and would show a lender's"
    " rows to another lender. Set PORTICO_POOLER=transaction, or the pooler to session mode."
)
STUCK = (
    "PORTICO_POOLER says “session”, but the pooler did not give two clients a server each. Set it to session mode with"
    " as many servers as there are connections, or to transaction mode with PORTICO_POOLER=transaction."
)
TORN = (
    "The pooler does not keep a transaction on one server (statement pooling), which no mode of Portico can work"
    " with. Set the pooler to transaction mode."
)
log = structlog.get_logger(__name__)
_probed: set[tuple[str, ...]] = set()
_probing = threading.Lock()


def refuse_unsafe_pooler(raw: psycopg.Connection[Any], *, alias: str, told: Mapping[str, Any]) -> None:
    """Let a new connection pass, or raise UnsafePooler. ``raw`` is in autocommit, ``told`` are Django's settings.

    Costs one query for each connection; where a pooler is expected, a probe for each process instead.
    """
    expected = told.get("POOLER", NONE)
    if expected == NONE:
        if raw.execute("SELECT pg_backend_pid()").fetchone() != (raw.info.backend_pid,):
            raise UnsafePooler(OWNER_BEHIND_ONE if alias == "owner" else BEHIND_ONE)
        return
    address = (expected, *(str(told[name]) for name in ("HOST", "PORT", "NAME", "USER")))
    with _probing:
        if address in _probed:
            return
        _probe_sessions(raw, told) if expected == SESSION else _probe_transactions(raw)
        _probed.add(address)


def check_route_to_database() -> None:
    """Open a connection as the first request would, and close it: for a process that is about to serve.

    Raises UnsafePooler. A database that is away is no reason not to start: each new connection is checked.
    """
    wrapper = connections["default"]
    try:
        wrapper.ensure_connection()
    except OperationalError as error:
        log.warning("database_away_at_start", reason=str(error))
    finally:
        wrapper.close()


def _probe_sessions(one: psycopg.Connection[Any], told: Mapping[str, Any]) -> None:
    """Have two clients alternate: each must find its own server as it left it, and only that one."""
    mark = secrets.token_hex(8)
    one.execute("SELECT set_config('portico.probe', %s, false)", [mark])
    home = one.execute(WHO_SQL).fetchone()
    login = {"user": told["USER"], "password": told["PASSWORD"], "dbname": told["NAME"]}
    there = {name: value for name, value in {"host": told["HOST"], "port": told["PORT"], **login}.items() if value}
    with psycopg.connect(**there, prepare_threshold=None, autocommit=True) as other:
        try:
            shares = any(_meet(one, other, home, mark) for _ in range(ROUNDS))
        except psycopg.Error as error:
            raise UnsafePooler(f"{STUCK} The pooler says: {error}") from error
    if shares:
        raise UnsafePooler(SHARED)


def _meet(one: psycopg.Connection[Any], other: psycopg.Connection[Any], home: Any, mark: str) -> bool:
    """Whether the other client finds the first one's server, or the first one does not find its own."""
    # In a transaction, so that the other's server is taken while the first one asks for its own. The other is
    # looked at before: where there is one server only, the first would wait for it.
    with other.transaction():
        server, seen = other.execute(WHO_SQL).fetchone() or (None, None)
        return server == home[0] or seen == mark or home[1] != mark or one.execute(WHO_SQL).fetchone() != home


def _probe_transactions(one: psycopg.Connection[Any]) -> None:
    """Set something for the length of a transaction, and find it in the same transaction's next message."""
    mark = secrets.token_hex(8)
    try:
        with one.transaction():
            set_on = one.execute("SELECT pg_backend_pid(), set_config('portico.probe', %s, true)", [mark]).fetchone()
            found_on = one.execute(WHO_SQL).fetchone()
    except psycopg.Error as error:
        raise UnsafePooler(f"{TORN} The pooler says: {error}") from error
    if found_on != set_on:
        raise UnsafePooler(TORN)
