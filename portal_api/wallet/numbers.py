"""What people type into the bank account form, checked field by field.

The account number lives in values that never show it: not in a repr, an error or a log line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.us import rtn

from .errors import BankFormWrong
from .states import AccountType, HolderType

ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,17}")
CARD_NUMBER = re.compile(r"[2-6][0-9]{12,18}")  # the first digits that payment networks issue
# The first two digits of routing numbers of banks, by Federal Reserve district: paper, thrift, electronic.
BANK_PREFIXES = frozenset((*range(1, 13), *range(21, 33), *range(61, 73)))
NAME_LENGTH = 100
UNPRINTABLE = "This holds a character that cannot be printed. Type it again."


@dataclass(frozen=True, slots=True)
class BankForm:
    """The form as it was typed."""

    holder_name: str
    holder_type: str
    account_type: str
    routing_number: str
    account_number: str = field(repr=False)
    account_number_again: str = field(repr=False)
    is_authorised: bool


@dataclass(frozen=True, slots=True)
class BankDetails:
    """A form whose every field is right."""

    holder_name: str
    holder_type: HolderType
    account_type: AccountType
    routing_number: str
    account_number: str = field(repr=False)


def check_bank_form(form: BankForm) -> BankDetails:
    """Clean the fields; raises BankFormWrong with a sentence for every field that is wrong."""
    name = " ".join(form.holder_name.split())
    routing = re.sub(r"[\s-]", "", form.routing_number)
    number, again = (re.sub(r"[\s-]", "", n) for n in (form.account_number, form.account_number_again))
    wrong = {
        "holder_name": _wrong_name(name),
        "holder_type": "" if form.holder_type in HolderType.values else "Choose personal or business.",
        "account_type": "" if form.account_type in AccountType.values else "Choose checking or savings.",
        "routing_number": _wrong_routing(routing),
        "account_number": _wrong_number(number, routing),
        "account_number_again": "" if number == again else "The two account numbers differ. Type it again.",
        "authorised": "" if form.is_authorised else "Tick the box to allow debits that you confirm.",
    }
    fields = {name: sentence for name, sentence in wrong.items() if sentence}
    if fields:
        raise BankFormWrong(fields=fields)
    return BankDetails(
        holder_name=name,
        holder_type=HolderType(form.holder_type),
        account_type=AccountType(form.account_type),
        routing_number=routing,
        account_number=number,
    )


def holds_unprintable(text: str) -> bool:
    """Whether control characters or halves of characters stand in a text; blanks of every kind may."""
    return any(unicodedata.category(character) in {"Cc", "Cs"} and not character.isspace() for character in text)


def is_routing_number(digits: str) -> bool:
    """Whether these are nine digits with a right check digit and a bank's first two."""
    try:
        return rtn.validate(digits) == digits and int(digits[:2]) in BANK_PREFIXES
    except ValidationError:
        return False


def looks_like_card(number: str) -> bool:
    """Whether a number passes the cards' check and starts as cards do."""
    return CARD_NUMBER.fullmatch(number) is not None and luhn.is_valid(number)


def _wrong_name(name: str) -> str:
    if not any(character.isalpha() for character in name):
        return "Enter the name of the account's holder, as the bank knows it."
    if len(name) > NAME_LENGTH:
        return f"Use at most {NAME_LENGTH} letters."
    return ""


def _wrong_routing(routing: str) -> str:
    if not routing:
        return "Enter the routing number."
    if not (routing.isascii() and routing.isdigit() and len(routing) == 9):
        return "A routing number has nine digits."
    if not is_routing_number(routing):
        return "No bank has this routing number. Check each digit."
    return ""


def _wrong_number(number: str, routing: str) -> str:
    if not number:
        return "Enter the account number."
    if number == routing:
        return "That is the routing number. Enter the number of your bank account."
    if looks_like_card(number):
        return "That looks like a card number. Enter the number of your bank account."
    if not (number.isascii() and ACCOUNT_NUMBER.fullmatch(number)):
        return "An account number has 4 to 17 digits or letters."
    return ""
