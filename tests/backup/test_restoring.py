"""A lender comes back row by row, in place or under another name; the other lender notices nothing."""

from __future__ import annotations

import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test import Client

from feature_flags.sections import sections_of
from portal_api.identity.models import AuthToken, User
from portal_api.wallet.models import BankAccount
from portal_api.wallet.sealed import open_number
from portico_kernel.audit.models import AuditEntry
from portico_kernel.audit.operations import record
from portico_kernel.errors import Conflict
from tenants.backup.errors import RestoreUnderWay
from tenants.backup.restoring import go_back, restore, restore_as
from tenants.context import in_platform, in_tenant
from tenants.fleet.fingerprint import fingerprint_of
from tenants.fleet.plans import wanted
from tenants.fleet.steps import applied_in
from tenants.frozen import MoneyFrozen, refuse_while_frozen
from tenants.migrating import owner_connection
from tenants.models import Domain, Lender, LenderSchema, SchemaScript
from tenants.snapshot import snapshot_for_host
from tenants.states import SchemaState
from tests.backup.making import LOGO, House, backed_up, everything, files_of, now_of
from tests.cast import NOW, borrower
from tests.database import SYSTEM
from tests.eft.making import ACCOUNT_NUMBER


def test_under_another_name_every_row_is_the_same_and_sealed_numbers_open(house: House, tmp_path: Path) -> None:
    before, files = everything(house.elm), files_of(house.elm)
    file = backed_up(house, tmp_path)

    restored = restore_as(path=file, slug="elm-copy", hosts=["elm-copy.testserver"], actor=SYSTEM, now=NOW)

    copy = now_of("elm-copy")
    assert (copy.id != house.elm.id, copy.vault_id) == (True, house.elm.id)
    assert everything(copy) == before == everything(house.elm)
    assert files_of(copy) == files
    assert LOGO in files.values()
    assert restored.manifest.row_count == sum(len(rows) for name, rows in before.items() if name != "sequences")
    with in_tenant(copy):
        assert open_number(BankAccount.objects.get(id=house.adas.id)) == ACCOUNT_NUMBER


def test_in_place_what_came_later_is_set_aside_and_the_way_back_brings_it_again(house: House, tmp_path: Path) -> None:
    before, firs = everything(house.elm), everything(house.fir)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        borrower("dora@example.com", "Dora Later")
    after = everything(house.elm)

    restore(path=file, actor=SYSTEM, now=NOW)
    restored = now_of("elm")
    states = dict(LenderSchema.objects.using("owner").values_list("schema_name", "state"))
    here = everything(restored)
    back = go_back(lender=restored, actor=SYSTEM, now=NOW)

    assert here == before
    assert (states[house.elm.schema_name], states[restored.schema_name]) == (SchemaState.SET_ASIDE, SchemaState.TAKEN)
    assert (back.schema_name, everything(back)) == (house.elm.schema_name, after)
    assert everything(house.fir) == firs
    with in_tenant(back):
        assert User.objects.filter(email="dora@example.com").count() == 1


def test_a_copy_is_served_on_its_own_host_with_payments_not_offered(house: House, tmp_path: Path) -> None:
    before = [status_at("elm.testserver"), status_at("copy.testserver")]
    offered_before = offered_at("elm.testserver")

    restore_as(path=backed_up(house, tmp_path), slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW)

    assert (before, status_at("elm.testserver"), status_at("copy.testserver")) == ([200, 404], 200, 200)
    assert ("payments" in offered_before, "payments" in offered_at("elm.testserver")) == (True, True)
    assert "payments" not in offered_at("copy.testserver")


def test_a_restore_in_place_is_seen_by_every_process_at_once_and_ends_sessions(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        AuthToken.objects.create(user=house.cast.ada, audience="portal", created=NOW, last_seen_at=NOW)
    file = backed_up(house, tmp_path)
    seen = ["payments" in offered_at("elm.testserver")]

    restore(path=file, actor=SYSTEM, now=NOW)
    seen.append("payments" in offered_at("elm.testserver"))
    back = go_back(lender=now_of("elm"), actor=SYSTEM, now=NOW)

    assert (seen, "payments" in offered_at("fir.testserver")) == ([True, False], True)
    with in_tenant(back):
        assert (AuthToken.objects.count(), User.objects.filter(email="ada@example.com").count()) == (0, 1)


def offered_at(host: str) -> frozenset[str]:
    snapshot = snapshot_for_host(host)
    assert snapshot is not None
    return sections_of(snapshot).offered


def status_at(host: str) -> int:
    return Client().get("/", headers={"host": host}).status_code


def test_new_rows_of_a_restored_lender_do_not_meet_old_numbers(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True)[0]

    restore(path=backed_up(house, tmp_path), actor=SYSTEM, now=NOW)

    with in_tenant(now_of("elm")):
        record(actor=SYSTEM, now=NOW, action="a", object_kind="k", object_id="1", summary="s")
        assert AuditEntry.objects.get(action="a").id == last + 1


@pytest.mark.parametrize(
    ("slug", "host", "sentence"),
    [
        ("fir", "new.testserver", "There is a lender called “fir” already"),
        ("elm-copy", "fir.testserver", "fir.testserver belongs to another lender already"),
        ("Not a slug", "new.testserver", "A short name has"),
        ("elm-copy", "no host", "is no host name"),
    ],
)
def test_a_copy_with_names_that_cannot_be_is_refused_in_words(
    house: House, tmp_path: Path, slug: str, host: str, sentence: str
) -> None:
    file = backed_up(house, tmp_path)
    schemas = LenderSchema.objects.using("owner").count()

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", str(file), "--as", slug, "--host", host, stdout=StringIO())
    assert LenderSchema.objects.using("owner").count() == schemas


def test_a_host_that_is_taken_while_the_rows_are_read_leaves_nothing(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    schemas = LenderSchema.objects.using("owner").count()

    def meanwhile(items: list[str], _: str) -> list[str]:
        with in_platform(SYSTEM, "take the host"):
            Domain.objects.filter(domain="fir.testserver").update(domain="copy.testserver")
        return items

    with pytest.raises(Conflict, match="belongs to another lender already"):
        restore_as(path=file, slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW, watch=meanwhile)
    assert LenderSchema.objects.using("owner").count() == schemas
    assert Lender.objects.using("owner").filter(slug="elm-copy").count() == 0


def test_of_two_restores_at_once_one_is_told_of_the_other(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    raised: list[Exception] = []

    def rival() -> None:
        try:
            restore(path=file, actor=SYSTEM, now=NOW)
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    def meanwhile(items: list[str], _: str) -> list[str]:
        if not raised:
            thread = threading.Thread(target=rival)
            thread.start()
            thread.join(30)
        return items

    restored = restore(path=file, actor=SYSTEM, now=NOW, watch=meanwhile)

    assert [type(error) for error in raised] == [RestoreUnderWay]
    assert now_of("elm").schema_name == restored.lender.schema_name


def test_a_payment_that_is_being_confirmed_is_waited_for_and_the_next_is_refused(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    holds, let_go = threading.Event(), threading.Event()
    order: list[str] = []

    def confirming() -> None:
        with in_tenant(house.elm), transaction.atomic():
            refuse_while_frozen()
            holds.set()
            let_go.wait(30)
            order.append("confirmed")
        connections.close_all()

    thread = threading.Thread(target=confirming)
    thread.start()
    holds.wait(30)
    threading.Timer(1.0, let_go.set).start()
    restore(path=file, actor=SYSTEM, now=NOW)
    order.append("restored")
    thread.join(30)

    assert order == ["confirmed", "restored"]
    # As a process does that has not heard of it: it still stands in the rows that were set aside.
    with in_tenant(house.elm), transaction.atomic(), pytest.raises(MoneyFrozen):
        refuse_while_frozen()


def test_a_backup_of_an_earlier_version_is_brought_to_this_one(house: House, tmp_path: Path) -> None:
    earlier(house.elm)
    before = everything(house.elm)
    file = backed_up(house, tmp_path)

    restored = restore_as(path=file, slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW)

    row = LenderSchema.objects.using("owner").get(schema_name=restored.lender.schema_name)
    assert (row.fingerprint, row.rights) == wanted()
    after = everything(restored.lender)
    assert after.pop("idempotency_storedanswer") == []
    assert after.pop("sequences") == before.pop("sequences")
    assert after == before


def earlier(lender: Lender) -> None:
    """A schema as a version without idempotency's table had it, with the script that made it."""
    row = LenderSchema.objects.using("owner").get(schema_name=lender.schema_name)
    script = SchemaScript.objects.using("owner").get(fingerprint=row.fingerprint, rights=row.rights)
    applied = {each for each in applied_in(lender.schema_name) if each[0] != "idempotency"}
    undo = "DROP TABLE idempotency_storedanswer; DELETE FROM django_migrations WHERE app = 'idempotency'"
    with transaction.atomic(using="owner"), owner_connection().cursor() as cursor:
        cursor.execute(f'SET LOCAL search_path TO "{lender.schema_name}"')
        cursor.execute(undo)
    row.fingerprint, row.rights = fingerprint_of(applied), "earlier"
    SchemaScript.objects.using("owner").get_or_create(
        fingerprint=row.fingerprint, rights="earlier", defaults={"sql": f"{script.sql}\n;\n{undo}", "made_at": NOW}
    )
    row.save(using="owner")


def test_a_backup_of_a_later_version_is_refused(house: House, tmp_path: Path) -> None:
    with owner_connection().cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {house.elm.schema_name}.django_migrations (app, name, applied)"
            " VALUES ('payments', '0099_tomorrow', now())"
        )
    file = backed_up(house, tmp_path)

    with pytest.raises(CommandError, match=r"payments.0099_tomorrow, which this version does not know"):
        call_command("restore", str(file), stdout=StringIO())
    assert now_of("elm").schema_name == house.elm.schema_name


def test_what_the_operator_types_and_reads(house: House, tmp_path: Path) -> None:
    file = backed_up(house, tmp_path)
    out = StringIO()
    call_command("restore", str(file), stdout=out)
    call_command("restore", "--back", "elm", stdout=out)

    first, second = out.getvalue().splitlines()
    assert first.startswith("elm stands as on 2026-11-10 15:00 UTC: ")
    assert "“portico restore --back elm” brings it back. Its money is frozen: run “portico thaw elm”." in first
    assert second == "elm is what it was before its last restore. Its money is frozen: run “portico thaw elm”."
    for words, sentence in (
        ((), "Name the backup's file"),
        ((str(file), "--as", "x"), "A copy needs both"),
        (("--back", "fir"), "was not restored in place"),
        (("--back", "nobody"), "no lender called"),
        (("/nowhere/file",), "cannot be read"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("restore", *words, stdout=out)
