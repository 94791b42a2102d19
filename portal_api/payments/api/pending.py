"""The door by which an account's page shows its payments under way."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from portal_api.accounts.models import Account
from portal_api.identity.viewer import Viewer
from portal_api.payments.cards import payment_card
from portal_api.payments.queries import in_flight_on, payments_in_flight
from portico_kernel.clock import read_clock


def cards_in_flight(viewer: Viewer, account: Account) -> list[dict[str, Any]]:
    """Cards of the payments under way on one account, oldest first. One query."""
    now = read_clock()
    return [payment_card(payment, viewer, now=now) for payment in in_flight_on(account.id)]


def has_in_flight() -> Exists:
    """Whether an account has any of them, for the query that reads the account."""
    return Exists(payments_in_flight().filter(account=OuterRef("id")))
