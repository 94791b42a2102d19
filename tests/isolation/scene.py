"""Data that could leak: both lenders take payments, and Ada has a bank account, a review and a payment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from portal_api.eft.operations.profile import save_profile
from portal_api.identity.models import User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token
from portal_api.payments.models import Payment, Review
from portal_api.payments.operations import Accepted, Evidence, confirm_review, make_review
from portal_api.payments.states import AmountChoice
from portal_api.wallet.models import BankAccount
from portico_kernel.money import Money
from tenants.context import in_tenant
from tenants.models import Lender
from tenants.snapshot import snapshot_for_host
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.wallet.stage import captured, viewer

PROFILE: dict[str, Any] = {
    "bank_name": "FIRST TEST BANK",
    "destination_routing": "091000019",
    "origin_id": "1234567890",
    "company_name": "TEST FINANCE",
    "company_id": "1234567890",
    "odfi_id": "09100001",
    "entry_description": "LOAN PMT",
    "cutoffs": ["16:30"],
    "effective_days": 1,
}


@dataclass(frozen=True)
class Scene:
    """The cast, and what Ada has at alder."""

    cast: Cast
    method: BankAccount
    spare_method: BankAccount
    review: Review
    payment: Payment


def take_payments(lender: Lender) -> None:
    """Give a lender a complete bank profile, so that its payments are offered."""
    with in_tenant(lender):
        save_profile(**PROFILE, actor=SYSTEM, now=NOW)


def set_scene(cast: Cast) -> Scene:
    """Put everything on stage, inside the test's own transaction."""
    take_payments(cast.lenders.alder)
    take_payments(cast.lenders.birch)
    snapshot = snapshot_for_host("alder.testserver")
    assert snapshot is not None
    with in_tenant(snapshot):
        method, spare = (
            captured(cast.ada),
            captured(cast.ada, account_number="555444333", account_number_again="555444333"),
        )
        paid = review_of(cast, method, 40_00)
        confirmed = confirm_review(
            viewer=viewer(cast.ada),
            review_id=paid.id,
            accepted=Accepted(is_ticked=True, terms_hash=paid.terms_hash, pay_again=frozenset()),
            evidence=Evidence(key="scene", address="198.51.100.7", browser="tests"),
            actor=viewer(cast.ada).actor,
            clock=lambda: NOW,
        )
        open_review = review_of(cast, method, 25_00)
    return Scene(cast, method, spare, open_review, confirmed)


def review_of(cast: Cast, method: BankAccount, minor: int) -> Review:
    """A review of Ada's for an amount of her own."""
    return make_review(
        viewer=viewer(cast.ada),
        account_id=cast.ada_loan.id,
        choice=AmountChoice.CUSTOM,
        typed=Money(minor),
        method_id=method.id,
        now=NOW,
    ).review


def browser_of(user: User | None, home: Lender, *, at: str, audience: Audience = Audience.PORTAL) -> Client:
    """A browser at host ``at`` with the cookie that ``user`` got at ``home`` (None: no cookie)."""
    client = Client(HTTP_HOST=at, REMOTE_ADDR="198.51.100.7", HTTP_X_PORTICO="1", enforce_csrf_checks=True)
    if user is not None:
        with in_tenant(home):
            secret = issue_token(user=user, audience=audience, address="", browser="", now=NOW)
        client.cookies["portico_portal" if audience == Audience.PORTAL else "portico_console"] = secret
    return client


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    """One request as the web app makes it."""
    if method == "get":
        return client.get(path)
    content = json.dumps(body or {})
    return client.generic(
        method.upper(), path, content, content_type="application/json", headers={"idempotency-key": "isolation"}
    )
