"""What may go wrong on the way in, in words that tell an attacker nothing."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from portico_kernel.errors import Conflict, PorticoError


class SignInFailed(PorticoError):
    """Unknown, inactive, never set up, or a wrong password: always this one answer."""

    code = "sign_in_failed"
    status = 401
    message = gettext_noop("That email and password do not belong together. Check both and try again.")


class FlowEnded(PorticoError):
    """An unfinished sign-in is too old, was tried too often, or never was."""

    code = "sign_in_ended"
    status = 401
    message = gettext_noop("This sign-in took too long. Please start again.")


class WrongPassword(PorticoError):
    """The current password, asked again before a change, is not the right one."""

    code = "wrong_password"
    status = 422
    message = gettext_noop("Please check the highlighted fields.")

    def __init__(self) -> None:
        super().__init__(fields={"current_password": _("This is not your current password.")})


class TryLater(PorticoError):
    """Too many tries from one place; ``headers`` say after how many seconds another one is looked at."""

    code = "try_later"
    status = 429
    permanent: ClassVar[bool] = False

    def __init__(self, seconds: int) -> None:
        minutes = max(1, round(seconds / 60))
        words = ngettext(
            "That was tried too often. Please try again in %(minutes)s minute.",
            "That was tried too often. Please try again in %(minutes)s minutes.",
            minutes,
        )
        super().__init__(words % {"minutes": minutes})
        self.headers = {"Retry-After": str(seconds)}


class LinkExpired(PorticoError):
    """A mailed link that is used, too old, replaced, or never was."""

    code = "link_expired"
    status = 410
    message = gettext_noop("This link does not work any more. Links work once and for a limited time.")


class EmailTaken(Conflict):
    """There is a login of this kind with this e-mail already."""

    code = "email_taken"

    def __init__(self) -> None:
        words = _("There is already a login with this email.")
        super().__init__(words, fields={"email": words})


class AlreadySetUp(Conflict):
    """An invitation cannot be sent again to somebody who has accepted one."""

    code = "already_set_up"
    message = gettext_noop("This person has signed in before. They can ask for a new password on the sign-in page.")


class LastAdmin(Conflict):
    """Somebody must remain who can manage the lender's staff."""

    code = "last_admin"
    message = gettext_noop("This is the only active administrator. Make somebody else an administrator first.")
