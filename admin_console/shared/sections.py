"""Sections as both consoles show them: position, who may switch it, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from feature_flags.catalogue import BY_KEY, SECTIONS, Section
from feature_flags.history import switch_changes
from feature_flags.models import SwitchChange
from feature_flags.sections import SectionsInForce

_WORDS = {"on": "On", "off": "Off", "not_ready": "On, but not ready"}
_TONES = {"on": "good", "off": "", "not_ready": "warn"}


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section and its position at one lender: ``on``, ``off`` or ``not_ready``."""

    section: Section
    position: str

    @property
    def is_switched_on(self) -> bool:
        """Whether the switch is on, ready or not."""
        return self.position != "off"

    @property
    def words(self) -> str:
        """The position as people say it."""
        return _WORDS[self.position]

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return _TONES[self.position]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a switch, with the section's title."""

    title: str
    change: SwitchChange


def section_lines(in_force: SectionsInForce) -> list[SectionLine]:
    """The catalogue with every section's position."""
    return [SectionLine(section, _position(section.key, in_force)) for section in SECTIONS]


def _position(key: str, in_force: SectionsInForce) -> str:
    if key in in_force.not_ready:
        return "not_ready"
    return "on" if key in in_force.offered else "off"


def change_lines() -> list[ChangeLine]:
    """The changes of the lender that is entered, newest first."""
    return [ChangeLine(_title(change.section), change) for change in switch_changes()]


def _title(key: str) -> str:
    return BY_KEY[key].title if key in BY_KEY else key
