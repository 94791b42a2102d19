"""Who still needs a bank account: told by packages above, which register when their app is ready."""

from __future__ import annotations

import uuid
from collections.abc import Callable

Need = Callable[[uuid.UUID], str | None]
_needs: list[Need] = []


def register_need(need: Need) -> None:
    """Add a check: given a bank account's id it returns a sentence that says who needs it, or None."""
    if need not in _needs:
        _needs.append(need)


def who_needs(bank_account_id: uuid.UUID) -> str | None:
    """The first sentence that says who still needs this bank account, or None."""
    return next((sentence for need in _needs if (sentence := need(bank_account_id))), None)
