"""The words of a brand, per language: plain text with limits, neutral where a lender wrote none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from portico_kernel.errors import InvalidInput

LANGUAGES = ("en", "es")
FALLBACK = "en"
MOST_LINKS = 6
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-]{5,28}[0-9](?: ?(?:x|ext\.?) ?[0-9]{1,6})?")
_HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")

WordKind = Literal["line", "paragraphs", "email", "phone"]


@dataclass(frozen=True)
class WordField:
    """One text that a lender may write: where it is shown, its kind and its longest length."""

    name: str
    title: str
    help: str
    kind: WordKind
    longest: int


WORD_FIELDS: tuple[WordField, ...] = (
    WordField("portal_name", "Portal name", "In the page title, in mails and beside the logo.", "line", 60),
    WordField("logo_alt", "Logo in words", "Read aloud in place of the logo.", "line", 80),
    WordField("sign_in_title", "Sign-in title", "The largest words on the sign-in page.", "line", 80),
    WordField("sign_in_text", "Sign-in text", "One or two sentences under that title.", "paragraphs", 300),
    WordField("footer_text", "Footer", "At the foot of every page and mail.", "paragraphs", 600),
    WordField("support_email", "Support email", "Where borrowers write to.", "email", 120),
    WordField("support_phone", "Support phone", "What borrowers call.", "phone", 40),
    WordField("support_hours", "Support hours", "When somebody answers.", "line", 120),
    WordField(
        "payments_off_text",
        "How to pay without the portal",
        "Shown where payments would be, while online payments are off.",
        "paragraphs",
        1200,
    ),
)

_NEUTRAL: dict[str, dict[str, str]] = {
    "en": {
        "portal_name": "{lender}",
        "logo_alt": "{lender}",
        "sign_in_title": "Your account with {lender}",
        "sign_in_text": "See what you owe, when it is due and what you have paid.",
        "payments_off_text": "You cannot pay here. Please contact us and we will tell you how to pay.",
    },
    "es": {
        "portal_name": "{lender}",
        "logo_alt": "{lender}",
        "sign_in_title": "Su cuenta con {lender}",
        "sign_in_text": "Vea cuánto debe, cuándo vence y qué ha pagado.",
        "payments_off_text": "Aquí no se pueden hacer pagos. Escríbanos o llámenos y le diremos cómo pagar.",
    },
}


@dataclass(frozen=True)
class Link:
    """A link to a page of the lender's own: what it says and an https address."""

    label: str
    url: str


@dataclass(frozen=True)
class Words:
    """All words of a brand in one language; what the lender has not written is neutral or empty."""

    language: str
    portal_name: str
    logo_alt: str
    sign_in_title: str
    sign_in_text: str
    footer_text: str
    support_email: str
    support_phone: str
    support_hours: str
    payments_off_text: str
    legal: tuple[Link, ...]


def read_words(typed: Mapping[str, object]) -> dict[str, object]:
    """Return the words of one language as they are stored: trimmed, checked, empty ones left out.

    Line ends become ``\\n`` and paragraphs are parted by one empty line. Raises InvalidInput naming each
    field that is too long, holds markup or control characters, or is no such thing as its kind says.
    """
    fields = {field.name: field for field in WORD_FIELDS}
    stored: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for name, value in typed.items():
        try:
            if name == "legal":
                stored_value: object = _read_links(value)
            elif name in fields:
                stored_value = _read_text(fields[name], value)
            else:
                raise ValueError("There is no such text.")
        except ValueError as error:
            wrong[str(name)] = str(error)
            continue
        if stored_value:
            stored[name] = stored_value
    if wrong:
        raise InvalidInput(fields=wrong)
    return stored


def words_in(stored: Mapping[str, Mapping[str, object]], language: str, *, lender_name: str) -> Words:
    """Return every word in a language: the lender's, else the lender's in English, else our neutral one.

    ``stored`` maps a language to what read_words returned. A language that we do not speak reads as English.
    """
    wanted = language if language in LANGUAGES else FALLBACK
    own, other = stored.get(wanted, {}), stored.get(FALLBACK, {})
    texts: dict[str, str] = {}
    for field in WORD_FIELDS:
        neutral = _NEUTRAL[wanted].get(field.name, "").replace("{lender}", lender_name)
        texts[field.name] = str(own.get(field.name) or other.get(field.name) or neutral)
    links = own.get("legal") or other.get("legal") or []
    assert isinstance(links, list)
    legal = tuple(Link(str(link["label"]), str(link["url"])) for link in links)
    return Words(language=wanted, legal=legal, **texts)


def _read_text(field: WordField, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("Write this as text.")
    text = plain_text(value, lines=field.kind == "paragraphs")
    if len(text) > field.longest:
        raise ValueError(f"That is {len(text)} characters long; {field.longest} is the most.")
    if field.kind == "email" and text and not _EMAIL.fullmatch(text):
        raise ValueError("Write an email address, like help@example.com.")
    if field.kind == "phone" and text and not _PHONE.fullmatch(text):
        raise ValueError("Write a phone number, like (800) 555-0100.")
    return text


def plain_text(value: str, *, lines: bool) -> str:
    """Return trimmed, composed (NFC) text. Raises ValueError for markup, control and direction characters."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "<" in text or ">" in text:
        raise ValueError("Write plain words, without < or >.")
    for character in text:
        if character == "\n" and lines:
            continue
        if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}:
            raise ValueError(
                "Take out the line breaks and invisible characters."
                if not lines
                else "Take out the invisible characters."
            )
    return re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"\n{3,}", "\n\n", text))


def _read_links(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple):
        raise ValueError("Write the links as a list.")
    if len(value) > MOST_LINKS:
        raise ValueError(f"{MOST_LINKS} links are the most.")
    return [_read_link(link) for link in value]


def _read_link(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"label", "url"}:
        raise ValueError("Each link needs what it says and its address.")
    label, url = value["label"], value["url"]
    if not isinstance(label, str) or not isinstance(url, str):
        raise ValueError("Each link needs what it says and its address.")
    label = plain_text(label, lines=False)
    if not 1 <= len(label) <= 60:
        raise ValueError("What a link says takes 1 to 60 characters.")
    return {"label": label, "url": _https(url.strip())}


def _https(url: str) -> str:
    refusal = ValueError(f"Write the whole address, like https://www.example.com/privacy (not “{url[:40]}”).")
    if len(url) > 300 or not re.fullmatch(r"https://[!#$%&()*+,\-./0-9:;=?@A-Z_a-z~]+", url):
        raise refusal
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise refusal from error
    if parts.username is not None or port is not None or not _HOST.fullmatch(parts.netloc):
        raise refusal
    return url
