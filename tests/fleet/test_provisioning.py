"""Making a lender: from the pool, with names that are possible and free; races included."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from portal_api.identity.models import User
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import Conflict, InvalidInput
from tenants.context import in_platform, in_tenant
from tenants.fleet.errors import NoSpareSchema
from tenants.fleet.spares import claim_spare, fill_pool, spares_left
from tenants.models import Domain, Lender, LenderSchema
from tenants.provisioning import provision_lender
from tenants.snapshot import snapshot_for_host
from tests.cast import borrower
from tests.database import SYSTEM, TwoLenders
from tests.fleet.looking import NOW


def provision(slug: str = "maple", **wishes: Any) -> Lender:
    """A lender called maple, where the wishes say nothing else."""
    asked: dict[str, Any] = {"name": "Maple", "hosts": ["maple.testserver"], "time_zone": "America/Chicago"}
    return provision_lender(slug=slug, actor=SYSTEM, now=NOW, **{**asked, **wishes})


def left() -> int:
    """How many schemas are spare."""
    with in_platform(SYSTEM, "look"):
        return spares_left()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs at once, each on connections of its own; what each returned, or the error it raised."""
    start, results = threading.Barrier(len(jobs)), list[Any]()

    def run(job: Callable[[], Any]) -> None:
        try:
            start.wait()
            results.append(job())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_new_lender_takes_a_spare_schema_and_can_be_entered(fleet: TwoLenders) -> None:
    made = provision(hosts=["Pay.Maple.example", "maple.testserver"])

    with in_tenant(made):
        borrower("ada@example.com", "Ada Lopez")
        assert User.objects.count() == 1
    with in_platform(SYSTEM, "look"):
        schema = LenderSchema.objects.get(schema_name=made.schema_name)
        hosts = list(Domain.objects.filter(tenant=made).order_by("id").values_list("domain", "is_primary"))
        assert AuditEntry.objects.filter(action="lender.provisioned", object_id=str(made.id)).count() == 1
    assert (schema.state, schema.db_role, left()) == ("taken", made.db_role, 1)
    assert hosts == [("pay.maple.example", True), ("maple.testserver", False)]


def test_a_host_that_was_unknown_a_moment_ago_shows_its_new_lender(fleet: TwoLenders) -> None:
    before = snapshot_for_host("maple.testserver")

    made = provision()

    after = snapshot_for_host("maple.testserver")
    assert (before, after and after.id) == (None, made.id)


def test_two_who_claim_at_once_never_get_the_same_schema(fleet: TwoLenders) -> None:
    results = at_once(
        *(lambda slug=slug: provision(slug, hosts=[f"{slug}.testserver"]).schema_name for slug in ("maple", "cedar"))
    )

    assert (len(set(results)), left()) == (2, 0)


def test_a_claim_that_is_rolled_back_leaves_the_schema_spare(fleet: TwoLenders) -> None:
    with in_platform(SYSTEM, "claim"), transaction.atomic():
        claim_spare(now=NOW)
        transaction.set_rollback(True)

    assert left() == 2


def test_an_empty_pool_is_said_in_a_sentence_and_changes_nothing(fleet: TwoLenders) -> None:
    provision("maple"), provision("cedar", hosts=["cedar.testserver"])

    with pytest.raises(NoSpareSchema, match="No prepared place is left"):
        provision("willow", hosts=["willow.testserver"])

    with in_platform(SYSTEM, "look"):
        assert Lender.objects.filter(slug="willow").count() == 0


def test_the_owner_builds_where_the_pool_is_empty_and_the_caller_may(fleet: TwoLenders) -> None:
    provision("maple"), provision("cedar", hosts=["cedar.testserver"])

    made = provision("willow", hosts=["willow.testserver"], may_build=True)

    with in_tenant(made):
        assert User.objects.count() == 0


def test_filling_the_pool_makes_what_is_missing_only(fleet: TwoLenders) -> None:
    told: list[int] = []

    first, second = fill_pool(want=4, now=NOW, report=told.append), fill_pool(want=4, now=NOW)

    assert (first, second, told, left()) == (2, 0, [3, 4], 4)


WRONG: dict[str, list[Any]] = {
    "slug": ["", "a", "Maple", "ma ple", "-maple", "maple-", "m" * 41, "maple.pay", "máple"],
    "name": ["", "  ", "m" * 121],
    "hosts": [
        [], ["maple"], ["https://maple.example"], ["maple.example:8000"], ["-a.example"], ["a_b.example"],
        ["a..example"], [f"{'a' * 64}.example"], [".".join(["a" * 62] * 5)], ["console.testserver"],
        ["wallet.testserver"], ["a.example", "A.example"],
    ],
    "time_zone": ["", "Central", "america/chicago", "../etc/passwd"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_what_cannot_be_is_refused_at_its_field(field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        provision(**{field: value})

    assert list(refused.value.fields) == [field]


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        provision("Maple", hosts=[], time_zone="")

    assert sorted(refused.value.fields) == ["hosts", "slug", "time_zone"]


@pytest.mark.parametrize(
    ("wishes", "field", "says"),
    [
        ({"slug": "alder", "hosts": ["new.testserver"]}, "slug", "There is a lender called “alder” already."),
        ({"hosts": ["x.example", "Birch.testserver"]}, "hosts", "The host name birch.testserver belongs to another"),
    ],
)
def test_taken_names_are_refused_in_words(fleet: TwoLenders, wishes: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(Conflict, match=says) as refused:
        provision(**wishes)

    assert (list(refused.value.fields), left()) == ([field], 2)


@pytest.mark.parametrize("field", ["slug", "hosts"])
def test_of_two_who_want_one_name_at_once_one_is_refused_in_words(fleet: TwoLenders, field: str) -> None:
    def ask(number: int) -> str:
        hosts = ["shared.example" if field == "hosts" else f"{number}.example"]
        return provision("maple" if field == "slug" else f"maple-{number}", hosts=hosts).slug

    results = at_once(lambda: ask(1), lambda: ask(2))

    (refused,) = [result for result in results if isinstance(result, Conflict)]
    assert (list(refused.fields), len(results)) == ([field], 2)
    assert left() == 1


def test_the_serving_login_cannot_create_anything(fleet: TwoLenders) -> None:
    refused = 0
    statements = ("CREATE SCHEMA odd", "CREATE TABLE odd (a int)", "CREATE ROLE odd", "CREATE TEMP TABLE odd (a int)")
    for statement in statements:
        for door in (in_tenant(fleet.alder), in_platform(SYSTEM, "try")):
            with door, connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                refused += 1
                cursor.execute(statement)

    assert refused == 2 * len(statements)
