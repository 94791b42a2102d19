"""The way in and out of both consoles."""

from __future__ import annotations

import pytest
from django.test import Client

from portal_api.identity.models import AuthToken
from tenants.context import in_tenant
from tests.cast import PASSWORD, Cast
from tests.console.browsing import SUPPORT_HOST, browser, signed_in, text_of
from tests.console.conftest import Desks


def test_staff_sign_in_and_land_on_the_start_page(cast: Cast) -> None:
    client = signed_in(browser(cast.lenders.alder), cast.sam)

    page = client.get("/console/")

    assert page.status_code == 200
    assert "Good to see you, Sam Ortiz" in text_of(page)


def test_a_wrong_password_says_so_and_keeps_the_email(cast: Cast) -> None:
    page = browser(cast.lenders.alder).post("/console/sign-in", {"email": "sam@alder.test", "password": "wrong"})

    assert page.status_code == 401
    assert "do not belong together" in text_of(page)
    assert 'value="sam@alder.test"' in page.content.decode()


def test_staff_of_another_lender_are_nobody_here(cast: Cast) -> None:
    page = browser(cast.lenders.alder).post("/console/sign-in", {"email": "tom@birch.test", "password": PASSWORD})

    assert page.status_code == 401


def test_a_token_of_another_lender_opens_nothing(cast: Cast) -> None:
    tom = signed_in(browser(cast.lenders.birch), cast.tom)
    thief = browser(cast.lenders.alder)
    thief.cookies = tom.cookies

    page = thief.get("/console/")

    assert page.status_code == 302
    assert page["Location"].startswith("/console/sign-in")


def test_a_borrower_does_not_get_into_the_console(cast: Cast) -> None:
    page = browser(cast.lenders.alder).post("/console/sign-in", {"email": "ada@example.com", "password": PASSWORD})

    assert page.status_code == 401


def test_after_signing_in_one_is_where_one_wanted_to_be(cast: Cast) -> None:
    client = browser(cast.lenders.alder)
    asked = client.get("/console/sections/?a=1")

    answer = client.post(asked["Location"], {"email": "sam@alder.test", "password": PASSWORD})

    assert asked["Location"] == "/console/sign-in?next=%2Fconsole%2Fsections%2F%3Fa%3D1"
    assert answer["Location"] == "/console/sections/?a=1"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/accounts",
        "javascript:alert(1)",
        "/console/\n//x",
    ],
)
def test_signing_in_never_leads_out_of_the_console(cast: Cast, wanted: str) -> None:
    client = browser(cast.lenders.alder)

    answer = client.post("/console/sign-in", {"email": "sam@alder.test", "password": PASSWORD, "next": wanted})

    assert answer["Location"] == "/console/"


def test_signing_out_ends_the_session_itself(desks: Desks) -> None:
    desks.admin.post("/console/sign-out")

    with in_tenant(desks.cast.lenders.alder):
        assert AuthToken.objects.filter(user=desks.cast.sam).count() == 0
    assert desks.admin.get("/console/").status_code == 302


def test_opening_the_address_of_signing_out_ends_nothing(desks: Desks) -> None:
    desks.admin.get("/console/sign-out")

    assert desks.admin.get("/console/").status_code == 200


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "alder.testserver"})

    answer = client.post("/console/sign-in", {"email": "sam@alder.test", "password": PASSWORD})

    assert answer.status_code == 403
    with in_tenant(cast.lenders.alder):
        assert AuthToken.objects.count() == 0


def test_a_form_from_another_lenders_page_is_refused(desks: Desks) -> None:
    answer = desks.admin.post("/console/sign-out", headers={"origin": "http://birch.testserver"})

    assert answer.status_code == 403
    assert desks.admin.get("/console/").status_code == 200


def test_support_signs_in_on_the_operators_host_only(desks: Desks) -> None:
    page = desks.support.get("/tickets/")
    elsewhere = browser("alder.testserver").post(
        "/console/sign-in", {"email": "rita@portico.test", "password": PASSWORD}
    )

    assert page.status_code == 200
    assert elsewhere.status_code == 401


def test_the_support_host_shows_no_page_to_a_stranger(desks: Desks) -> None:
    stranger = browser(SUPPORT_HOST)

    answers = [stranger.get(path) for path in ("/tickets/", "/lenders/", "/history/")]

    assert [a.status_code for a in answers] == [302, 302, 302]
    assert [a["Location"].split("?")[0] for a in answers] == ["/sign-in"] * 3
