"""What a deployment writes to its log: JSON that says which lender and which request, and not one secret."""

from __future__ import annotations

import json
from typing import Any

from tests.cast import ACCOUNT_NUMBER
from tests.faults.deployment import ALDER, Deployment, Web
from tests.wallet.stage import SENT, WALLET

WRONG = "not-her-password-77"
# A number of its own: the cast's is on file already.
TYPED = "000777666555"


def capture(web: Web) -> tuple[int, str]:
    """Ada adds a bank account through the wallet's frame; returns the frame's status and the capture's secret."""
    begun = web.ask("POST", "/api/v1/payment-methods/captures", {}, key="logs-capture").body
    path = f"/frame/{begun['capture_id']}/bank-account"
    body = {**SENT, "account_number": TYPED, "account_number_again": TYPED, "secret": begun["secret"]}
    kept = web.ask("POST", path, body, host=WALLET, origin=f"http://{WALLET}")
    return kept.status, begun["secret"]


def events(web: Web) -> list[dict[str, Any]]:
    """Every line of the process' standard error; a line that is not JSON fails the test."""
    return [json.loads(line) for line in web.log.read_text().splitlines()]


def test_a_wrong_password_and_a_bank_account_leave_no_secret_in_any_line(deployment: Deployment) -> None:
    with deployment.web("logs") as web:
        refused = web.ask("POST", "/api/v1/sign-in", {"email": "ada@example.com", "password": WRONG})
        status, secret = capture(web)
    written = web.log.read_text()

    assert (refused.status, status) == (401, 201)
    secrets = [WRONG, TYPED, ACCOUNT_NUMBER, SENT["routing_number"], secret, web.token]
    assert [word for word in secrets if word in written] == []


def test_every_line_about_a_request_names_the_lender_and_the_request(deployment: Deployment) -> None:
    with deployment.web("log-lines") as web:
        refused = web.ask("POST", "/api/v1/sign-in", {"email": "ada@example.com", "password": WRONG})
    lines = [line for line in events(web) if line.get("request_id") == refused.body["request_id"]]
    told = [(line["event"], line["code"], line["host"], line["lender"], type(line["ms"])) for line in lines]

    assert told == [("request_finished", 401, ALDER, "alder", float)]


def test_a_failure_of_ours_is_json_without_a_secret_too(deployment: Deployment) -> None:
    with deployment.web("log-failure") as web:
        web.ask("GET", "/api/v1/accounts")
        deployment.postgres.stop()
        try:
            failed = web.ask("GET", "/api/v1/accounts")
        finally:
            deployment.postgres.restart()
        after = web.ask("GET", "/api/v1/accounts")

    assert (failed.status >= 500, after.status) == (True, 200)
    assert ("request_failed", ALDER) in [(line["event"], line.get("host")) for line in events(web)]
    assert [word for word in (web.token, deployment.logins.app_url) if word in web.log.read_text()] == []
