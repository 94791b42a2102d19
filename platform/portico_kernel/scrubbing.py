"""No secret and no account number in any line of any log.

Two layers over one set of rules: ``ScrubbingFilter`` for the standard library's handlers and
``scrub_event`` for structlog's chain (after exceptions are formatted, before rendering). The rules know
names (``password``, ``token`` …), shapes (long random words) and runs of digits. Ids in UUID form, times
and amounts pass. So do account numbers of few digits or with letters: they look like anything. What keeps
them out is that nothing logs what was typed into the wallet (tests/wallet/test_silence.py holds that).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

HIDDEN = "[hidden]"
DIGITS = "[digits]"
_DEEPEST = 6

_NAMES_OF_SECRETS = (
    r"password|passwd|passphrase|secret|token|credential|authorization|cookie|session_?key|api_?key|private_?key"
    r"|digest|signature|account_?number|routing_?number|card_?number|iban|cvv|cvc|ssn|flow_?id"
)
_NAMED = re.compile(rf"(?:{_NAMES_OF_SECRETS})", re.IGNORECASE)
# Names that only look like it: what they hold may be read.
_HARMLESS_NAMES = frozenset({"token_kind", "has_password", "password_set_at"})
_NAME_AND_VALUE = re.compile(
    rf"""(?P<name>["']?[\w-]*(?:{_NAMES_OF_SECRETS})[\w-]*["']?\s*(?:=|:|=>)\s*(?:Bearer\s+|Token\s+)?)"""
    # What is hidden already counts as one value: several handlers scrub the same record.
    r"""(?P<value>\[hidden\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"',;&)}\]]+)""",
    re.IGNORECASE,
)
_SHAPES = re.compile(
    r"(?P<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)"
    # token_urlsafe(32) is 43 characters, knox' token 64 hexadecimal ones; a commit's 40 pass.
    r"|(?P<random>(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{43,}(?![\w-]))"
    r"|(?P<digits>(?<![\w.])(?:\d{7,}|\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,3})?|\d{3}-\d{2}-\d{4})(?!\w))",
    re.IGNORECASE,
)
_HIDE = {"random": HIDDEN, "digits": DIGITS}


def scrub_text(text: str) -> str:
    """The text with named values, long random words and account-like digits taken out."""
    named = _NAME_AND_VALUE.sub(lambda found: f"{found['name']}{HIDDEN}", text)
    return _SHAPES.sub(lambda found: _HIDE.get(str(found.lastgroup), found[0]), named)


def scrub_value(value: Any, *, name: str = "", depth: int = 0) -> Any:
    """The value with everything inside it scrubbed; what has a secret's name is hidden whole."""
    if name and name.lower() not in _HARMLESS_NAMES and _NAMED.search(name):
        return HIDDEN
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10_000_000 else DIGITS
    if depth >= _DEEPEST:
        return HIDDEN
    if isinstance(value, Mapping):
        return {key: scrub_value(inner, name=str(key), depth=depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub_value(inner, depth=depth + 1) for inner in value]
    return scrub_text(value if isinstance(value, str) else str(value))


# What structlog itself puts into an event, and what names rows: never secret, and wanted whole.
_KEPT = frozenset({"level", "logger", "timestamp", "request_id", "lender"})


def scrub_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that scrubs every value of an event."""
    for key, value in event.items():
        if key not in _KEPT and not key.startswith("_"):
            event[key] = scrub_value(value, name=key)
    return event


class ScrubbingFilter(logging.Filter):
    """Scrubs a record's message and traceback in place; put it on every handler. Lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record so that whatever formats it later finds clean text."""
        if isinstance(record.msg, dict):
            record.msg = scrub_event(None, "", dict(record.msg))
        else:
            record.msg = scrub_text(record.getMessage())
            record.args = None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = scrub_text(record.exc_text or logging.Formatter().formatException(record.exc_info))
            # Formatters that make their own traceback would make it afresh from the raw exception.
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = scrub_text(record.exc_text)
        return True
