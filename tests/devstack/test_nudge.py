"""A nudge to the workers is a hint: a broker that does not answer costs a warning, and no trace of a fault."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator

import pytest
from django.test import override_settings
from kombu import Connection

from portico import celery


@pytest.fixture(params=["frozen", "gone"])
def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker that takes connections and never answers, as under SIGSTOP; or one that is not there."""
    server = socket.create_server(("127.0.0.1", 0))
    url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
    if request.param == "gone":
        server.close()
    connection = Connection(url, transport_options=celery.NUDGE_OPTIONS)
    monkeypatch.setattr(celery, "_nudging", lambda: connection)
    monkeypatch.setattr(celery, "_left_alone_until", float("-inf"))
    with override_settings(REDIS_URL=url):
        yield
    server.close()


@pytest.mark.usefixtures("broker")
def test_a_broker_that_does_not_answer_is_one_warning_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    celery.nudge_workers()
    celery.nudge_workers()

    said = [record for record in caplog.records if "workers_not_nudged" in record.getMessage()]
    assert [(record.levelname, record.exc_info) for record in said] == [("WARNING", None)]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert "Traceback" not in caplog.text
