"""Which amounts can be paid: pure rules, asked with an account that came with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal_api.accounts.models import Account
from portal_api.servicing.queries import AmountsPayable, payoff_of
from portico_kernel.money import Money, total

from .errors import AmountRefused
from .models import Payment
from .states import AmountChoice

NOTHING_DUE = {
    AmountChoice.NEXT_DUE: "No payment is due on this account. Choose another amount.",
    AmountChoice.PAST_DUE: "Nothing is past due on this account. Choose another amount.",
}


def chosen_amount(offered: AmountsPayable, choice: AmountChoice, typed: Money | None, *, currency: str) -> Money:
    """The amount that a choice means where these are offered; raises AmountRefused."""
    if choice == AmountChoice.CUSTOM:
        if typed is None:
            raise AmountRefused("Enter an amount.")
        if typed.currency != currency:
            raise AmountRefused(f"Enter an amount in {currency}.")
        return typed
    amount = offered.next_due if choice == AmountChoice.NEXT_DUE else offered.past_due
    if amount is None:
        raise AmountRefused(NOTHING_DUE[choice], field="choice")
    return amount


def most_payable(account: Account, in_flight: Sequence[Payment], *, debit_on: date) -> Money:
    """The most that may still be debited: the payoff less what is under way.

    With payments under way the payoff is taken at the first of their days: interest stops on what they
    pay, and nothing may ever be collected above what closes the account.
    """
    day = min((debit_on, *(payment.debit_on for payment in in_flight)))
    under_way = total((payment.amount for payment in in_flight), account.currency)
    return max(payoff_of(account, day).amount - under_way, Money.zero(account.currency))


def refuse_amount(amount: Money, most: Money, *, is_anything_under_way: bool) -> None:
    """Raise AmountRefused for nothing, less than nothing, or more than ``most``."""
    if amount <= Money.zero(amount.currency):
        raise AmountRefused("Enter an amount above zero.")
    if amount > most:
        counting = ", counting what is already under way" if is_anything_under_way else ""
        raise AmountRefused(f"That is more than what is left to pay off{counting} ({most}).")
