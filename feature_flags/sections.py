"""Which sections a request may see: the lender's switches as its snapshot holds them.

Other packages register what must be ready before a section is offered (payments need a complete EFT
profile): switched on but not ready is said to the lender and not offered to borrowers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from tenants.snapshot import LenderSnapshot

from .queries import sections_on, switches_turned

PART = "sections"


@dataclass(frozen=True, slots=True)
class SectionsInForce:
    """``offered``: on and ready. ``not_ready``: on, but something of the lender's is missing."""

    offered: frozenset[str]
    not_ready: frozenset[str]


_readiness: dict[str, Callable[[], bool]] = {}


def register_readiness(section: str, is_ready: Callable[[], bool]) -> None:
    """Say what must be true, inside the lender, before a switched-on section is offered."""
    _readiness[section] = is_ready


def read_sections() -> dict[str, dict[str, bool]]:
    """What the lender that is entered publishes of its sections: the switches it has turned, and what is ready."""
    return {"turned": switches_turned(), "ready": {key: is_ready() for key, is_ready in _readiness.items()}}


def untouched_sections() -> dict[str, dict[str, bool]]:
    """The same of a lender that nobody has touched: no switch turned, and nothing ready that has to be made ready."""
    return {"turned": {}, "ready": {}}


def build_sections(published: dict[str, dict[str, bool]]) -> SectionsInForce:
    """The sections in force, from what was published and today's catalogue."""
    on = sections_on(published["turned"])
    not_ready = frozenset(key for key in on if key in _readiness and not published["ready"].get(key, False))
    return SectionsInForce(offered=on - not_ready, not_ready=not_ready)


def sections_now() -> SectionsInForce:
    """The sections of the lender that is entered, read from its own switches. For work that no request began."""
    return build_sections(read_sections())


def sections_of(lender: LenderSnapshot) -> SectionsInForce:
    """The sections of a request's lender."""
    return cast(SectionsInForce, lender.parts[PART])


def is_section_on(lender: LenderSnapshot | None, section: str) -> bool:
    """Whether a request on this lender's host may see the section."""
    return lender is not None and section in sections_of(lender).offered
