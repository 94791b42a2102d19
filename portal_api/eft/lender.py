"""What bank files need to know about the lender that is entered."""

from __future__ import annotations

import uuid
from typing import Protocol, cast

from tenants.context import current_lender


class LenderFacts(Protocol):
    """A lender, or the snapshot of one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def vault_id(self) -> uuid.UUID: ...
    @property
    def currency(self) -> str: ...


def lender_at_hand() -> LenderFacts:
    """The lender that is entered; raises NoLenderEntered outside of any."""
    return cast(LenderFacts, current_lender())
