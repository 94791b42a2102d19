"""Signing in, out, and every way of being refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings

from portal_api.identity.models import AuthToken, User
from portal_api.identity.operations.people import set_active
from portal_api.identity.states import Audience, UserKind
from portal_api.identity.tokens import issue_token
from portico_kernel.audit.models import AuditEntry
from tenants.context import in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.database import SYSTEM
from tests.identity.browser import Browser, answer

FAILED = (401, "sign_in_failed")


def test_a_borrower_signs_in_and_is_known_at_the_next_request(cast: Cast) -> None:
    browser = Browser()

    response = browser.sign_in("ADA@example.com ", PASSWORD)

    assert (response.status_code, json.loads(response.content)) == (200, {"next": "done"})
    assert browser.is_signed_in()


def test_the_cookie_is_host_only_and_no_script_can_read_it(cast: Cast) -> None:
    cookie = Browser().sign_in("ada@example.com", PASSWORD).cookies["portico_portal"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["domain"], cookie["secure"], cookie["max-age"]) == ("", "", "")


def test_over_tls_the_cookie_has_the_host_prefix_and_is_secure(cast: Cast) -> None:
    with override_settings(PORTICO_TLS=True):
        cookie = Browser().sign_in("ada@example.com", PASSWORD).cookies["__Host-portico"]

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("ada@example.com", "not her password", id="wrong password"),
        pytest.param("nobody@example.com", PASSWORD, id="unknown"),
        pytest.param("cleo@example.com", PASSWORD, id="another lender's borrower"),
        pytest.param("sam@alder.test", PASSWORD, id="staff at the borrowers' door"),
        pytest.param("bob@example.com", PASSWORD, id="inactive"),
    ],
)
def test_every_refusal_is_the_same_answer(cast: Cast, email: str, password: str) -> None:
    with in_tenant(cast.lenders.alder):
        set_active(kind=UserKind.BORROWER, user_id=cast.bob.id, active=False, actor=SYSTEM, now=NOW)
    browser = Browser()

    response = browser.sign_in(email, password)

    assert answer(response) == FAILED
    assert json.loads(response.content)["message"] == (
        "That email and password do not belong together. Check both and try again."
    )
    assert not response.cookies


def test_one_lenders_cookie_is_nothing_at_another(cast: Cast) -> None:
    at_alder, at_birch = Browser(), Browser("birch.testserver")
    at_alder.sign_in("ada@example.com", PASSWORD)
    at_birch.client.cookies = at_alder.client.cookies

    assert answer(at_birch.post("session/touch")) == (401, "signed_out")


def test_a_staff_token_in_the_portals_cookie_lets_nobody_in(cast: Cast) -> None:
    browser = Browser()
    with in_tenant(cast.lenders.alder):
        for audience in (Audience.CONSOLE, Audience.PORTAL):
            browser.client.cookies["portico_portal"] = issue_token(
                user=cast.sam, audience=audience, address="", browser="", now=NOW
            )

            assert answer(browser.post("session/touch")) == (401, "signed_out")


def test_a_silent_browser_has_to_sign_in_again(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)
    clock.move_to(NOW + timedelta(minutes=14))
    assert browser.is_signed_in()
    clock.move_to(NOW + timedelta(minutes=28))
    assert browser.is_signed_in()

    clock.move_to(NOW + timedelta(minutes=44))

    assert answer(browser.post("session/touch")) == (401, "signed_out")


def test_signing_out_ends_this_browser_only(cast: Cast) -> None:
    here, phone = Browser(), Browser()
    here.sign_in("ada@example.com", PASSWORD)
    phone.sign_in("ada@example.com", PASSWORD)
    stolen = here.client.cookies["portico_portal"].value

    response = here.post("sign-out")

    assert (response.status_code, response.cookies["portico_portal"]["max-age"]) == (204, 0)
    here.client.cookies["portico_portal"] = stolen
    assert (here.is_signed_in(), phone.is_signed_in()) == (False, True)


def test_signing_out_everywhere_ends_every_browser_of_hers_and_no_one_elses(cast: Cast) -> None:
    here, phone, bob = Browser(), Browser(), Browser()
    here.sign_in("ada@example.com", PASSWORD)
    phone.sign_in("ada@example.com", PASSWORD)
    bob.sign_in("bob@example.com", PASSWORD)

    here.post("sign-out", {"everywhere": True})

    assert (here.is_signed_in(), phone.is_signed_in(), bob.is_signed_in()) == (False, False, True)


def test_closing_a_login_ends_its_sessions_at_once(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)

    with in_tenant(cast.lenders.alder):
        set_active(kind=UserKind.BORROWER, user_id=cast.ada.id, active=False, actor=SYSTEM, now=NOW)
        left = AuthToken.objects.filter(user=cast.ada).count()

    assert (browser.is_signed_in(), left) == (False, 0)


def test_signing_in_is_in_the_audit_log_with_its_place(cast: Cast) -> None:
    Browser().sign_in("ada@example.com", PASSWORD)

    with in_tenant(cast.lenders.alder):
        entry = AuditEntry.objects.get(action="user.signed_in", object_id=cast.ada.id)
        last_login = User.objects.get(id=cast.ada.id).last_login
    assert (entry.summary, entry.facts["address"], entry.actor_kind) == (
        "Ada Lopez signed in.",
        "198.51.100.7",
        "borrower",
    )
    assert last_login == NOW


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"email": "no address", "password": "x"}, {"email"}),
        ({"email": "ada@example.com"}, {"password"}),
        ({"email": "ada@example.com\u0000", "password": "x"}, {"email"}),
        ({"email": "ada@example.com", "password": "a" * 300}, {"password"}),
        ({"email": ["ada@example.com"], "password": {"a": 1}}, {"email", "password"}),
    ],
)
def test_a_malformed_body_names_the_fields(cast: Cast, body: dict[str, object], fields: set[str]) -> None:
    response = Browser().post("sign-in", body)

    assert (response.status_code, set(json.loads(response.content)["fields"])) == (422, fields)
