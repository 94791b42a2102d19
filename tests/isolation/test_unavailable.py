"""While the database is away: a sentence, in the look last seen at the host, and nothing that names anybody."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from branding.published.queries import NEUTRAL_HASH
from tenants import snapshot
from tenants.context import in_platform
from tenants.models import Lender
from tests.console.browsing import text_of
from tests.database import SYSTEM, TwoLenders


def client_of(host: str) -> Client:
    return Client(headers={"host": host}, raise_request_exception=False)


def take_away(monkeypatch: pytest.MonkeyPatch, *, forget: bool) -> None:
    """From here on the epoch cannot be read; ``forget`` is a process that has just been started."""

    def away() -> int:
        raise OperationalError("the server closed the connection unexpectedly")

    if forget:
        snapshot.forget_snapshots()
    monkeypatch.setattr(settings, "PORTICO_EPOCH_POLL_SECONDS", 0)
    monkeypatch.setattr(snapshot, "read_epoch", away)


@pytest.mark.parametrize("path", ["/accounts", "/console/", "/api/v1/accounts"])
def test_a_host_that_cannot_be_looked_up_gets_a_sentence(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch, forget=True)

    answer = client_of("alder.testserver").get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Please try again in a minute." in answer.content.decode()
    assert (answer["Content-Type"] == "application/json") is path.startswith("/api/")
    assert "Alder" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/accounts?from=mail", "/console/"])
def test_a_host_that_was_seen_before_keeps_its_look_and_a_way_to_try_again(
    db: TwoLenders, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in ("alder.testserver", "birch.testserver"):
        assert client_of(host).get("/").status_code == 200
    take_away(monkeypatch, forget=False)

    answer = client_of("alder.testserver").get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert text_of(answer).startswith("Alder Finance Not working right now")
    assert "Birch" not in answer.content.decode()
    assert f'href="{path}">Try again</a>' in answer.content.decode()
    assert client_of("alder.testserver").get("/api/v1/accounts").json()["code"] == "unavailable"


def test_the_look_is_answered_from_memory_and_no_other_one(db: TwoLenders, monkeypatch: pytest.MonkeyPatch) -> None:
    known = snapshot.snapshot_for_host("alder.testserver")
    assert known is not None
    take_away(monkeypatch, forget=False)
    client = client_of("alder.testserver")

    worn = client.get(f"/theme/{known.parts['brand'].css_hash}.css")
    other = client.get("/theme/0000000000000000.css")

    assert (worn.status_code, worn.content) == (200, known.parts["brand"].css)
    assert other.status_code == 503


def test_a_lender_that_is_not_live_is_not_named(db: TwoLenders, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_platform(SYSTEM, "close a lender"):
        Lender.objects.filter(id=db.alder.id).update(is_live=False)
    snapshot.forget_snapshots()
    assert client_of("alder.testserver").get("/").status_code == 404
    take_away(monkeypatch, forget=False)

    assert "Alder" not in client_of("alder.testserver").get("/").content.decode()


def test_support_says_sorry_in_its_own_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr("admin_console.support.doors.support_user", away)

    answer = client_of(settings.PORTICO_SUPPORT_HOST).get("/tickets/")

    assert answer.status_code == 503
    assert text_of(answer).startswith("Portico Not working right now")
    assert f"/theme/{NEUTRAL_HASH}.css" in answer.content.decode()


def test_a_page_that_loses_the_database_half_way_says_the_same(db: TwoLenders, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr("admin_console.lender.doors.staff_user", away)

    answer = client_of("birch.testserver").get("/console/")

    assert answer.status_code == 503
    assert text_of(answer).startswith("Birch Finance Not working right now")
