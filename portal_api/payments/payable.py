"""What can be paid on an account now: the one answer for the page that asks how much, and for the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal_api.accounts.models import Account
from portal_api.servicing.queries import AmountsPayable, amounts_payable
from portico_kernel.money import Money, total

from .amounts import most_payable
from .models import Payment
from .queries import in_flight_on
from .rail import Window, next_window


@dataclass(frozen=True, slots=True)
class Payable:
    """Amounts as of the day of the debit. ``most`` is the largest that a review takes."""

    window: Window
    in_flight: Sequence[Payment]
    offered: AmountsPayable
    most: Money
    under_way: Money

    @property
    def debit_on(self) -> date:
        """The day on which the bank would be asked to debit."""
        return self.window.effective_on


def payable_now(account: Account, *, now: datetime) -> Payable:
    """What a payment accepted at ``now`` can be; raises what the rail raises when it is not ready.

    The account came with its figures. One query, and the rail's own.
    """
    window, in_flight = next_window(now), in_flight_on(account.id)
    return Payable(
        window=window,
        in_flight=in_flight,
        offered=amounts_payable(account, on=window.effective_on),
        most=most_payable(account, in_flight, debit_on=window.effective_on),
        under_way=total((payment.amount for payment in in_flight), account.currency),
    )
