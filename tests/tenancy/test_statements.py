"""How many statements each read of the borrower's API sends when it is warm, the position (set_config) counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.isolation.routes import routes_of
from tests.isolation.scene import Scene, browser_of, set_scene
from tests.isolation.table import TABLE
from tests.statements import statements_in

PREFIX = "api/v1/"
HOT = 3
OTHER = 5
COUNTS = {
    "GET bootstrap": 2,
    "GET accounts": 3,
    "GET accounts/<uuid:account_id>": 4,  # and 3 where no payment is under way
    "GET accounts/<uuid:account_id>/schedule": 4,
    "GET accounts/<uuid:account_id>/transactions": 4,
    "GET accounts/<uuid:account_id>/payoff": 3,
    "GET accounts/<uuid:account_id>/payable": 5,
    "GET payment-methods": 3,
    "GET payments": 4,
    "GET payments/<uuid:payment_id>": 4,
}
HOT_READS = {"GET bootstrap", "GET accounts"}


@pytest.fixture
def scene(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The scene of the isolation tests, in a process that has asked for the epoch within the half second."""
    monkeypatch.setattr(settings, "PORTICO_EPOCH_POLL_SECONDS", 3600.0)
    with time_machine.travel(NOW, tick=False):
        yield set_scene(cast)


def stand_elsewhere(scene: Scene) -> None:
    """Leave the connection with the other lender: the next request has to say where it stands."""
    with in_tenant(scene.cast.lenders.birch), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_the_table_names_every_read_of_the_borrowers_api_and_no_other() -> None:
    routes = routes_of("portico.urls.lender")
    reads = {
        f"GET {route.pattern.removeprefix(PREFIX)}"
        for route in routes
        if route.method == "get" and route.pattern.startswith(PREFIX) and isinstance(route.view, type)
    }

    assert set(COUNTS) == reads


def test_hot_reads_send_three_statements_at_most_and_others_five() -> None:
    over = {key: count for key, count in COUNTS.items() if count > (HOT if key in HOT_READS else OTHER)}

    assert over == {}


@pytest.mark.parametrize(("key", "count"), [pytest.param(key, count, id=key) for key, count in COUNTS.items()])
def test_a_warm_read_sends_exactly_its_statements(scene: Scene, key: str, count: int) -> None:
    client = browser_of(scene.cast.ada, scene.cast.lenders.alder, at="alder.testserver")
    path = TABLE[key].path(scene)
    client.get(path)
    stand_elsewhere(scene)

    with CaptureQueriesContext(connection) as sent:
        answer = client.get(path)

    assert answer.status_code == 200
    assert len(statements_in(sent)) == count, "\n".join(statements_in(sent))


def test_an_account_without_a_payment_under_way_is_a_hot_read(scene: Scene) -> None:
    client = browser_of(scene.cast.bob, scene.cast.lenders.alder, at="alder.testserver")
    path = f"/api/v1/accounts/{scene.cast.bob_loan.id}"
    client.get(path)
    stand_elsewhere(scene)

    with CaptureQueriesContext(connection) as sent:
        answer = client.get(path)

    assert (answer.status_code, answer.json()["pending_payments"], len(statements_in(sent))) == (200, [], HOT)
