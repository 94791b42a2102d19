"""One's own login on either console: the password, the other sessions, and a session that was left alone."""

from __future__ import annotations

import pytest
from django.test import Client

from portal_api.identity.models import AuthToken
from portal_api.notices.models import Notice
from tenants.context import in_tenant
from tests.cast import PASSWORD
from tests.console.browsing import SUPPORT_HOST, browser, signed_in, text_of
from tests.console.conftest import Desks

GOOD = "a long new password"


def test_staff_change_their_password_and_other_sessions_end(desks: Desks) -> None:
    elsewhere = signed_in(browser(desks.cast.lenders.alder), desks.cast.sam)

    page = desks.admin.post("/console/password", {"current_password": PASSWORD, "password": GOOD}, follow=True)

    assert "Your password is changed. Other devices were logged out." in text_of(page)
    assert elsewhere.get("/console/")["Location"] == "/console/sign-in?next=%2Fconsole%2F"
    assert desks.viewer.get("/console/").status_code == 200
    with in_tenant(desks.cast.lenders.alder):
        assert Notice.objects.get(kind="password_changed").to_email == "sam@alder.test"
        assert AuthToken.objects.filter(user=desks.cast.sam).count() == 1


def test_support_changes_its_password(desks: Desks) -> None:
    desks.support.post("/password", {"current_password": PASSWORD, "password": GOOD})

    fresh = browser(SUPPORT_HOST)
    assert fresh.post("/sign-in", {"email": "rita@portico.test", "password": PASSWORD}).status_code == 401
    assert fresh.post("/sign-in", {"email": "rita@portico.test", "password": GOOD}).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        pytest.param("not mine", GOOD, "This is not your current password.", id="the current one is wrong"),
        pytest.param(PASSWORD, "short", "Use at least 12 characters.", id="the new one is weak"),
        pytest.param("", GOOD, "Enter your current password.", id="the current one is missing"),
    ],
)
def test_a_password_that_cannot_be_changed_is_told_beside_its_field(
    desks: Desks, current: str, new: str, said: str
) -> None:
    page = desks.agent.post("/console/password", {"current_password": current, "password": new})

    assert page.status_code == 422
    assert said in text_of(page)
    assert (
        browser(desks.cast.lenders.alder)
        .post("/console/sign-in", {"email": "ana@alder.test", "password": PASSWORD})
        .headers["Location"]
        == "/console/"
    )


def test_logging_out_everywhere_ends_every_session_of_the_login_alone(desks: Desks) -> None:
    elsewhere = signed_in(browser(desks.cast.lenders.alder), desks.cast.sam)

    desks.admin.post("/console/sign-out", {"everywhere": "yes"})

    assert [who.get("/console/").status_code for who in (desks.admin, elsewhere, desks.agent)] == [302, 302, 200]


@pytest.mark.parametrize(("desk", "base"), [("viewer", "/console/"), ("support", "/")])
def test_typing_keeps_a_session(desks: Desks, desk: str, base: str) -> None:
    client: Client = getattr(desks, desk)

    assert client.post(f"{base}session").status_code == 204
    assert client.get(f"{base}session").status_code == 405


def test_a_session_that_was_left_alone_ends_in_words_and_leads_back(desks: Desks) -> None:
    answer = desks.admin.post("/console/sign-out", {"ended": "idle", "next": "/console/staff/"})

    assert answer["Location"] == "/console/sign-in?next=%2Fconsole%2Fstaff%2F"
    page = desks.admin.get(answer["Location"])
    assert "You were logged out because nothing happened for a while." in text_of(page)
    assert 'name="next" value="/console/staff/"' in page.content.decode()


def test_a_session_that_was_left_alone_never_leads_out_of_the_console(desks: Desks) -> None:
    answer = desks.admin.post("/console/sign-out", {"ended": "idle", "next": "//evil.example/"})

    assert answer["Location"] == "/console/sign-in?next=%2Fconsole%2F"


@pytest.mark.parametrize(
    ("desk", "path", "status"),
    [
        ("admin", "/console/nowhere", 404),
        ("admin", "/console/tickets/999/", 404),
        ("viewer", "/console/audit/", 403),
        ("support", "/nowhere", 404),
        ("support", "/tickets/999/", 404),
    ],
)
def test_an_error_page_keeps_the_menu_of_whoever_is_signed_in(desks: Desks, desk: str, path: str, status: int) -> None:
    page = getattr(desks, desk).get(path)

    assert page.status_code == status
    assert "Log out" in text_of(page)


@pytest.mark.parametrize("host", ["alder.testserver", SUPPORT_HOST])
def test_an_unknown_address_shows_strangers_no_menu(desks: Desks, host: str) -> None:
    page = browser(host).get("/console/nowhere")

    assert page.status_code == 404
    assert "We could not find that page" in text_of(page)
    assert "Log out" not in text_of(page)
