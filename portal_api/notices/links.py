"""Where the secret of a link comes from: whoever owns logins registers how one is made.

A notice is stored without it. The secret exists in the mail and, as a digest, with its owner.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

LinkMaker = Callable[[str, uuid.UUID, datetime], str | None]
_makers: list[LinkMaker] = []


def register_link_maker(make: LinkMaker) -> None:
    """Name the function that makes a fresh secret for (purpose, user id, now), or None where none is due."""
    _makers[:] = [make]


def make_secret(purpose: str, user_id: uuid.UUID, now: datetime) -> str | None:
    """A fresh secret for one mail; None when its user may not have one (any more)."""
    return _makers[0](purpose, user_id, now)
