"""What a section going off would strand, and what is done about it: told by the package that knows.

``payments`` registers its payments in flight here; the console's impact report and the operation that
turns the switch both ask, so that they can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portico_kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Impact:
    """One line of an impact report: ``count`` things of a kind, with their total where they are money."""

    label: str
    count: int
    total: str = ""


class Settle(Protocol):
    """Carries out the choice for one section, inside the transaction that turns the switch."""

    def __call__(self, *, choice: str, actor: Actor, now: datetime) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Stranding:
    """How one section reports and settles what it would strand, inside the lender that is entered."""

    report: Callable[[], list[Impact]]
    settle: Settle


_by_section: dict[str, Stranding] = {}


def register_stranding(section: str, stranding: Stranding) -> None:
    """Say what turning ``section`` off strands. Called once, when the app is ready."""
    _by_section[section] = stranding


def impact_of(section: str) -> list[Impact]:
    """The impact report of one section in the lender that is entered; empty when it strands nothing."""
    found = _by_section.get(section)
    return found.report() if found else []


def settle_stranded(section: str, *, choice: str, actor: Actor, now: datetime) -> dict[str, int]:
    """Carry out the choice; returns counts by what was done."""
    found = _by_section.get(section)
    return found.settle(choice=choice, actor=actor, now=now) if found else {}
