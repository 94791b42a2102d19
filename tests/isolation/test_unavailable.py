"""While the database is away: a sentence, in no brand, and nothing that names anybody."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from tenants import snapshot


@pytest.mark.parametrize("path", ["/accounts", "/console/", "/api/v1/accounts"])
def test_a_host_that_cannot_be_looked_up_gets_a_sentence(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(snapshot, "read_epoch", away)
    snapshot.forget_snapshots()

    answer = Client(headers={"host": "alder.testserver"}, raise_request_exception=False).get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Please try again in a minute." in answer.content.decode()
    assert (answer["Content-Type"] == "application/json") is path.startswith("/api/")
