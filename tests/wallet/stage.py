"""What the wallet's tests start from: a signed-in browser, a capture, a form typed right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from portal_api.identity.models import User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token
from portal_api.identity.viewer import Viewer, viewer_for
from portal_api.wallet.models import BankAccount
from portal_api.wallet.numbers import BankForm
from portal_api.wallet.operations import BegunCapture, begin_capture, capture_bank_account
from tenants.context import in_tenant
from tenants.models import Lender
from tests.cast import ACCOUNT_NUMBER, NOW
from tests.identity.browser import Browser

NUMBER = ACCOUNT_NUMBER
RIGHT: dict[str, Any] = {
    "holder_name": "Ada Lopez",
    "holder_type": "person",
    "account_type": "checking",
    "routing_number": "021000021",
    "account_number": NUMBER,
    "account_number_again": NUMBER,
    "is_authorised": True,
}
# The same as the frame's script sends it.
SENT: dict[str, Any] = {**{k: v for k, v in RIGHT.items() if k != "is_authorised"}, "authorised": True}
WALLET = "wallet.testserver"


def viewer(user: User) -> Viewer:
    """A login as the one who looks, at any site."""
    return viewer_for(user, site_id=None)


def signed_in(user: User, lender: Lender) -> Browser:
    """A browser that carries the user's cookie at the lender's host."""
    with in_tenant(lender):
        secret = issue_token(user=user, audience=Audience.PORTAL, address="", browser="", now=NOW)
    browser = Browser(f"{lender.slug}.testserver")
    browser.client.cookies["portico_portal"] = secret
    return browser


def begun(user: User, slug: str = "alder") -> BegunCapture:
    """A capture, inside the lender that is entered."""
    looking = viewer(user)
    origin = f"http://{slug}.testserver"
    return begin_capture(viewer=looking, parent_origin=origin, actor=looking.actor, now=NOW)


def captured(user: User, **changes: Any) -> BankAccount:
    """A bank account that came in through a capture, inside the lender that is entered."""
    capture = begun(user)
    return capture_bank_account(
        capture_id=capture.capture.id,
        secret=capture.secret,
        form=BankForm(**{**RIGHT, **changes}),
        lender_name="Alder Finance",
        address="198.51.100.7",
        now=NOW,
    )


class Frame:
    """The wallet's host as a frame's script speaks to it: no cookies, its own origin."""

    def __init__(self, capture_id: str) -> None:
        self.path = f"/frame/{capture_id}"
        self.client = Client(HTTP_HOST=WALLET, REMOTE_ADDR="198.51.100.7")

    def show(self, more: str = "") -> Any:
        return self.client.get(self.path + more)

    def send(self, body: Mapping[str, Any]) -> Any:
        return self.client.post(
            f"{self.path}/bank-account",
            json.dumps(body),
            content_type="application/json",
            HTTP_ORIGIN=f"http://{WALLET}",
        )


def told(response: Any) -> dict[str, Any]:
    """The body of a JSON answer."""
    body: dict[str, Any] = json.loads(response.content)
    return body


def refusal(response: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return response.status_code, told(response)["code"]
