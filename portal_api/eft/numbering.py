"""The next numbers of files and entries: higher than every one that the lender or the register has seen.

The register stands outside the lender's schema. A lender that was restored to an older day would else
give a number, or a trace number, a second time, and the bank's returns would hit the wrong payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase, digits

from django.db.models import Max

from .errors import NumbersUsedUp
from .lender import lender_at_hand
from .models import EftFile, EftProfile
from .nacha import trace_number
from .nacha.specs import MAX_TRACE_SEQUENCE
from .register.models import RegisteredFile

MODIFIERS = ascii_uppercase + digits


@dataclass(frozen=True, slots=True)
class FileNumbers:
    """What the next file and its entries are called."""

    number: int
    id_modifier: str
    traces: tuple[str, ...]
    next_trace: int


def next_numbers(profile: EftProfile, *, file_on: date, entry_count: int) -> FileNumbers:
    """The numbers of the next file, under the lock of the profile's row; raises NumbersUsedUp."""
    registered = RegisteredFile.objects.filter(lender_id=lender_at_hand().id)
    last = registered.order_by("-number").first()
    number = max(EftFile.objects.aggregate(n=Max("number"))["n"] or 0, last.number if last else 0) + 1
    first = max(profile.next_trace, int(last.last_trace[8:]) + 1 if last else 1)
    if first + entry_count - 1 > MAX_TRACE_SEQUENCE:
        raise NumbersUsedUp("All ten million trace numbers of this lender are used up. Ask us for a new series.")
    modifiers = [
        *EftFile.objects.filter(file_on=file_on).values_list("id_modifier", flat=True),
        *registered.filter(file_on=file_on).values_list("id_modifier", flat=True),
    ]
    sequences = range(first, first + entry_count)
    traces = tuple(trace_number(profile.odfi_id, sequence) for sequence in sequences)
    return FileNumbers(number, _next_modifier(modifiers, file_on), traces, first + entry_count)


def _next_modifier(used: list[str], file_on: date) -> str:
    place = max((MODIFIERS.index(letter) for letter in used), default=-1) + 1
    if place == len(MODIFIERS):
        raise NumbersUsedUp(f"{len(MODIFIERS)} files were made on {file_on}: banks tell no more of one day apart.")
    return MODIFIERS[place]
