"""What payments register with accounts: payments in flight, and reasons against paying."""

from __future__ import annotations

from uuid import UUID

import pytest

from portal_api.accounts import pending, queries
from portal_api.accounts.queries import account_for
from portal_api.identity.viewer import viewer_for
from portico_kernel.compiled import CompiledQuery
from tenants.context import in_tenant
from tests.accounts.reading import read, signed_in
from tests.cast import Cast


@pytest.fixture(autouse=True)
def nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from empty registers; the real ones are back afterwards."""
    monkeypatch.setattr(pending, "_pending", [])
    monkeypatch.setattr(pending, "_cannot_pay", [])
    # Its SQL asks for what is registered: what is written while nothing is must not stay.
    monkeypatch.setattr(queries, "_ONE", CompiledQuery(queries._one, user_id=UUID, site_id=UUID, account_id=UUID))


def test_payments_in_flight_show_on_the_accounts_page_while_payments_are_offered(
    cast: Cast, payments_offered: None
) -> None:
    card = {"reference": "P-7K2M9Q"}
    pending.register(lambda viewer, account: [card] if account == cast.ada_loan else [])

    body = read(signed_in(cast.ada, cast.lenders), f"/accounts/{cast.ada_loan.id}")

    assert body["pending_payments"] == [card]


def test_the_first_reason_that_speaks_is_given(cast: Cast) -> None:
    pending.register_cannot_pay(lambda viewer, account: None)
    pending.register_cannot_pay(lambda viewer, account: f"{viewer.name} cannot pay {account.number} today.")
    viewer = viewer_for(cast.ada, site_id=None)

    with in_tenant(cast.lenders.alder):
        account = account_for(viewer, cast.ada_loan.id)

        assert pending.cannot_pay_reason(viewer, account) == "Ada Lopez cannot pay A-1001 today."
        assert list(pending.pending_payments(viewer, account)) == []
