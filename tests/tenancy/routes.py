"""The ways from the app to its database: straight, or through a pooler. Tests take one for all of their threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from portico.databases import Pooler, database_from_url
from portico.devstack.pgbouncer import Mode, pgbouncer
from portico.devstack.places import forget_data
from tenants.backend.pool import close_idle_connections


def url_of(alias: str) -> str:
    """The address that a connection of the suite uses now."""
    told = connections[alias].settings_dict
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@contextmanager
def pooled(folder: Path, *, mode: Mode, servers: int = 2, in_turns: bool = False) -> Iterator[str]:
    """Run PgBouncer before the suite's database; gives the app's address by way of it."""
    urls = [url_of("default"), url_of("owner")]
    try:
        with pgbouncer(folder, urls, mode=mode, servers=servers, in_turns=in_turns) as pooler:
            yield pooler.before(urls[0])
    finally:
        forget_data(folder)


@contextmanager
def routed(url: str, *, pooler: Pooler, alias: str = "default") -> Iterator[None]:
    """Let the connections of all threads go to ``url``, as PORTICO_POOLER=``pooler`` would have them."""
    told = connections.settings[alias]
    before = dict(told)
    _leave(alias)
    told.update(database_from_url(url, pooler=pooler))
    try:
        yield
    finally:
        _leave(alias)
        told.clear()
        told.update(before)


def _leave(alias: str) -> None:
    """Close this thread's connection and those that its process keeps: another way may lead to the same address."""
    connections[alias].close()
    del connections[alias]
    close_idle_connections()
