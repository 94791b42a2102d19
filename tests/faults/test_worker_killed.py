"""A worker is killed while it hands a mail over: the notice is taken up after its lease, and sent once."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portico.devstack import ports
from tenants.outbox import LEASE
from tests.cast import NOW
from tests.faults.deployment import Deployment

MOMENT = timedelta(seconds=1)


@pytest.fixture
def silent_mail_server() -> Iterator[socket.socket]:
    """A mail server that takes the call and never says a word."""
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        server.settimeout(60)
        yield server


def attempts(deployment: Deployment) -> list[tuple[int, bool]]:
    """For each notice to Bob: how often the outbox took it, and whether it is done."""
    return deployment.look(
        "SELECT entry.attempts, entry.done_at IS NOT NULL FROM outbox_outboxentry entry"
        " JOIN notices_notice notice ON entry.arguments->>'notice_id' = notice.id::text WHERE notice.to_email = %s",
        "bob@example.com",
    )


def mails_to_bob(folder: Path) -> list[str]:
    """The subjects of what was mailed to Bob."""
    mails = [json.loads(path.read_text()) for path in (folder / "var" / "mail").glob("*.json")]
    return [mail["subject"] for mail in mails if mail["to"] == "bob@example.com"]


def test_the_next_worker_takes_it_after_the_lease_and_not_before(
    deployment: Deployment, silent_mail_server: socket.socket
) -> None:
    taken = NOW + timedelta(minutes=10)
    with deployment.rounds("before", PORTICO_DEMO="1") as worker:
        while worker.run(taken - MOMENT)["done"]:
            pass  # whatever other tests left
    with deployment.web("forgetful") as web:
        web.ask("POST", "/api/v1/password/forgot", {"email": "bob@example.com"})
    with deployment.rounds("asked") as worker:
        worker.run(taken - MOMENT)  # who asked is looked up; the mail waits
    address = {"EMAIL_HOST": ports.LOOPBACK, "EMAIL_PORT": str(silent_mail_server.getsockname()[1])}
    with deployment.rounds("killed", **address) as worker:
        worker.begin(taken)
        call, _ = silent_mail_server.accept()
        worker.process.kill()
        worker.process.wait()
        call.close()
    after_the_kill = attempts(deployment)

    with deployment.rounds("next", PORTICO_DEMO="1") as worker:
        early = worker.run(taken + LEASE - MOMENT)
        late = worker.run(taken + LEASE + MOMENT)
        again = worker.run(taken + LEASE * 3)

    assert after_the_kill == [(1, False)]
    assert (early["done"], late["done"], again["done"]) == (0, 1, 0)
    assert attempts(deployment) == [(2, True)]
    assert mails_to_bob(deployment.folder) == ["Choose a new password"]
