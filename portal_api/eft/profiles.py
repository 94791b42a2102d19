"""The bank profile's fields: what a person types, checked field by field, and what is still missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import time

from portico_kernel.calendar import EFFECTIVE_DATE_RULES

from .models import EftProfile
from .nacha import RESERVED_DESCRIPTIONS, ascii_name, is_routing_number

CUTOFF = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
ORIGIN = re.compile(r"[0-9]{9}|[0-9A-Z]{10}")
COMPANY_ID = re.compile(r"[0-9A-Z]{1,10}")
ODFI = re.compile(r"[0-9]{8}")
PLAIN = re.compile(r"[ -~]+")
MAX_CUTOFFS = 12


@dataclass(frozen=True, slots=True)
class ProfileFields:
    """The bank profile as typed. Times are "HH:MM" on the lender's wall, on each banking day."""

    bank_name: str
    destination_routing: str
    origin_id: str
    company_name: str
    company_id: str
    odfi_id: str
    entry_description: str
    cutoffs: Sequence[str]
    effective_days: int | None


def cleaned(typed: ProfileFields) -> ProfileFields:
    """The same fields without stray spaces, ids in capitals, cut-offs in order and each once."""
    return ProfileFields(
        bank_name=" ".join(typed.bank_name.split()),
        destination_routing=re.sub(r"[\s-]", "", typed.destination_routing),
        origin_id=re.sub(r"[\s-]", "", typed.origin_id).upper(),
        company_name=" ".join(typed.company_name.split()),
        company_id=re.sub(r"[\s-]", "", typed.company_id).upper(),
        odfi_id=re.sub(r"[\s-]", "", typed.odfi_id),
        entry_description=" ".join(typed.entry_description.split()).upper(),
        cutoffs=sorted({cutoff.strip() for cutoff in typed.cutoffs if cutoff.strip()}),
        effective_days=typed.effective_days,
    )


def problems_of(profile: ProfileFields) -> dict[str, str]:
    """A sentence for every field that is wrong; empty for a complete profile."""
    found = {name: check(profile) for name, check in _CHECKS.items()}
    return {name: sentence for name, sentence in found.items() if sentence}


def fields_of(profile: EftProfile) -> ProfileFields:
    """The fields of the stored profile."""
    return ProfileFields(**{field.name: getattr(profile, field.name) for field in fields(ProfileFields)})


def cutoff_times(profile: EftProfile) -> tuple[time, ...]:
    """The cut-offs as times on the wall."""
    return tuple(time.fromisoformat(text) for text in profile.cutoffs)


def _bank_name(profile: ProfileFields) -> str:
    if not ascii_name(profile.bank_name):
        return "Enter the name of the bank that takes the files."
    return _too_long(profile.bank_name, 23)


def _destination(profile: ProfileFields) -> str:
    if not profile.destination_routing:
        return "Enter the bank's nine-digit routing number."
    if not is_routing_number(profile.destination_routing):
        return "This is not a bank's routing number: it has nine digits, the last of which checks the others."
    return ""


def _origin(profile: ProfileFields) -> str:
    if not ORIGIN.fullmatch(profile.origin_id):
        return "Enter the origin id that the bank assigned: nine digits, or ten digits or letters."
    return ""


def _company_name(profile: ProfileFields) -> str:
    if not ascii_name(profile.company_name):
        return "Enter the name that payers will see on their bank statements."
    return _too_long(profile.company_name, 16)


def _company_id(profile: ProfileFields) -> str:
    if not COMPANY_ID.fullmatch(profile.company_id):
        return "Enter the company id that the bank assigned: at most ten digits or letters."
    return ""


def _odfi(profile: ProfileFields) -> str:
    if not ODFI.fullmatch(profile.odfi_id):
        return "Enter the originating bank's id: the first eight digits of its routing number."
    return ""


def _description(profile: ProfileFields) -> str:
    text = profile.entry_description
    if not text:
        return "Enter what payers will see as the purpose, such as LOAN PMT."
    if text in RESERVED_DESCRIPTIONS:
        return f"Nacha keeps {text} for a particular use. Choose other words, such as LOAN PMT."
    if not PLAIN.fullmatch(text):
        return "Use plain letters, digits and signs."
    return _too_long(text, 10)


def _cutoffs(profile: ProfileFields) -> str:
    if not profile.cutoffs:
        return "Enter at least one cut-off time, such as 16:30."
    if len(profile.cutoffs) > MAX_CUTOFFS:
        return f"Enter at most {MAX_CUTOFFS} cut-off times."
    wrong = [text for text in profile.cutoffs if not CUTOFF.fullmatch(text)]
    return f"Write each cut-off as hours and minutes, such as 16:30: {', '.join(wrong)} is not." if wrong else ""


def _effective_days(profile: ProfileFields) -> str:
    if profile.effective_days not in EFFECTIVE_DATE_RULES:
        return "Choose whether entries settle one or two banking days after the day of the file."
    return ""


def _too_long(text: str, width: int) -> str:
    is_too_long = max(len(text), len(ascii_name(text))) > width
    return f"Use at most {width} characters: a bank file has no more room." if is_too_long else ""


_CHECKS: dict[str, Callable[[ProfileFields], str]] = {
    "bank_name": _bank_name,
    "destination_routing": _destination,
    "origin_id": _origin,
    "company_name": _company_name,
    "company_id": _company_id,
    "odfi_id": _odfi,
    "entry_description": _description,
    "cutoffs": _cutoffs,
    "effective_days": _effective_days,
}
