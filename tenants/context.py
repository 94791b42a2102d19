"""The two doors. Nothing else enters a lender or the platform's schema (STYLE rule 23).

``with in_tenant(lender):`` and ``with in_platform(actor, reason):`` are used with ``with`` only.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, cast

import structlog
from django.db import connection

from portico_kernel.actor import Actor
from tenants.backend.base import DatabaseWrapper
from tenants.errors import NoLenderEntered
from tenants.positions import HasSchema, Position, lender_position, lookup_position, platform_position


class Enterable(HasSchema, Protocol):
    """A lender, or the snapshot of one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def vault_id(self) -> uuid.UUID: ...
    @property
    def slug(self) -> str: ...


_current: ContextVar[Enterable | None] = ContextVar("portico_lender", default=None)


def lender_entered() -> Enterable | None:
    """The lender that this code runs inside of, or None outside of any."""
    return _current.get()


def current_lender() -> Enterable:
    """Return the lender that this code runs inside of; raises NoLenderEntered outside of any."""
    lender = _current.get()
    if lender is None:
        raise NoLenderEntered("this code must run inside in_tenant(lender)")
    return lender


@contextmanager
def in_tenant(lender: Enterable) -> Iterator[None]:
    """Enter one lender: its schema, under its own database role, for the length of the block."""
    token = _current.set(lender)
    try:
        with (
            structlog.contextvars.bound_contextvars(lender=lender.slug),
            _standing_at(lender_position(lender)),
        ):
            yield
    finally:
        _current.reset(token)


@contextmanager
def in_platform(actor: Actor, reason: str) -> Iterator[None]:
    """Enter the public schema to write, under the platform's role, as ``actor`` for a stated reason."""
    if not reason.strip():
        raise ValueError("entering the platform needs a reason")
    token = _current.set(None)
    try:
        with (
            structlog.contextvars.bound_contextvars(platform_actor=actor.label, platform_reason=reason),
            _standing_at(platform_position()),
        ):
            yield
    finally:
        _current.reset(token)


@contextmanager
def reading_public() -> Iterator[None]:
    """Stand where hosts, lenders and the epoch can be read and nothing be written. For tenants.snapshot only."""
    with _standing_at(lookup_position()):
        yield


@contextmanager
def _standing_at(position: Position) -> Iterator[None]:
    with cast(DatabaseWrapper, connection).standing_at(position):
        yield
