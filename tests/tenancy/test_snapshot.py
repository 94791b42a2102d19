"""Host look-up: cached, never stale for longer than the poll, and honest about unknown hosts."""

from __future__ import annotations

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tenants.context import in_platform
from tenants.epoch import raise_epoch
from tenants.models import Lender
from tenants.snapshot import UNKNOWN_HOSTS, forget_snapshots, snapshot_for_host
from tests.database import SYSTEM, TwoLenders


@override_settings(PORTICO_EPOCH_POLL_SECONDS=60)
def test_a_known_host_costs_no_query(db: TwoLenders) -> None:
    snapshot_for_host("alder.testserver")

    with in_platform(SYSTEM, "count"), CaptureQueriesContext(connection) as queries:
        again = snapshot_for_host("alder.testserver")
        unknown = snapshot_for_host("nobody.testserver")
        unknown_again = snapshot_for_host("nobody.testserver")

    assert again is not None
    assert again.slug == "alder"
    assert unknown is None
    assert unknown_again is None
    # The first look-up of the unknown host: two changes of position and one query. Its second: nothing.
    assert sum("tenants_domain" in q["sql"] for q in queries) == 1


def test_a_raised_epoch_is_seen_by_the_next_request(db: TwoLenders) -> None:
    before = snapshot_for_host("birch.testserver")
    with in_platform(SYSTEM, "rename"):
        Lender.objects.filter(slug="birch").update(name="Birch & Sons")
        raise_epoch()

    after = snapshot_for_host("birch.testserver")

    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Birch Finance", "Birch & Sons")


def test_an_unknown_host_gets_a_plain_page_that_names_nobody(db: TwoLenders) -> None:
    forget_snapshots()

    response = Client(headers={"host": "elsewhere.example"}).get("/accounts")

    assert response.status_code == 404
    assert "Finance" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


def test_a_host_is_known_whatever_its_case_and_port(db: TwoLenders) -> None:
    response = Client(headers={"host": "ALDER.TestServer:8000"}).get("/api/v1/nothing")

    assert response.headers["X-Portico-Epoch"] == str(snapshot_for_host("alder.testserver").epoch)  # type: ignore[union-attr]


@override_settings(PORTICO_EPOCH_POLL_SECONDS=60)
def test_made_up_names_take_no_lenders_place_and_what_is_no_name_costs_nothing(db: TwoLenders) -> None:
    for number in range(UNKNOWN_HOSTS + 5):
        snapshot_for_host(f"made-up-{number}.testserver")
    snapshot_for_host("alder.testserver")

    with in_platform(SYSTEM, "count"), CaptureQueriesContext(connection) as queries:
        snapshot_for_host("alder.testserver")
        for host in ("a" * 300 + ".testserver", "alder.testserver:abc", "alder_testserver/", "", "-", "á.testserver"):
            assert Client(headers={"host": host}).get("/accounts").status_code == 404

    assert [q["sql"] for q in queries if "tenants_domain" in q["sql"]] == []
