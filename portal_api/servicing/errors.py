"""What can go wrong with a ledger or an import."""

from __future__ import annotations

from portico_kernel.errors import Conflict, InvalidInput, NotFound


class AccountClosed(Conflict):
    """A payment for an account that takes none any more."""

    code = "account_closed"
    message = "This account does not take payments any more."


class NothingPosted(NotFound):
    """A payment that was to be taken back has never been posted."""

    message = "That payment has not been posted to an account."


class DayOutOfReach(InvalidInput):
    """A payoff was asked for a day that is over, or too far ahead to promise anything for."""

    code = "day_out_of_reach"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"on": sentence})
