"""The wallet's host: a frame for exactly one origin, without cookies, that tells nothing about a number."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from feature_flags.models import Switch
from portal_api.wallet.captures import CaptureName, capture_id_for
from portal_api.wallet.models import BankAccount, Capture
from portal_api.wallet.numbers import UNPRINTABLE
from portal_api.wallet.operations import BegunCapture
from portal_api.wallet.words import authorisation_text
from portico.environment import REPOSITORY
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.database import LONG_AGO
from tests.eft.making import profile
from tests.switching import turn
from tests.wallet.stage import SENT, WALLET, Frame, begun, refusal, told


@pytest.fixture
def capture(cast: Cast) -> BegunCapture:
    """Ada's capture at alder, where payments are on and ready."""
    with in_tenant(cast.lenders.alder):
        profile()
        return begun(cast.ada)


def policy(header: str) -> dict[str, str]:
    """A content security policy, by directive."""
    return {part.split()[0]: " ".join(part.split()[1:]) for part in header.split(";")}


def test_only_the_page_that_asked_may_frame_it(capture: BegunCapture) -> None:
    response = Frame(capture.capture_id).show()
    rules = policy(response["Content-Security-Policy"])

    assert response.status_code == 200
    assert rules["frame-ancestors"] == "http://alder.testserver"
    assert (rules["default-src"], rules["script-src"], rules["connect-src"]) == ("'none'", "'self'", "'self'")
    assert (rules["frame-src"], rules["form-action"]) == ("'none'", "'none'")


def test_it_sets_no_cookie_and_is_not_kept(capture: BegunCapture) -> None:
    frame = Frame(capture.capture_id)
    shown, sent = frame.show(), frame.send({**SENT, "secret": capture.secret})

    assert (len(shown.cookies), len(sent.cookies)) == (0, 0)
    assert (shown["Cache-Control"], sent["Cache-Control"]) == ("no-store", "no-store")


def test_the_page_holds_what_its_script_needs_and_no_secret(capture: BegunCapture) -> None:
    page = Frame(capture.capture_id).show().content.decode()

    assert (
        f'<main id="wallet" data-capture="{capture.capture_id}" data-lender-name="Alder Finance"'
        ' data-parent-origin="http://alder.testserver"></main>'
    ) in page
    assert '<script type="module" src="/static/web/assets/wallet-1a2b.js">' in page
    assert '<html lang="en"' in page
    assert capture.secret not in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_kept_as_agreed_to_is_what_the_frame_shows(language: str) -> None:
    shown = (REPOSITORY / "portal_web" / "src" / "wallet" / "words.ts").read_text()

    assert f"`{authorisation_text(language, lender_name='${lender}')}`" in shown


def test_the_frame_wears_its_lenders_theme(capture: BegunCapture) -> None:
    theme = Frame(capture.capture_id).show("/theme.css")

    assert (theme.status_code, theme["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert b"--p-" in theme.content


def test_takes_a_form_typed_right(cast: Cast, capture: BegunCapture) -> None:
    response = Frame(capture.capture_id).send({**SENT, "secret": capture.secret})

    with in_tenant(cast.lenders.alder):
        method = BankAccount.objects.get()
    assert (response.status_code, told(response)) == (
        201,
        {"method_id": str(method.id), "last4": "6789", "label": "Checking ••6789"},
    )
    assert (method.user_id, method.authorised_from) == (cast.ada.id, "198.51.100.7")


def test_says_what_is_wrong_with_each_field(cast: Cast, capture: BegunCapture) -> None:
    body = {**SENT, "secret": capture.secret, "routing_number": "021000022", "authorised": False}
    response = Frame(capture.capture_id).send(body)

    assert (response.status_code, told(response)["code"]) == (422, "bank_form_wrong")
    assert told(response)["fields"] == {
        "routing_number": "No bank has this routing number. Check each digit.",
        "authorised": "Tick the box to allow debits that you confirm.",
    }


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"secret": 7}', b"x" * 5000, b"[" * 4096, "{ÿ".encode("latin-1")])
def test_what_is_no_form_gets_a_sentence(capture: BegunCapture, body: bytes) -> None:
    client = Client(HTTP_HOST=WALLET)
    path = f"/frame/{capture.capture_id}/bank-account"
    response = client.post(path, body, content_type="application/json")

    assert response.status_code in {403, 422}
    assert told(response)["code"] in {"invalid_input", "wrong_secret"}


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "\x1b", "\x7f"])
def test_what_nobody_types_gets_a_sentence_beside_its_field(cast: Cast, capture: BegunCapture, odd: str) -> None:
    frame, right = Frame(capture.capture_id), {**SENT, "secret": capture.secret}
    in_name = frame.send({**right, "holder_name": f"Ma{odd}ya"})
    in_number = frame.send({**right, "routing_number": odd, "account_number": f"{odd}1234"})
    in_secret = frame.send({**right, "secret": f"{odd}a"})

    assert (in_name.status_code, told(in_name)["fields"]) == (422, {"holder_name": UNPRINTABLE})
    assert told(in_number)["fields"] == {"routing_number": UNPRINTABLE, "account_number": UNPRINTABLE}
    assert refusal(in_secret) == (422, "invalid_input")
    with in_tenant(cast.lenders.alder):
        assert (BankAccount.objects.count(), Capture.objects.get().wrong_secrets) == (0, 0)


def test_a_wrong_secret_changes_nothing(cast: Cast, capture: BegunCapture) -> None:
    response = Frame(capture.capture_id).send({**SENT, "secret": "guess"})

    assert (response.status_code, told(response)["code"]) == (403, "wrong_secret")
    with in_tenant(cast.lenders.alder):
        assert BankAccount.objects.count() == 0


def test_another_sites_page_cannot_post_to_it(cast: Cast, capture: BegunCapture) -> None:
    client = Client(HTTP_HOST=WALLET)
    response = client.post(
        f"/frame/{capture.capture_id}/bank-account",
        json.dumps({**SENT, "secret": capture.secret}),
        content_type="application/json",
        HTTP_ORIGIN="http://birch.testserver",
    )

    assert (response.status_code, told(response)["code"]) == (403, "bad_origin")
    with in_tenant(cast.lenders.alder):
        assert BankAccount.objects.count() == 0


def test_an_expired_capture_says_so_in_the_frame(capture: BegunCapture, clock: Any) -> None:
    clock.move_to(NOW + timedelta(minutes=15))
    frame = Frame(capture.capture_id)
    shown, sent = frame.show(), frame.send({**SENT, "secret": capture.secret})

    assert shown.status_code == 410
    assert "This form has expired. Close it and start again; nothing was saved." in shown.content.decode()
    assert policy(shown["Content-Security-Policy"])["frame-ancestors"] == "http://alder.testserver"
    assert (sent.status_code, told(sent)["code"]) == (410, "capture_expired")


def test_an_unknown_capture_is_nothing(cast: Cast, capture: BegunCapture) -> None:
    made_up = capture_id_for(CaptureName(cast.lenders.birch.id, capture.capture.id))
    for capture_id in ("nonsense", made_up, capture.capture_id[:-2]):
        frame = Frame(capture_id)

        assert frame.show().status_code == 404
        assert policy(frame.show()["Content-Security-Policy"])["frame-ancestors"] == "'none'"
        assert frame.show("/theme.css").status_code == 404
        assert frame.send({**SENT, "secret": capture.secret}).status_code == 404


def test_with_payments_off_the_frame_is_nothing(cast: Cast, capture: BegunCapture) -> None:
    turn(cast.lenders.alder, "payments", on=False)
    frame = Frame(capture.capture_id)

    assert frame.show().status_code == 404
    assert frame.send({**SENT, "secret": capture.secret}).status_code == 404


def test_with_payments_off_no_post_tells_a_live_form_from_one_that_never_was(cast: Cast, capture: BegunCapture) -> None:
    turn(cast.lenders.alder, "payments", on=False)
    bodies: list[dict[str, Any]] = [
        {**SENT, "secret": capture.secret},
        {**SENT, "secret": "guess"},
        {**SENT, "secret": capture.secret, "routing_number": "1"},
        {},
    ]

    for body in bodies:
        live, unknown = (Frame(name).send(body) for name in (capture.capture_id, "nonsense"))
        assert (live.status_code, told(live)["message"]) == (404, "There is no such form.")
        assert nameless(live) == nameless(unknown)


def test_a_switch_that_turns_between_page_and_post_is_met_before_the_secret(cast: Cast, capture: BegunCapture) -> None:
    frame = Frame(capture.capture_id)
    frame.show()
    with in_tenant(cast.lenders.alder):
        Switch.objects.create(section="payments", is_on=False, changed_at=LONG_AGO)

    refused = [frame.send({**SENT, "secret": secret}) for secret in ("guess", capture.secret)]

    assert [refusal(response) for response in refused] == [(404, "not_found")] * 2
    with in_tenant(cast.lenders.alder):
        assert Capture.objects.get().wrong_secrets == 0


def nameless(response: Any) -> dict[str, Any]:
    """A refusal without the name of its request."""
    return {name: value for name, value in told(response).items() if name != "request_id"}


@pytest.mark.parametrize("path", ["/", "/api/v1/bootstrap", "/accounts", "/console/", "/frame/"])
def test_the_wallets_host_has_nothing_else(cast: Cast, path: str) -> None:
    assert Client(HTTP_HOST=WALLET).get(path).status_code == 404
