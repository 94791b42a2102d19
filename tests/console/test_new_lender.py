"""Support makes a lender live with one form: what is there afterwards, and what is not where something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from admin_console.shared.templatetags.console import zone_words
from admin_console.support.zones import zone_choices
from portal_api.identity.models import User
from portal_api.identity.states import StaffRole
from portal_api.notices.models import Notice
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tenants.fleet.spares import fill_pool
from tenants.models import Domain, Lender, LenderSchema
from tenants.states import SchemaState
from tests.cast import NOW
from tests.console.browsing import SUPPORT_HOST, browser, text_of
from tests.console.conftest import Desks
from tests.database import LONG_AGO, SYSTEM

NEW = "/lenders/new"
BASE = settings.PORTICO_BASE_HOST
FORM = {
    "form": "5f0c2a52-4c5e-4f0e-9d3b-5a1f6a1f0c11",
    "name": "Maple Street Credit",
    "slug": "maple",
    "time_zone": "America/Chicago",
    "admin_name": "Pat Lee",
    "admin_email": "pat@maple.test",
}


@pytest.fixture
def places(db: object) -> None:
    """Two spare schemas, made by the owner for good."""
    fill_pool(want=2, now=LONG_AGO)


def maple() -> Lender | None:
    with in_platform(SYSTEM, "look"):
        return Lender.objects.filter(slug="maple").first()


def made() -> Lender:
    lender = maple()
    assert lender is not None
    return lender


def lender_count() -> int:
    with in_platform(SYSTEM, "count"):
        return Lender.objects.count()


def invitations(lender: Lender) -> list[tuple[str, str]]:
    with in_tenant(lender):
        return list(Notice.objects.filter(kind="invitation").order_by("id").values_list("to_name", "to_email"))


def administrators(lender: Lender) -> dict[str, bool]:
    with in_tenant(lender):
        return dict(User.objects.filter(role=StaffRole.ADMIN).values_list("email", "is_active"))


@pytest.mark.usefixtures("places")
def test_one_form_makes_a_lender_live(desks: Desks) -> None:
    answer = desks.support.post(NEW, FORM, follow=True)

    said = text_of(answer)
    assert "Maple Street Credit is live. An invitation is on its way to pat@maple.test." in said
    assert answer.redirect_chain == [(f"/lenders/{made().id}/", 302)]
    assert f'href="http://maple.{BASE}/"' in answer.content.decode()
    sign_in = browser(made()).get("/sign-in").content.decode()
    assert "Maple Street Credit" in sign_in
    assert browser(made()).get("/console/sign-in").status_code == 200
    assert invitations(made()) == [("Pat Lee", "pat@maple.test")]
    assert administrators(made()) == {"pat@maple.test": True}


@pytest.mark.usefixtures("places")
def test_no_other_lender_gets_the_new_ones_administrator(desks: Desks) -> None:
    desks.support.post(NEW, FORM)

    for other in (desks.cast.lenders.alder, desks.cast.lenders.birch):
        assert "pat@maple.test" not in administrators(other)
        assert invitations(other) == []


@pytest.mark.usefixtures("places")
def test_both_logs_say_who_made_the_lender_and_from_where(desks: Desks) -> None:
    desks.support.post(NEW, FORM, REMOTE_ADDR="203.0.113.9")

    with in_platform(SYSTEM, "look"):
        rows = AuditEntry.objects.filter(object_id=str(made().id)).order_by("id")
        assert list(rows.values_list("action", "actor_label")) == [
            ("lender.provisioned", "Rita Moss"),
            ("lender.opened", "Rita Moss"),
        ]
        assert rows.last().facts == {  # type: ignore[union-attr]  # there are two
            "address": "203.0.113.9",
            "hosts": [f"maple.{BASE}"],
            "time_zone": "America/Chicago",
            "administrator": "Pat Lee",
            "administrator_email": "pat@maple.test",
            "form": FORM["form"],
        }
    with in_tenant(made()):
        inside = AuditEntry.objects.filter(action="user.invited")
        assert list(inside.values_list("actor_kind", "actor_label")) == [("support", "Rita Moss")]


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("links", "primary"), [({}, f"maple.{BASE}"), ({"links_to_own_domain": "on"}, "pay.maple.test")]
)
def test_its_own_domain_works_and_is_in_links_if_support_says_so(
    desks: Desks, links: dict[str, str], primary: str
) -> None:
    desks.support.post(NEW, {**FORM, "own_domain": " Pay.Maple.test ", **links})

    with in_platform(SYSTEM, "look"):
        hosts = dict(Domain.objects.filter(tenant=made()).values_list("domain", "is_primary"))
    assert hosts == {f"maple.{BASE}": False, "pay.maple.test": False, primary: True}
    assert browser("pay.maple.test").get("/sign-in").status_code == 200


WRONG: list[tuple[dict[str, str], int, str]] = [
    ({"name": " "}, 422, "Name: Enter a name."),
    ({"slug": "Maple Street"}, 422, "Short name: A short name has 2 to 40 lower-case letters"),
    ({"slug": "alder"}, 409, "Short name: There is a lender called “alder” already."),
    ({"slug": "console"}, 422, f"Short name: console.{BASE} is the deployment's own."),
    ({"own_domain": "https://pay.maple.test/"}, 422, "Its own domain: “https://pay.maple.test/” is no host name."),
    ({"own_domain": f"birch.{BASE}"}, 409, f"Its own domain: The host name birch.{BASE} belongs to another lender"),
    ({"links_to_own_domain": "on"}, 422, "Its own domain: Enter the domain that links should use."),
    ({"time_zone": ""}, 422, "Time zone: Choose one of these."),
    ({"time_zone": "Mars/Base"}, 422, "Time zone: That choice is not offered any more."),
    ({"admin_name": ""}, 422, "Administrator's name: Enter an administrator's name."),
    ({"admin_email": "pat"}, 422, "Administrator's email: Enter an email address, like name@example.com."),
]


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(("typed", "status", "said"), WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(
    desks: Desks, typed: dict[str, str], status: int, said: str
) -> None:
    before = lender_count()

    page = desks.support.post(NEW, {**FORM, **typed})

    assert page.status_code == status
    assert said in text_of(page)
    assert lender_count() == before


def test_what_was_typed_is_kept_with_the_forms_own_id(desks: Desks) -> None:
    page = desks.support.post(NEW, {**FORM, "slug": "alder", "own_domain": "pay.maple.test"}).content.decode()

    for value in ("Maple Street Credit", "alder", "pay.maple.test", "Pat Lee", "pat@maple.test", FORM["form"]):
        assert f'value="{value}"' in page
    assert '<option value="America/Chicago" selected>Central Time</option>' in page


@pytest.mark.usefixtures("places")
def test_the_same_form_twice_makes_one_lender_and_one_invitation(desks: Desks) -> None:
    first = desks.support.post(NEW, FORM)
    before = lender_count()

    again = desks.support.post(NEW, FORM)

    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert lender_count() == before
    assert invitations(made()) == [("Pat Lee", "pat@maple.test")]


@pytest.mark.usefixtures("places")
def test_another_form_with_the_same_short_name_is_refused(desks: Desks) -> None:
    desks.support.post(NEW, FORM)

    page = desks.support.post(NEW, {**FORM, "form": "another", "admin_email": "mallory@maple.test"})

    assert page.status_code == 409
    assert administrators(made()) == {"pat@maple.test": True}


def test_every_zone_that_is_offered_reads_the_same_on_the_lenders_page() -> None:
    groups = dict(zone_choices())

    assert [zone_words(key) for key, _ in groups["United States"]] == [label for _, label in groups["United States"]]
    assert ("America/Indiana/Knox", "Knox, Indiana") in groups["America"]
    assert ("Europe/London", "London") in groups["Europe"]


def test_every_form_that_is_opened_has_an_id_of_its_own(desks: Desks) -> None:
    pages = [desks.support.get(NEW).content.decode() for _ in range(2)]
    ids = {page.split('name="form" value="')[1].split('"')[0] for page in pages}

    assert len(ids) == 2


@pytest.mark.usefixtures("places")
def test_without_a_place_nothing_is_made_and_the_same_form_works_later(desks: Desks) -> None:
    spare = LenderSchema.objects.filter(state=SchemaState.SPARE)
    with in_platform(SYSTEM, "take every place"):
        taken = list(spare.values_list("id", flat=True))
        spare.update(state=SchemaState.SET_ASIDE)

    opened = text_of(desks.support.get(NEW))
    refused = desks.support.post(NEW, FORM)
    none_yet = maple()
    with in_platform(SYSTEM, "give them back"):
        LenderSchema.objects.filter(id__in=taken).update(state=SchemaState.SPARE)
    later = desks.support.post(NEW, FORM)

    assert "No place is ready for another lender just now" in opened
    assert refused.status_code == 503
    assert "so nothing was made" in text_of(refused)
    assert "portico spares --keep 10" in text_of(refused)
    assert 'value="Maple Street Credit"' in refused.content.decode()
    assert none_yet is None
    assert later["Location"] == f"/lenders/{made().id}/"


@contextmanager
def no_logins_in_the_next_place() -> Iterator[None]:
    """The next place's role may not add logins, as the owner sees to it; its rights come back at the end."""
    with in_platform(SYSTEM, "find the next place"):
        schema = LenderSchema.objects.filter(state=SchemaState.SPARE).order_by("made_at", "id")[0]
    names = f'"{schema.schema_name}".identity_user', f'"{schema.db_role}"'
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON {} FROM {}".format(*names))
        try:
            yield
        finally:
            cursor.execute("GRANT INSERT ON {} TO {}".format(*names))


@pytest.mark.usefixtures("places")
def test_where_only_the_invitation_fails_that_is_said_and_it_can_be_sent_again(desks: Desks) -> None:
    with no_logins_in_the_next_place():
        page = desks.support.post(NEW, FORM, follow=True)
    form = {"name": "Pat Lee", "email": "pat@maple.test"}
    again = desks.support.post(f"/lenders/{made().id}/administrator", form, follow=True)

    said = text_of(page)
    assert "Maple Street Credit is live, but the invitation could not be sent." in said
    assert "Nobody has been invited yet." in said
    assert 'value="pat@maple.test"' in page.content.decode()
    assert "An invitation is on its way to pat@maple.test." in text_of(again)
    assert invitations(made()) == [("Pat Lee", "pat@maple.test")]


@pytest.mark.usefixtures("places")
def test_sending_the_form_again_also_finishes_what_had_failed(desks: Desks) -> None:
    with no_logins_in_the_next_place():
        desks.support.post(NEW, FORM)

    again = desks.support.post(NEW, FORM, follow=True)

    assert "Maple Street Credit is live. An invitation is on its way to pat@maple.test." in text_of(again)
    assert administrators(made()) == {"pat@maple.test": True}


def test_a_form_from_elsewhere_makes_nothing(desks: Desks) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": SUPPORT_HOST})
    strict.cookies.update(desks.support.cookies)

    answers = [strict.post(NEW, FORM), strict.post(NEW, FORM, headers={"origin": "http://evil.example"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert maple() is None


@pytest.mark.usefixtures("places")
def test_nobody_but_support_makes_a_lender_or_names_an_administrator(desks: Desks) -> None:
    alder = desks.cast.lenders.alder
    strangers = {"nobody": browser(SUPPORT_HOST), "staff": browser(SUPPORT_HOST)}
    strangers["staff"].cookies.update(desks.admin.cookies)
    naming = f"/lenders/{alder.id}/administrator"

    answers: dict[str, Any] = {
        f"{who} {path}": client.post(path, {**FORM, "email": "mallory@alder.test"}).headers.get("Location")
        for who, client in strangers.items()
        for path in (NEW, naming)
    }
    at_home = desks.admin.post(NEW, FORM)

    assert set(answers.values()) == {"/sign-in"}
    assert at_home.status_code == 404
    assert maple() is None
    assert administrators(alder) == {"sam@alder.test": True}


@pytest.mark.usefixtures("places")
def test_the_invitation_goes_again_to_the_same_person(desks: Desks) -> None:
    desks.support.post(NEW, FORM)

    page = desks.support.get(f"/lenders/{made().id}/")
    desks.support.post(f"/lenders/{made().id}/administrator", {"name": "Pat Lee", "email": "PAT@maple.test"})

    assert "Invited, and no password chosen yet: Pat Lee (pat@maple.test)." in text_of(page)
    assert invitations(made()) == [("Pat Lee", "pat@maple.test")] * 2
    with in_platform(SYSTEM, "look"):
        last = AuditEntry.objects.filter(object_id=str(made().id)).order_by("id").last()
        assert last is not None
        assert (last.action, last.actor_label) == ("lender.administrator_invited", "Rita Moss")
        assert last.facts == {"address": "127.0.0.1", "email": "pat@maple.test"}


@pytest.mark.usefixtures("places")
def test_inviting_somebody_else_ends_the_first_invitation_and_coming_back_works(desks: Desks) -> None:
    desks.support.post(NEW, FORM)
    path = f"/lenders/{made().id}/administrator"

    desks.support.post(path, {"name": "Kim Day", "email": "kim@maple.test"})
    after_kim = administrators(made())
    desks.support.post(path, {"name": "Pat Lee", "email": "pat@maple.test"})

    assert after_kim == {"pat@maple.test": False, "kim@maple.test": True}
    assert administrators(made()) == {"pat@maple.test": True, "kim@maple.test": False}


def test_support_names_nobody_where_an_administrator_is_in(desks: Desks) -> None:
    alder = desks.cast.lenders.alder
    form = {"name": "Mal Lory", "email": "mallory@alder.test"}

    page = desks.support.post(f"/lenders/{alder.id}/administrator", form)

    assert page.status_code == 409
    assert "An administrator has signed in there already." in text_of(page)
    assert administrators(alder) == {"sam@alder.test": True}
    assert "First administrator" not in text_of(desks.support.get(f"/lenders/{alder.id}/"))


def test_a_lender_that_has_left_gets_no_administrator(desks: Desks) -> None:
    alder = desks.cast.lenders.alder
    with in_platform(SYSTEM, "off"):
        Lender.objects.filter(id=alder.id).update(offboarded_at=NOW, is_live=False)

    page = desks.support.post(f"/lenders/{alder.id}/administrator", {"name": "M", "email": "m@alder.test"})

    assert page.status_code == 409
    assert "Alder Finance has left. Nothing can be changed there." in text_of(page)


@pytest.mark.usefixtures("places")
def test_what_is_next_is_true_of_a_new_lender_and_of_one_at_work(desks: Desks) -> None:
    desks.support.post(NEW, FORM)

    new = text_of(desks.support.get(f"/lenders/{made().id}/"))
    at_work = text_of(desks.support.get(f"/lenders/{desks.cast.lenders.alder.id}/"))

    for title in (
        "Have their administrator sign in",
        "Publish their brand",
        "Complete the bank profile",
        "Import their accounts",
        "Offer payments",
        "Invite the first borrower",
    ):
        assert f"{title} Done" not in new
    for title in ("Have their administrator sign in", "Import their accounts", "Invite the first borrower"):
        assert f"{title} Done" in at_work
    assert "portico import maple FILE" in new


@pytest.mark.usefixtures("places")
def test_the_mail_is_put_in_the_outbox_of_the_new_lender_alone(desks: Desks) -> None:
    desks.support.post(NEW, FORM)

    with in_platform(SYSTEM, "look"):
        assert {row.lender_id for row in OutboxEntry.objects.all()} == {made().id}
