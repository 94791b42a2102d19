"""Host name to an immutable picture of its lender and site, from memory, never older than half a second.

Each process asks for the epoch's one row at most twice a second; another number than the one it knows
makes it forget the lenders that changed. If the epoch cannot be read the request fails: a stale switch is
worse than an error. What higher packages know (switches, brand) they register as parts when their app is ready.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from .context import in_tenant, reading_public
from .epoch import lenders_changed_since, read_epoch, read_parts
from .models import Configuration, Domain, Lender


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


PublicLoader = Callable[[Sequence[LenderSnapshot]], Mapping[uuid.UUID, Any]]
_public_parts: dict[str, PublicLoader] = {}
_published_parts: dict[str, Callable[[Any], Any]] = {}


def register_public_part(name: str, load: PublicLoader) -> None:
    """Add a part that is read from the public schema: ``load`` gets bare snapshots, returns a frozen value by site."""
    _public_parts[name] = load


def register_lender_part(name: str, build: Callable[[Any], Any]) -> None:
    """Add a part that lenders publish (tenants.epoch): ``build`` makes a frozen value of what was published."""
    _published_parts[name] = build


UNKNOWN_HOSTS = 2_000
# What a process reads in one go when it starts: a thousand lenders are some ten megabytes.
AT_THE_START = 2_000


class SnapshotCache:
    """Host names to snapshots, for one process; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_host: dict[str, LenderSnapshot] = {}
        self._hosts: dict[uuid.UUID, set[str]] = {}
        self._unknown: set[str] = set()
        self._epoch = -1
        self._checked_at = float("-inf")

    def get(self, host: str) -> LenderSnapshot | None:
        """The snapshot for a host name, or None when no lender has it (that is remembered, too)."""
        epoch = self._current_epoch()
        known = self._by_host.get(host)
        if known is not None or host in self._unknown:
            return known
        found = load_snapshots([host])
        with self._lock:
            # Only what was read under the epoch that still stands may be kept.
            if self._epoch == epoch:
                self._keep(host, found.get(host))
        return found.get(host)

    def fill(self) -> int:
        """Read what there is in one go, before the first request; returns how many hosts are known then."""
        epoch = self._current_epoch()
        found = load_snapshots(None)
        with self._lock:
            if self._epoch == epoch:
                for host, snapshot in found.items():
                    self._keep(host, snapshot)
        return len(self._by_host)

    def last_known(self, host: str) -> LenderSnapshot | None:
        """What was last read of a host, however old it is; None where nothing is held."""
        return self._by_host.get(host)

    def forget(self) -> None:
        """Drop everything; the next request reads afresh."""
        with self._lock:
            self._forget_all()
            self._epoch = -1
            self._checked_at = float("-inf")

    def _keep(self, host: str, snapshot: LenderSnapshot | None) -> None:
        if snapshot is not None:
            self._by_host[host] = snapshot
            self._hosts.setdefault(snapshot.id, set()).add(host)
            return
        # Anybody can make up names: they get few places of their own, and never a lender's.
        if len(self._unknown) >= UNKNOWN_HOSTS:
            self._unknown.clear()
        self._unknown.add(host)

    def _current_epoch(self) -> int:
        asked_at = time.monotonic()
        if asked_at - self._checked_at < settings.PORTICO_EPOCH_POLL_SECONDS:
            return self._epoch
        known = self._epoch
        with reading_public():
            epoch = read_epoch()
            changed = lenders_changed_since(known) if 0 <= known != epoch else set()
        with self._lock:
            if epoch != self._epoch:
                self._forget_changed(changed, everything=known != self._epoch or epoch < known)
                self._epoch = epoch
            self._checked_at = asked_at
        return epoch

    def _forget_changed(self, changed: set[uuid.UUID], *, everything: bool) -> None:
        """``everything`` where another thread moved on meanwhile, or the database went back in time."""
        if everything:
            self._forget_all()
            return
        self._unknown.clear()
        # A lender that was removed says nothing of itself any more, and its host may be another's by now.
        gone = {snapshot.id for snapshot in self._by_host.values() if not snapshot.is_live}
        for lender_id in changed | gone:
            for host in self._hosts.pop(lender_id, set()):
                self._by_host.pop(host, None)

    def _forget_all(self) -> None:
        self._by_host.clear()
        self._hosts.clear()
        self._unknown.clear()


def load_snapshots(hosts: Sequence[str] | None) -> dict[str, LenderSnapshot]:
    """Read the snapshots of these hosts, or of the first AT_THE_START; unknown hosts are left out.

    One query for them all and one for each public part. A lender that has published nothing is entered.
    """
    with reading_public():
        found = Domain.objects.select_related("site", "tenant", "tenant__configuration")
        rows = list(found.filter(domain__in=hosts) if hosts is not None else found.order_by("id")[:AT_THE_START])
        bare = [_bare(row) for row in rows]
        public = {name: load(bare) for name, load in _public_parts.items()} if bare else {}
    snapshots = {}
    for row, snapshot in zip(rows, bare, strict=True):
        published = _published(row.tenant)
        if published is None:
            if hosts is None:
                continue  # its first request reads it
            with in_tenant(snapshot):
                published = read_parts()
        parts = {name: by_site[snapshot.site_id] for name, by_site in public.items()}
        parts |= {name: build(published[name]) for name, build in _published_parts.items()}
        snapshots[snapshot.host] = replace(snapshot, parts=MappingProxyType(parts))
    return snapshots


def _bare(domain: Domain) -> LenderSnapshot:
    lender = domain.tenant
    configuration = _configuration(lender)
    return LenderSnapshot(
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
        host=domain.domain,
        epoch=0 if configuration is None else configuration.epoch,
        parts=MappingProxyType({}),
    )


def _published(lender: Lender) -> Mapping[str, Any] | None:
    """What a lender has published, where it has published every part that this build knows."""
    configuration = _configuration(lender)
    parts: Mapping[str, Any] = (configuration and configuration.parts) or {}
    return parts if parts.keys() >= _published_parts.keys() else None


def _configuration(lender: Lender) -> Configuration | None:
    try:
        found: Configuration = lender.configuration
    except Configuration.DoesNotExist:
        return None
    return found


_cache = SnapshotCache()


def snapshot_for_host(host: str) -> LenderSnapshot | None:
    """The lender and site of a host name (lower case, without port); None for an unknown host."""
    return _cache.get(host)


def last_known_snapshot(host: str) -> LenderSnapshot | None:
    """A host's lender as this process last read it, without asking. For pages that say sorry: it may be stale."""
    return _cache.last_known(host)


def know_hosts() -> int:
    """Fill this process's cache in one go, for a process that is about to serve; returns the number of hosts."""
    return _cache.fill()


def forget_snapshots() -> None:
    """Drop this process's cache. For tests and for the process that just made a change."""
    _cache.forget()
