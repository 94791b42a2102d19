"""Which sections a request may see: the lender's switches as its snapshot holds them.

Other packages register what must be ready before a section is offered (payments need a complete EFT
profile): switched on but not ready is said to the lender and not offered to borrowers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from tenants.snapshot import LenderSnapshot

from .queries import sections_switched_on

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


def load_sections(_: LenderSnapshot) -> SectionsInForce:
    """Read the sections of the lender that is entered; called when a snapshot is made."""
    on = sections_switched_on()
    not_ready = frozenset(key for key in on if key in _readiness and not _readiness[key]())
    return SectionsInForce(offered=on - not_ready, not_ready=not_ready)


def sections_of(lender: LenderSnapshot) -> SectionsInForce:
    """The sections of a request's lender."""
    return cast(SectionsInForce, lender.parts[PART])


def is_section_on(lender: LenderSnapshot | None, section: str) -> bool:
    """Whether a request on this lender's host may see the section."""
    return lender is not None and section in sections_of(lender).offered
