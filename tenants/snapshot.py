"""Host name to an immutable picture of its lender and site, from memory, never older than half a second.

Each process asks for the epoch's one row at most twice a second; any other number than the one it knows
empties the cache. If the epoch cannot be read the request fails: a stale switch is worse than an error.
What higher packages know (switches, brand) they register as parts when their app is ready.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from .context import in_tenant, reading_public
from .epoch import read_epoch
from .models import Domain


@dataclass(frozen=True, slots=True)
class LenderSnapshot:
    """What a request may know about its lender and site without asking the database."""

    id: uuid.UUID
    vault_id: uuid.UUID
    slug: str
    name: str
    schema_name: str
    db_role: str
    time_zone: str
    country: str
    currency: str
    is_live: bool
    site_id: uuid.UUID
    host: str
    epoch: int
    parts: Mapping[str, Any]

    @property
    def zone(self) -> ZoneInfo:
        """The lender's time zone."""
        return ZoneInfo(self.time_zone)


PartLoader = Callable[[LenderSnapshot], Any]
_public_parts: dict[str, PartLoader] = {}
_lender_parts: dict[str, PartLoader] = {}


def register_public_part(name: str, load: PartLoader) -> None:
    """Add a part that is read from the public schema; ``load`` gets the bare snapshot, returns a frozen value."""
    _public_parts[name] = load


def register_lender_part(name: str, load: PartLoader) -> None:
    """Add a part that is read inside the lender's schema."""
    _lender_parts[name] = load


UNKNOWN_HOSTS = 2_000


class SnapshotCache:
    """Host names to snapshots, for one process; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_host: dict[str, LenderSnapshot] = {}
        self._unknown: set[str] = set()
        self._epoch = -1
        self._checked_at = float("-inf")

    def get(self, host: str) -> LenderSnapshot | None:
        """The snapshot for a host name, or None when no lender has it (that is remembered, too)."""
        epoch = self._current_epoch()
        known = self._by_host.get(host)
        if known is not None or host in self._unknown:
            return known
        snapshot = load_snapshot(host, epoch)
        with self._lock:
            # Only what was read under the epoch that still stands may be kept.
            if self._epoch == epoch:
                self._keep(host, snapshot)
        return snapshot

    def _keep(self, host: str, snapshot: LenderSnapshot | None) -> None:
        if snapshot is not None:
            self._by_host[host] = snapshot
            return
        # Anybody can make up names: they get few places of their own, and never a lender's.
        if len(self._unknown) >= UNKNOWN_HOSTS:
            self._unknown.clear()
        self._unknown.add(host)

    def last_known(self, host: str) -> LenderSnapshot | None:
        """What was last read of a host, however old it is; None where nothing is held."""
        return self._by_host.get(host)

    def forget(self) -> None:
        """Drop everything; the next request reads afresh."""
        with self._lock:
            self._by_host.clear()
            self._unknown.clear()
            self._epoch = -1
            self._checked_at = float("-inf")

    def _current_epoch(self) -> int:
        asked_at = time.monotonic()
        if asked_at - self._checked_at < settings.PORTICO_EPOCH_POLL_SECONDS:
            return self._epoch
        with reading_public():
            epoch = read_epoch()
        with self._lock:
            if epoch != self._epoch:
                self._by_host.clear()
                self._unknown.clear()
                self._epoch = epoch
            self._checked_at = asked_at
        return epoch


def load_snapshot(host: str, epoch: int) -> LenderSnapshot | None:
    """Read one host's snapshot from the database."""
    with reading_public():
        domain = Domain.objects.select_related("site", "tenant").filter(domain=host).first()
        if domain is None:
            return None
        lender = domain.tenant
        bare = LenderSnapshot(
            id=lender.id,
            vault_id=lender.vault_id,
            slug=lender.slug,
            name=lender.name,
            schema_name=lender.schema_name,
            db_role=lender.db_role,
            time_zone=lender.time_zone,
            country=lender.country,
            currency=lender.currency,
            is_live=lender.is_live,
            site_id=domain.site_id,
            host=host,
            epoch=epoch,
            parts=MappingProxyType({}),
        )
        parts = {name: load(bare) for name, load in _public_parts.items()}
    with in_tenant(bare):
        parts |= {name: load(bare) for name, load in _lender_parts.items()}
    fields = {name: getattr(bare, name) for name in bare.__slots__}
    return LenderSnapshot(**{**fields, "parts": MappingProxyType(parts)})


_cache = SnapshotCache()


def snapshot_for_host(host: str) -> LenderSnapshot | None:
    """The lender and site of a host name (lower case, without port); None for an unknown host."""
    return _cache.get(host)


def last_known_snapshot(host: str) -> LenderSnapshot | None:
    """A host's lender as this process last read it, without asking. For pages that say sorry: it may be stale."""
    return _cache.last_known(host)


def forget_snapshots() -> None:
    """Drop this process's cache. For tests and for the process that just made a change."""
    _cache.forget()
