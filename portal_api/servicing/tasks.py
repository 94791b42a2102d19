"""Doors for background work. Each may run twice; the next night is stored before this one's work is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from .days import lender_day
from .nightly import age_accounts, verify_ledger
from .planning import plan_next_day

log = structlog.get_logger(__name__)


def new_day(*, now: datetime, **_: Any) -> None:
    """Move every account's figures on to the lender's new day, and check the books."""
    plan_next_day(now)
    age_accounts(today=lender_day(now), now=now)
    for mismatch in verify_ledger():
        log.error(
            "ledger_mismatch",
            account_id=str(mismatch.account_id),
            figure=mismatch.figure,
            shown_minor=mismatch.shown_minor,
            ledger_minor=mismatch.ledger_minor,
        )
