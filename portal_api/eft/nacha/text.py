"""Names and numbers as a bank file can carry them: printable ASCII, upper case, checked digits."""

from __future__ import annotations

import re
import unicodedata

from stdnum.us import rtn

# What Unicode's decomposition leaves whole although people write it in plain letters.
PLAIN_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i",
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip
ROUTING_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z-]{1,17}")


def is_printable_ascii(text: str) -> bool:
    """Tell whether every character is one that a bank file may carry."""
    return text.isascii() and text.isprintable()


def ascii_name(name: str) -> str:
    """Write a name in upper-case ASCII: accents fall, special letters are spelled out, the rest is dropped.

    A name wholly in another script comes back empty: the caller decides what stands in its place.
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(PLAIN_LETTERS)).translate(PLAIN_LETTERS)
    kept = "".join(c if is_printable_ascii(c) else " " if c.isspace() else "" for c in decomposed)
    return " ".join(kept.upper().split())


def is_routing_number(text: str) -> bool:
    """Tell whether ``text`` is nine digits whose last is the ABA check digit (all zeros is no bank)."""
    return len(text) == 9 and text.isascii() and text.isdigit() and text != "0" * 9 and rtn.is_valid(text)


def routing_check_digit(first_eight: str) -> str:
    """The ninth digit: weights 3 7 1, up to the next multiple of ten."""
    weighted = sum(int(digit) * weight for digit, weight in zip(first_eight, ROUTING_WEIGHTS, strict=True))
    return str(-weighted % 10)


def is_account_number(text: str) -> bool:
    """Tell whether ``text`` is 1 to 17 letters, digits or hyphens with at least one digit other than 0.

    Source: Nacha's DFI Account Number, 17 alphameric characters; an all-zero number is refused by banks.
    """
    return bool(ACCOUNT_NUMBER.fullmatch(text)) and any(c in "123456789" for c in text)
