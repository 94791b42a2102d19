"""What can happen to logins, one file per noun. Other apps and the consoles import from here."""

from .invitations import (
    accept_invitation,
    create_support_agent,
    invite_borrower,
    invite_staff,
    resend_invitation,
)
from .passwords import ask_for_reset, change_password, reset_password
from .people import change_role, set_active, set_password
from .sessions import sign_out

__all__ = [
    "accept_invitation",
    "ask_for_reset",
    "change_password",
    "change_role",
    "create_support_agent",
    "invite_borrower",
    "invite_staff",
    "resend_invitation",
    "reset_password",
    "set_active",
    "set_password",
    "sign_out",
]
