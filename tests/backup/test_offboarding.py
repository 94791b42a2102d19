"""A lender leaves, comes back, or is removed; the other one goes on."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from branding.published.models import BrandAsset
from feature_flags.tickets.models import Ticket
from portal_api.eft.register.queries import files_of_vault
from portal_api.identity.models import AuthToken
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from portico_kernel.storage import storage
from tenants.backup.errors import CannotLeave
from tenants.backup.offboarding import KEPT_FOR, come_back, offboard, purge
from tenants.backup.restoring import restore, restore_as
from tenants.backup.taking import back_up
from tenants.context import in_platform, in_tenant
from tenants.frozen import money_frozen
from tenants.models import Configuration, Domain, Lender, LenderSchema, Site
from tenants.outbox import run_due
from tests.backup.making import House, backed_up, everything, files_of, now_of
from tests.cast import NOW
from tests.database import SYSTEM
from tests.eft.making import SETTLING

MONTH_LATER = NOW + KEPT_FOR


def left(house: House, folder: Path) -> Path:
    return offboard(lender=house.elm, reason="Contract ended.", folder=folder, actor=SYSTEM, now=NOW).path


def status_at(slug: str) -> int:
    return Client().get("/", headers={"host": f"{slug}.testserver"}).status_code


def test_who_left_is_not_found_signed_out_and_rests_and_who_comes_back_goes_on(house: House, tmp_path: Path) -> None:
    with in_tenant(house.elm):
        AuthToken.objects.create(user=house.cast.ada, audience="portal", created=NOW, last_seen_at=NOW)
    before = everything(house.elm)
    seen = [(status_at("elm"), status_at("fir"))]

    left(house, tmp_path)
    seen.append((status_at("elm"), status_at("fir")))
    run_due(now=SETTLING)
    with in_platform(SYSTEM, "look at the outbox"):
        done = set(OutboxEntry.objects.filter(done_at__isnull=False).values_list("lender_id", flat=True))
    back = come_back(lender=now_of("elm"), reason="", actor=SYSTEM, now=NOW)
    seen.append((status_at("elm"), status_at("fir")))

    assert seen == [(200, 200), (404, 200), (200, 200)]
    assert done == {house.fir.id}
    assert everything(back) == before
    with in_tenant(back):
        assert (AuthToken.objects.count(), money_frozen(back)) == (0, None)
    with in_platform(SYSTEM, "read the audit"):
        actions = AuditEntry.objects.filter(object_id=str(house.elm.id)).order_by("id").values_list("action", flat=True)
        assert list(actions)[-3:] == ["lender.offboarded", "lender.backed_up", "lender.came_back"]


def test_a_purged_lender_leaves_the_register_and_the_audit_and_comes_back_from_its_backup(
    house: House, tmp_path: Path
) -> None:
    with in_tenant(house.elm):
        ticket = Ticket.objects.create(
            lender_id=house.elm.id, section="payments", wants_on=False, message="m", opened_at=NOW, opened_by="Sam"
        )
        BrandAsset.objects.create(
            lender_id=house.elm.id,
            content_hash="e" * 32,
            content_type="image/png",
            width=1,
            height=1,
            content=b"p",
            created_at=NOW,
        )
    restore(path=backed_up(house, tmp_path), actor=SYSTEM, now=NOW)  # leaves a schema that was set aside
    elm = now_of("elm")
    before, files, firs = everything(elm), files_of(elm), (everything(house.fir), files_of(house.fir))
    file = offboard(lender=elm, reason="Over.", folder=tmp_path, actor=SYSTEM, now=NOW).path

    gone = purge(lender=now_of("elm"), backup=file, reason="", actor=SYSTEM, now=MONTH_LATER)
    schemas = set(LenderSchema.objects.using("owner").values_list("schema_name", flat=True))
    left = [
        model.objects.using("owner").filter(lender_id=elm.id).count() for model in (BrandAsset, Site, Configuration)
    ]
    nothing = (files_of(elm), Lender.objects.using("owner").filter(slug="elm").count(), status_at("elm"))
    with in_platform(SYSTEM, "see what stays"):
        stays = (len(files_of_vault(elm.vault_id)), Ticket.objects.filter(number=ticket.number).count())
    restore(path=file, actor=SYSTEM, now=MONTH_LATER)

    back = now_of("elm")
    assert left == [0, 0, 0]
    assert BrandAsset.objects.using("owner").filter(lender_id=back.id).count() == 1
    assert (gone.schemas, gone.files, nothing, stays) == (2, len(files), ({}, 0, 404), (1, 1))
    assert not schemas & {house.elm.schema_name, elm.schema_name}
    assert (back.id, everything(back), files_of(back), status_at("elm")) == (elm.id, before, files, 200)
    assert (everything(house.fir), files_of(house.fir)) == firs
    Ticket.objects.using("owner").all().delete()


def test_a_purge_waits_a_month_and_wants_the_last_backup(house: House, tmp_path: Path) -> None:
    early = back_up(lender=house.elm, target=tmp_path / "early", actor=SYSTEM, now=NOW - timedelta(days=1)).path
    with pytest.raises(CannotLeave, match="is live"):
        purge(lender=house.elm, backup=early, reason="", actor=SYSTEM, now=NOW)
    last = left(house, tmp_path)
    others = back_up(lender=house.fir, target=tmp_path / "fir", actor=SYSTEM, now=MONTH_LATER).path

    elm = now_of("elm")
    with pytest.raises(CannotLeave, match="Purge it from 2026-12-10 on"):
        purge(lender=elm, backup=last, reason="", actor=SYSTEM, now=MONTH_LATER - timedelta(seconds=1))
    for other in (early, others):
        with pytest.raises(CannotLeave, match="not elm's last"):
            purge(lender=elm, backup=other, reason="", actor=SYSTEM, now=MONTH_LATER)
    assert everything(elm)["payments_payment"] != []
    assert purge(lender=elm, backup=last, reason="A court says so.", actor=SYSTEM, now=NOW).schemas == 1


def test_files_that_a_copy_needs_stay_and_an_original_comes_back_frozen(house: House, tmp_path: Path) -> None:
    last = left(house, tmp_path)
    restore_as(path=last, slug="elm-copy", hosts=["copy.testserver"], actor=SYSTEM, now=NOW)
    back = come_back(lender=now_of("elm"), reason="", actor=SYSTEM, now=NOW)
    again = offboard(lender=back, reason="Over.", folder=tmp_path / "again", actor=SYSTEM, now=NOW).path
    files = files_of(back)

    gone = purge(lender=now_of("elm"), backup=again, reason="", actor=SYSTEM, now=MONTH_LATER)

    assert back.money_frozen_at == NOW
    assert (gone.files, files_of(now_of("elm-copy"))) == (0, files)
    assert list(storage().keys_of(house.elm)) == list(files)
    assert Domain.objects.using("owner").filter(domain="elm.testserver").count() == 0


def test_what_the_operator_types_and_reads(house: House, tmp_path: Path) -> None:
    out = StringIO()
    call_command("offboard", "elm", "--reason", "Over.", "--folder", str(tmp_path), stdout=out)
    (file,) = tmp_path.glob("*.portico-backup")
    for words, sentence in (
        (("elm", "--reason", "Over."), "was offboarded on"),
        (("elm", "--purge"), "add --confirm elm"),
        (("elm", "--purge", "--confirm", "elm"), "the only way back"),
        (("elm", "--purge", "--confirm", "elm", "--backup", str(file)), "less than 30 days ago"),
        (("fir",), "Say why the lender leaves"),
        (("fir", "--back"), "is not offboarded"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("offboard", *words, stdout=out)
    call_command("offboard", "elm", "--back", stdout=out)

    assert f"Its last backup is {file}: keep it." in out.getvalue()
    assert out.getvalue().endswith("elm is on again.\n")
