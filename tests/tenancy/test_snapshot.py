"""Host look-up: cached, never stale for longer than the poll, and honest about unknown hosts."""

from __future__ import annotations

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from feature_flags.sections import build_sections, sections_of
from tenants.context import in_platform, in_tenant
from tenants.epoch import initial_parts, raise_epoch_of, read_parts, unpublish
from tenants.models import Configuration, Domain, Lender, Site
from tenants.snapshot import UNKNOWN_HOSTS, SnapshotCache, forget_snapshots, know_hosts, snapshot_for_host
from tests.database import SYSTEM, TwoLenders
from tests.statements import without_positions
from tests.switching import turn


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
        raise_epoch_of(db.birch.id)

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


def test_a_change_at_one_lender_forgets_no_other_one(db: TwoLenders) -> None:
    alder, birch = snapshot_for_host("alder.testserver"), snapshot_for_host("birch.testserver")

    turn(db.alder, "amortization", on=False)

    assert snapshot_for_host("birch.testserver") is birch
    changed = snapshot_for_host("alder.testserver")
    assert changed is not None
    assert changed is not alder
    assert "amortization" not in sections_of(changed).offered


@override_settings(PORTICO_EPOCH_POLL_SECONDS=60)
def test_a_process_knows_all_hosts_by_one_look_and_enters_no_lender(db: TwoLenders) -> None:
    forget_snapshots()

    with in_platform(SYSTEM, "count"), CaptureQueriesContext(connection) as queries:
        known = know_hosts()
        alder, birch = snapshot_for_host("alder.testserver"), snapshot_for_host("birch.testserver")

    # The look-up's position, the epoch, the hosts with all that is published, the brands; and back to the platform.
    assert known >= 2
    assert len(without_positions(queries)) == 3
    assert alder is not None
    assert birch is not None
    assert (alder.slug, birch.slug) == ("alder", "birch")


def test_what_is_published_of_an_untouched_lender_is_what_its_schema_says(db: TwoLenders) -> None:
    with in_tenant(db.alder):
        read = read_parts()["sections"]

    assert build_sections(read) == build_sections(initial_parts()["sections"])


def test_a_lender_that_has_published_nothing_is_asked_itself(db: TwoLenders) -> None:
    turn(db.birch, "amortization", on=False)
    with in_platform(SYSTEM, "as a restore does"):
        unpublish(db.birch.id)

    birch = snapshot_for_host("birch.testserver")

    assert birch is not None
    assert "amortization" not in sections_of(birch).offered


def test_a_host_that_was_a_former_lenders_is_the_new_ones(db: TwoLenders) -> None:
    with in_platform(SYSTEM, "as offboarding does"):
        Lender.objects.filter(id=db.birch.id).update(is_live=False)
        raise_epoch_of(db.birch.id)
    former = snapshot_for_host("birch.testserver")
    with in_platform(SYSTEM, "as a purge and a new lender do"):
        Configuration.objects.filter(lender_id=db.birch.id).delete()
        Domain.objects.filter(domain="birch.testserver").update(tenant=db.alder.id, site=_site_of(db.alder))
        raise_epoch_of(db.alder.id)

    now = snapshot_for_host("birch.testserver")

    assert former is not None
    assert now is not None
    assert (former.is_live, now.slug) == (False, "alder")


def _site_of(lender: Lender) -> Site:
    return Site.objects.get(lender_id=lender.id)


def test_a_database_that_went_back_in_time_is_read_afresh(db: TwoLenders) -> None:
    cache = SnapshotCache()
    before = cache.get("alder.testserver")
    with in_platform(SYSTEM, "as a restored cluster does"), connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_epoch SET value = value - 1")

    after = cache.get("alder.testserver")

    assert after == before
    assert after is not before


def test_a_lender_publishes_for_itself_alone(db: TwoLenders) -> None:
    turn(db.alder, "amortization", on=False)

    with in_tenant(db.birch):
        theirs = list(Configuration.objects.values_list("lender_id", flat=True))
        changed = Configuration.objects.filter(lender_id=db.alder.id).update(epoch=0)

    assert (theirs, changed) == ([db.birch.id], 0)
