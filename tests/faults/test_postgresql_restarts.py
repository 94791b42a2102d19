"""PostgreSQL was restarted: the very next request, and the very next round of the outbox, work."""

from __future__ import annotations

import pytest

from tests.cast import NOW
from tests.faults.deployment import Deployment

WRONG = {"email": "ada@example.com", "password": "not her password"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        pytest.param("GET", "/api/v1/accounts", None, 200, id="a read"),
        pytest.param("POST", "/api/v1/session/touch", {}, 204, id="a write"),
        pytest.param("POST", "/api/v1/sign-in", WRONG, 401, id="a sign-in"),
        pytest.param("GET", "/", None, 200, id="the page itself"),
    ],
)
def test_the_next_request_is_answered(
    deployment: Deployment, method: str, path: str, body: dict[str, str] | None, status: int
) -> None:
    with deployment.web(f"restart-{method}-{path.strip('/').replace('/', '-')}") as web:
        before = web.ask(method, path, body)
        deployment.postgres.restart()
        after = web.ask(method, path, body)

    assert (before.status, after.status) == (status, status), web.log.read_text()


def test_the_next_round_of_the_outbox_is_done(deployment: Deployment) -> None:
    with deployment.rounds("restart-rounds", PORTICO_DEMO="1") as rounds:
        rounds.run(NOW)
        before = rounds.run(NOW)
        deployment.postgres.restart()
        after = rounds.run(NOW)

    assert before == after == {"done": 0, "failed": 0}
