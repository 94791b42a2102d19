"""The people on a loan: those the tape names, and stable made-up ones where it names nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from .name_lists import FIRST_NAMES, LAST_NAMES, MAIL_HOSTS
from .rows import BorrowerKind, TapeRow


class Role(StrEnum):
    """What a party is on the account."""

    BORROWER = "borrower"
    CO_BORROWER = "co_borrower"


@dataclass(frozen=True, slots=True)
class TapeParty:
    """One person or business of a loan; ``is_made_up`` when the tape has no name for them."""

    role: Role
    kind: BorrowerKind
    name: str
    email: str
    phone: str
    state: str
    is_made_up: bool


def parties_of(row: TapeRow, *, lender_seed: str) -> list[TapeParty]:
    """The borrower of a row, then the co-borrower of a joint one.

    Made-up people are the same each time for the same ``lender_seed`` and loan number, and differ between
    lenders. Their e-mail addresses are under example.com, which belongs to nobody (RFC 2606). A named party
    keeps its empty e-mail: an address is never invented for a real person.
    """
    facts = row.borrower
    parties = [_party(row, Role.BORROWER, facts.name, facts.email, facts.phone, lender_seed)]
    if facts.is_joint or facts.co_borrower_name:
        co_borrower = _party(row, Role.CO_BORROWER, facts.co_borrower_name, facts.co_borrower_email, "", lender_seed)
        parties.append(co_borrower)
    return parties


def made_up_name(*, lender_seed: str, loan_number: str, role: Role) -> tuple[str, str]:
    """A first and a last name, always the same for the same arguments.

    Co-borrowers share the borrower's last name for two loans in three.
    """
    first = _pick(FIRST_NAMES, lender_seed, loan_number, f"first {role}")
    if role is Role.CO_BORROWER:
        # The two of a household should not bear one first name.
        if first == _pick(FIRST_NAMES, lender_seed, loan_number, f"first {Role.BORROWER}"):
            first = FIRST_NAMES[(FIRST_NAMES.index(first) + 1) % len(FIRST_NAMES)]
        if _number(lender_seed, loan_number, "same name") % 3:
            return first, _pick(LAST_NAMES, lender_seed, loan_number, f"last {Role.BORROWER}")
    return first, _pick(LAST_NAMES, lender_seed, loan_number, f"last {role}")


def made_up_email(first: str, last: str, *, lender_seed: str, loan_number: str) -> str:
    """An address at a host under example.com, told apart from its namesakes' by the loan number."""
    host = _pick(MAIL_HOSTS, lender_seed, loan_number, "mail host")
    local = ".".join(part for part in (_plain(first), _plain(last), _plain(loan_number)) if part)
    # RFC 5321 allows 64 characters before the @; the loan number at the end is what tells apart.
    return f"{local[-64:].lstrip('.-')}@{host}.example.com"


def _party(row: TapeRow, role: Role, name: str, email: str, phone: str, lender_seed: str) -> TapeParty:
    kind = row.borrower.kind if role is Role.BORROWER else BorrowerKind.PERSON
    state = row.borrower.state
    if name:
        return TapeParty(role, kind, name, email, phone, state, is_made_up=False)
    first, last = made_up_name(lender_seed=lender_seed, loan_number=row.loan_number, role=role)
    email = email or made_up_email(first, last, lender_seed=lender_seed, loan_number=row.loan_number)
    made_up = f"{first} {last}" if kind is BorrowerKind.PERSON else f"{last} & {first} LLC"
    return TapeParty(role, kind, made_up, email, phone, state, is_made_up=True)


def _number(*parts: str) -> int:
    return int.from_bytes(sha256("\0".join(parts).encode()).digest()[:8], "big")


def _pick(names: tuple[str, ...], *parts: str) -> str:
    return names[_number(*parts) % len(names)]


def _plain(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens only, accents dropped."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.casefold()).strip("-")
