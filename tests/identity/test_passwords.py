"""Forgotten, reset and changed passwords."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal_api.identity.models import MailedLink, User
from portal_api.identity.tasks import mail_asked_reset
from portal_api.notices.models import Notice
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.database import SYSTEM
from tests.identity.browser import HOME, Browser, answer, mail_out, newest_mail, secret_in

NEW = "a quite different battery"
GONE = (410, "link_expired")


def ask(email: str = "ada@example.com") -> str:
    """Ask for a link and return the secret from the mail."""
    assert Browser().post("password/forgot", {"email": email}).status_code == 202
    mail_out(timezone.now())
    return secret_in(newest_mail("alder", email))


def test_a_forgotten_password_is_replaced_by_the_mailed_link_and_signs_in(cast: Cast) -> None:
    browser = Browser()

    response = browser.post("password/reset", {"token": ask(), "password": NEW})

    assert json.loads(response.content) == {"next": "done"}
    assert browser.is_signed_in()
    assert answer(Browser().sign_in("ada@example.com", PASSWORD)) == (401, "sign_in_failed")
    assert Browser().sign_in("ada@example.com", NEW).status_code == 200


def look(secret: str, host: str = "alder.testserver") -> tuple[int, bytes]:
    response = Browser(host).post("password/reset/look", {"token": secret})
    return response.status_code, response.content


def test_a_live_link_is_looked_at_without_telling_whose_it_is_or_using_it_up(cast: Cast) -> None:
    secret = ask()

    assert [look(secret), look(secret)] == [(204, b""), (204, b"")]
    assert Browser().post("password/reset", {"token": secret, "password": NEW}).status_code == 200


def test_a_link_that_no_longer_works_says_so_at_the_first_look(cast: Cast, clock: time_machine.Traveller) -> None:
    used, kept = ask(), ask()
    assert look(kept)[0] == 204
    Browser().post("password/reset", {"token": used, "password": NEW})
    late = ask()
    clock.move_to(NOW + timedelta(hours=1))

    looks = [Browser().post("password/reset/look", {"token": secret}) for secret in (used, kept, late, "made up")]

    assert [answer(looked) for looked in looks] == [GONE] * 4
    assert len({json.loads(looked.content)["message"] for looked in looks}) == 1


def test_a_link_is_looked_at_by_its_own_lender_alone(cast: Cast) -> None:
    secret = ask()

    assert look(secret, "birch.testserver")[0] == 410
    assert look(secret)[0] == 204


def test_a_reset_ends_every_session_that_was_open(cast: Cast) -> None:
    old = Browser()
    old.sign_in("ada@example.com", PASSWORD)

    Browser().post("password/reset", {"token": ask(), "password": NEW})

    assert not old.is_signed_in()


@pytest.mark.parametrize("email", ["nobody@example.com", "sam@alder.test", "cleo@example.com"])
def test_asking_for_nobody_answers_the_same_and_mails_nothing(cast: Cast, email: str) -> None:
    response = Browser().post("password/forgot", {"email": email})

    mail_out(NOW)
    with in_tenant(cast.lenders.alder):
        assert (response.status_code, response.content, Notice.objects.count()) == (202, b"", 0)


def asked() -> list[dict[str, str]]:
    """What waits in the outbox of those who asked for a link, without the name of each ask."""
    with in_platform(SYSTEM, "look"):
        waiting = OutboxEntry.objects.filter(task="identity.mail_reset").order_by("due_at")
        return [{name: said for name, said in entry.arguments.items() if name != "ask_id"} for entry in waiting]


@pytest.mark.parametrize("email", ["Ada@Example.com", "nobody@example.com"])
def test_the_answer_costs_the_same_whether_the_login_exists_or_not(cast: Cast, email: str) -> None:
    browser = Browser()
    browser.post("password/forgot", {"email": "warm@example.com"})
    with CaptureQueriesContext(connection) as queries:
        browser.post("password/forgot", {"email": email})

    assert [query["sql"].split()[0] for query in queries if "identity_user" in query["sql"]] == []
    assert {"email": email.lower(), "kind": "borrower", "address": HOME} in asked()
    with in_tenant(cast.lenders.alder):
        assert Notice.objects.count() == 0


def test_an_ask_that_is_done_twice_is_mailed_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for _ in range(2):
            mail_asked_reset(now=NOW, ask_id="one", email="ada@example.com", kind="borrower", address="")

        assert (Notice.objects.count(), AuditEntry.objects.filter(action="user.reset_asked").count()) == (1, 1)


def test_asks_that_pile_up_unmailed_fill_nobodys_mailbox(cast: Cast) -> None:
    for _ in range(5):
        Browser().post("password/forgot", {"email": "ada@example.com"})
    mail_out(NOW)

    with in_tenant(cast.lenders.alder):
        assert Notice.objects.count() == 3


def test_a_closed_login_is_mailed_nothing(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        User.objects.filter(id=cast.ada.id).update(is_active=False)

    response = Browser().post("password/forgot", {"email": "ada@example.com"})

    mail_out(NOW)
    with in_tenant(cast.lenders.alder):
        assert (response.status_code, Notice.objects.count()) == (202, 0)


def test_a_link_works_once(cast: Cast) -> None:
    secret = ask()
    Browser().post("password/reset", {"token": secret, "password": NEW})

    replayed = Browser().post("password/reset", {"token": secret, "password": "yet another battery"})

    assert answer(replayed) == GONE
    assert Browser().sign_in("ada@example.com", NEW).status_code == 200


def test_one_link_used_ends_the_others_too(cast: Cast) -> None:
    first, second = ask(), ask()

    used = Browser().post("password/reset", {"token": first, "password": NEW})

    assert used.status_code == 200
    assert answer(Browser().post("password/reset", {"token": second, "password": NEW})) == GONE


def test_a_link_works_for_an_hour(cast: Cast, clock: time_machine.Traveller) -> None:
    secret = ask()

    clock.move_to(NOW + timedelta(hours=1))

    assert answer(Browser().post("password/reset", {"token": secret, "password": NEW})) == GONE


def test_a_link_is_nothing_at_another_lender(cast: Cast) -> None:
    secret = ask()

    assert answer(Browser("birch.testserver").post("password/reset", {"token": secret, "password": NEW})) == GONE


def test_a_reset_link_is_no_invitation(cast: Cast) -> None:
    assert answer(Browser().post("invitation/look", {"token": ask()})) == GONE


def test_a_link_stays_good_when_the_new_password_is_not(cast: Cast) -> None:
    secret = ask()

    refused = Browser().post("password/reset", {"token": secret, "password": "short"})

    assert (refused.status_code, json.loads(refused.content)["fields"]) == (
        422,
        {"password": "Use at least 12 characters."},
    )
    assert Browser().post("password/reset", {"token": secret, "password": NEW}).status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        (
            "qwerty123456",
            "Many people use this password, so it is easy to guess. Use a few words that do not belong together.",
        ),
        (
            "ada@example.com",
            "This is too close to your name or email. Use a few words that have nothing to do with you.",
        ),
    ],
)
def test_a_weak_password_is_refused_in_words(cast: Cast, password: str, sentence: str) -> None:
    refused = Browser().post("password/reset", {"token": ask(), "password": password})

    assert json.loads(refused.content)["fields"] == {"password": sentence}


def test_three_mails_in_a_quarter_of_an_hour_are_enough(cast: Cast) -> None:
    for _ in range(4):
        ask()

    with in_tenant(cast.lenders.alder):
        assert (Notice.objects.count(), MailedLink.objects.count()) == (3, 3)


def test_changing_the_password_keeps_this_browser_and_ends_the_others(cast: Cast) -> None:
    here, phone = Browser(), Browser()
    here.sign_in("ada@example.com", PASSWORD)
    phone.sign_in("ada@example.com", PASSWORD)

    response = here.post("password/change", {"current_password": PASSWORD, "password": NEW})

    assert response.status_code == 204
    assert (here.is_signed_in(), phone.is_signed_in()) == (True, False)
    assert Browser().sign_in("ada@example.com", NEW).status_code == 200


def test_changing_the_password_needs_the_current_one(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)

    refused = browser.post("password/change", {"current_password": "guess", "password": NEW})

    assert (refused.status_code, json.loads(refused.content)["fields"]) == (
        422,
        {"current_password": "This is not your current password."},
    )
    assert Browser().sign_in("ada@example.com", PASSWORD).status_code == 200


def test_a_found_open_browser_cannot_guess_the_current_password_for_ever(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)
    for _ in range(10):
        browser.post("password/change", {"current_password": "guess", "password": NEW})

    refused = browser.post("password/change", {"current_password": PASSWORD, "password": NEW})

    assert answer(refused) == (429, "try_later")


def test_the_owner_is_told_that_the_password_was_changed(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)

    browser.post("password/change", {"current_password": PASSWORD, "password": NEW})

    mail_out(NOW)
    mail = newest_mail("alder", "ada@example.com")
    assert mail["subject"] == "Your password was changed"
    assert NEW not in json.dumps(mail)


def test_changing_the_password_ends_links_that_were_mailed_before(cast: Cast) -> None:
    secret = ask()
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)

    browser.post("password/change", {"current_password": PASSWORD, "password": NEW})

    assert answer(Browser().post("password/reset", {"token": secret, "password": NEW})) == GONE
