"""Redis is gone: payments are accepted as quickly as ever, and what they owe is done when it is back."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

from portico.devstack import ports
from portico.devstack.valkey import valkey_server
from tests.faults.deployment import Answer, Deployment, Web, wait_until

# By Celery's defaults a payment would wait for a hung broker without end; a busy machine takes seconds by itself.
PATIENCE_SECONDS = 15.0


def pay(web: Web, facts: dict[str, str], key: str) -> Answer:
    """Ada pays 25.00, on top of whatever is under way."""
    wanted = {
        "account_id": facts["loan_id"],
        "choice": "custom",
        "amount": {"amount_minor": 25_00, "currency": "USD"},
        "method_id": facts["method_id"],
    }
    review: dict[str, Any] = web.ask("POST", "/api/v1/payments/reviews", wanted).body
    confirmed = {
        "review_id": review["id"],
        "accept_terms": True,
        "terms_hash": review["terms"]["hash"],
        "pay_again": [payment["id"] for payment in review["overlaps"]],
    }
    return web.ask("POST", "/api/v1/payments", confirmed, key=key)


def waiting_for(deployment: Deployment, payment_id: str) -> list[str]:
    """The tasks of the outbox that are not done, of notices about a payment."""
    rows = deployment.look(
        "SELECT entry.task FROM outbox_outboxentry entry"
        " JOIN notices_notice notice ON entry.arguments->>'notice_id' = notice.id::text"
        " WHERE notice.about_id = %s AND entry.done_at IS NULL",
        payment_id,
    )
    return [str(task) for (task,) in rows]


def mails_about(deployment: Deployment, reference: str) -> list[str]:
    """Who was written to about a payment."""
    mails = [json.loads(path.read_text()) for path in sorted((deployment.folder / "var" / "mail").glob("*.json"))]
    return [mail["to"] for mail in mails if reference in mail["text"]]


def test_a_payment_is_accepted_while_nobody_answers_at_redis_address(deployment: Deployment) -> None:
    dead = f"redis://{ports.LOOPBACK}:{ports.free_port()}/0"
    with deployment.web("dead-redis", REDIS_URL=dead) as web:
        web.ask("GET", "/api/v1/accounts")
        answer = pay(web, deployment.facts, "while-nobody-answers")

    assert answer.status == 201, answer.body
    assert answer.seconds < PATIENCE_SECONDS
    assert waiting_for(deployment, answer.body["id"]) == ["notices.deliver"]


def test_a_payment_is_accepted_while_redis_hangs(deployment: Deployment, tmp_path: Path) -> None:
    with valkey_server(tmp_path) as valkey, deployment.web("hung-redis", REDIS_URL=valkey.url) as web:
        web.ask("GET", "/api/v1/accounts")
        os.kill(valkey.pid, signal.SIGSTOP)
        try:
            answer = pay(web, deployment.facts, "while-it-hangs")
        finally:
            os.kill(valkey.pid, signal.SIGCONT)

    assert answer.status == 201, answer.body
    assert answer.seconds < PATIENCE_SECONDS


def test_a_worker_that_lost_redis_delivers_when_it_is_back(deployment: Deployment, tmp_path: Path) -> None:
    port = ports.free_port()
    address = {"REDIS_URL": f"redis://{ports.LOOPBACK}:{port}/0", "PORTICO_DEMO": "1"}
    with (
        deployment.web("lost-redis", **address) as web,
        valkey_server(tmp_path, port) as valkey,
        deployment.worker("worker", **address) as log,
    ):
        os.kill(valkey.pid, signal.SIGKILL)
        answer = pay(web, deployment.facts, "while-it-is-lost")
        waiting = waiting_for(deployment, answer.body["id"])
        with valkey_server(tmp_path / "again", port):
            wait_until(lambda: waiting_for(deployment, answer.body["id"]) == [], log)

    assert (answer.status, waiting) == (201, ["notices.deliver"])
    assert mails_about(deployment, answer.body["reference"]) == ["ada@example.com"]


def test_pages_do_not_ask_redis_at_all(deployment: Deployment) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as listening:
        listening.settimeout(0)
        address = f"redis://{ports.LOOPBACK}:{listening.getsockname()[1]}/0"
        with deployment.web("pages", REDIS_URL=address) as web:
            answers = [web.ask("GET", path) for path in ("/", "/api/v1/bootstrap", "/api/v1/accounts")]

        assert [answer.status for answer in answers] == [200] * 3
        with pytest.raises(BlockingIOError):
            listening.accept()
