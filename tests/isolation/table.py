"""The isolation table of the borrower's API: for each route, how to call it and what the right person gets.

A route that is missing here fails the build (test_api.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.isolation.scene import Scene


@dataclass(frozen=True)
class Case:
    """One route. ``path`` and ``body`` name things of Ada's at alder.

    ``names_a_thing``: the address or the body names something of one person's, so that anybody else who
    is signed in gets what an absent thing gets. ``public``: nobody need be signed in.
    """

    path: Callable[[Scene], str]
    right: int
    body: Callable[[Scene], Any] = lambda _: {}
    names_a_thing: bool = False
    public: bool = False
    section: str | None = None


def fixed(path: str) -> Callable[[Scene], str]:
    return lambda _: f"/api/v1/{path}"


def account(tail: str = "") -> Callable[[Scene], str]:
    return lambda scene: f"/api/v1/accounts/{scene.cast.ada_loan.id}{tail}"


PASSWORD_BODY = {"current_password": "wrong password 1", "password": "another long password"}

TABLE: dict[str, Case] = {
    "GET bootstrap": Case(fixed("bootstrap"), 200, public=True),
    "POST sign-in": Case(
        fixed("sign-in"), 401, lambda _: {"email": "x@example.com", "password": "nothing"}, public=True
    ),
    "POST sign-out": Case(fixed("sign-out"), 204, lambda _: {"everywhere": False}),
    "POST password/forgot": Case(fixed("password/forgot"), 202, lambda _: {"email": "x@example.com"}, public=True),
    "POST password/reset": Case(
        fixed("password/reset"), 410, lambda _: {"token": "x", "password": "a long one 12"}, public=True
    ),
    "POST password/reset/look": Case(fixed("password/reset/look"), 410, lambda _: {"token": "x"}, public=True),
    "POST password/change": Case(fixed("password/change"), 422, lambda _: PASSWORD_BODY),
    "POST invitation/look": Case(fixed("invitation/look"), 410, lambda _: {"token": "x"}, public=True),
    "POST invitation/accept": Case(
        fixed("invitation/accept"), 410, lambda _: {"token": "x", "password": "a long one 12"}, public=True
    ),
    "POST session/touch": Case(fixed("session/touch"), 204),
    "GET accounts": Case(fixed("accounts"), 200),
    "GET accounts/<uuid:account_id>": Case(account(), 200, names_a_thing=True),
    "GET accounts/<uuid:account_id>/schedule": Case(
        account("/schedule"), 200, names_a_thing=True, section="amortization"
    ),
    "GET accounts/<uuid:account_id>/transactions": Case(account("/transactions"), 200, names_a_thing=True),
    "GET accounts/<uuid:account_id>/payoff": Case(account("/payoff"), 200, names_a_thing=True),
    "GET accounts/<uuid:account_id>/payable": Case(account("/payable"), 200, names_a_thing=True, section="payments"),
    "GET payment-methods": Case(fixed("payment-methods"), 200, section="payments"),
    "POST payment-methods/captures": Case(fixed("payment-methods/captures"), 201, section="payments"),
    "DELETE payment-methods/<uuid:method_id>": Case(
        lambda scene: f"/api/v1/payment-methods/{scene.spare_method.id}", 204, names_a_thing=True, section="payments"
    ),
    "GET payments": Case(fixed("payments"), 200, section="payments"),
    "POST payments": Case(
        fixed("payments"),
        201,
        lambda scene: {
            "review_id": str(scene.review.id),
            "accept_terms": True,
            "terms_hash": scene.review.terms_hash,
            "pay_again": [str(scene.payment.id)],
        },
        names_a_thing=True,
        section="payments",
    ),
    "POST payments/reviews": Case(
        fixed("payments/reviews"),
        201,
        lambda scene: {
            "account_id": str(scene.cast.ada_loan.id),
            "choice": "next_due",
            "method_id": str(scene.method.id),
        },
        names_a_thing=True,
        section="payments",
    ),
    "GET payments/<uuid:payment_id>": Case(
        lambda scene: f"/api/v1/payments/{scene.payment.id}", 200, names_a_thing=True, section="payments"
    ),
    "POST payments/<uuid:payment_id>/cancel": Case(
        lambda scene: f"/api/v1/payments/{scene.payment.id}/cancel", 200, names_a_thing=True, section="payments"
    ),
}
