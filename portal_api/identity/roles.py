"""What each role of a lender's staff may do. In code, so that a change is a reviewed change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portico_kernel.errors import NotAllowed

from .states import StaffRole


class Action(StrEnum):
    """One thing that staff may be allowed to do on their console."""

    READ = "read"
    BORROWERS_INVITE = "borrowers.invite"
    BORROWERS_CLOSE = "borrowers.close"
    ACCOUNTS_LINK = "accounts.link"
    ACCOUNTS_GRANT = "accounts.grant"
    PAYMENTS_CANCEL = "payments.cancel"
    FILES_VIEW = "files.view"
    FILES_DOWNLOAD = "files.download"
    FILES_MARK_SENT = "files.mark_sent"
    FILES_GENERATE = "files.generate"
    RETURNS_READ_IN = "returns.read_in"
    EFT_PROFILE_EDIT = "eft_profile.edit"
    BRAND_EDIT = "brand.edit"
    SWITCHES_TURN = "switches.turn"
    TICKETS_OPEN = "tickets.open"
    STAFF_MANAGE = "staff.manage"
    AUDIT_READ = "audit.read"


_AGENT = frozenset(
    {
        Action.READ,
        Action.BORROWERS_INVITE,
        Action.BORROWERS_CLOSE,
        Action.ACCOUNTS_LINK,
        Action.ACCOUNTS_GRANT,
        Action.PAYMENTS_CANCEL,
        Action.FILES_VIEW,
        Action.FILES_MARK_SENT,
    }
)
MAY: Mapping[str, frozenset[Action]] = {
    StaffRole.ADMIN: frozenset(Action),
    StaffRole.AGENT: _AGENT,
    StaffRole.VIEWER: frozenset({Action.READ}),
}


def may(role: str, action: Action) -> bool:
    """Whether a role includes an action; a role nobody knows includes none."""
    return action in MAY.get(role, frozenset())


def require(role: str, action: Action) -> None:
    """Raise NotAllowed unless the role includes the action."""
    if not may(role, action):
        raise NotAllowed
