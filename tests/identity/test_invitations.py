"""Invitations: from the staff's click to the first sign-in, once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections

from portal_api.identity.asker import Asker
from portal_api.identity.errors import AlreadySetUp, EmailTaken, LinkExpired
from portal_api.identity.flow import SignedIn
from portal_api.identity.models import AuthToken, MailedLink, User
from portal_api.identity.operations.invitations import (
    accept_invitation,
    create_support_agent,
    invite_borrower,
    invite_staff,
    resend_invitation,
)
from portal_api.identity.operations.mailed_links import make_link
from portal_api.identity.states import Audience, LinkPurpose, StaffRole, UserKind
from portico_kernel.audit.models import AuditEntry
from tenants.context import in_platform, in_tenant
from tenants.migrating import owner_connection
from tests.cast import NOW, Cast, borrower
from tests.database import SYSTEM, TwoLenders
from tests.identity.browser import Browser, answer, mail_out, newest_mail, secret_in

CHOSEN = "a battery of my own"
GONE = (410, "link_expired")


def invite(cast: Cast, email: str = "dora@example.com") -> str:
    """Invite Dora at alder and return the secret from the mail."""
    with in_tenant(cast.lenders.alder):
        invite_borrower(email=email, name="Dora Lind", language="en", actor=SYSTEM, now=NOW)
    mail_out(NOW)
    return secret_in(newest_mail("alder", email))


def test_an_invited_borrower_sees_her_name_chooses_a_password_and_is_in(cast: Cast) -> None:
    secret = invite(cast)
    browser = Browser()

    looked = browser.post("invitation/look", {"token": secret})
    accepted = browser.post("invitation/accept", {"token": secret, "password": CHOSEN})

    assert json.loads(looked.content) == {"email": "dora@example.com", "name": "Dora Lind"}
    assert json.loads(accepted.content) == {"next": "done"}
    assert browser.is_signed_in()
    assert Browser().sign_in("dora@example.com", CHOSEN).status_code == 200


def test_the_link_is_on_the_lenders_own_host_with_its_secret_in_the_fragment(cast: Cast) -> None:
    secret = invite(cast)

    text = newest_mail("alder", "dora@example.com")["text"]

    assert f"http://alder.testserver/invitation#{secret}" in text


def test_an_invitation_works_once(cast: Cast) -> None:
    secret = invite(cast)
    Browser().post("invitation/accept", {"token": secret, "password": CHOSEN})

    replayed = Browser().post("invitation/accept", {"token": secret, "password": "somebody else's choice"})

    assert answer(replayed) == GONE
    assert answer(Browser().post("invitation/look", {"token": secret})) == GONE
    assert Browser().sign_in("dora@example.com", CHOSEN).status_code == 200


def test_an_invitation_works_for_seven_days(cast: Cast, clock: time_machine.Traveller) -> None:
    secret = invite(cast)
    clock.move_to(NOW + timedelta(days=7, seconds=-1))
    assert Browser().post("invitation/look", {"token": secret}).status_code == 200

    clock.move_to(NOW + timedelta(days=7))

    refused = Browser().post("invitation/accept", {"token": secret, "password": CHOSEN})
    assert answer(refused) == GONE
    assert json.loads(refused.content)["message"] == (
        "This link does not work any more. Links work once and for a limited time."
    )


@pytest.mark.parametrize("secret", ["nonsense", "é" * 30, "'; drop table identity_user --"])
def test_a_made_up_invitation_is_refused(cast: Cast, secret: str) -> None:
    assert answer(Browser().post("invitation/look", {"token": secret})) == GONE


def test_an_invitation_is_nothing_at_another_lender(cast: Cast) -> None:
    secret = invite(cast)

    assert answer(Browser("birch.testserver").post("invitation/look", {"token": secret})) == GONE


def test_an_invitation_to_staff_does_not_open_the_portal(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        invite_staff(email="nora@alder.test", name="Nora", role=StaffRole.AGENT, language="en", actor=SYSTEM, now=NOW)
    mail_out(NOW)
    mail = newest_mail("alder", "nora@alder.test")

    assert "http://alder.testserver/console/invitation#" in mail["text"]
    assert answer(Browser().post("invitation/look", {"token": secret_in(mail)})) == GONE


def test_closing_the_login_ends_its_invitation(cast: Cast) -> None:
    secret = invite(cast)
    with in_tenant(cast.lenders.alder):
        User.objects.filter(email="dora@example.com").update(is_active=False)

    assert answer(Browser().post("invitation/accept", {"token": secret, "password": CHOSEN})) == GONE


def test_inviting_the_same_email_again_is_refused_whatever_its_letters(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(EmailTaken) as refused:
        invite_borrower(email="Ada@Example.com", name="Ada", language="en", actor=SYSTEM, now=NOW)

    assert refused.value.fields == {"email": "There is already a login with this email."}


def test_a_borrower_may_be_staff_of_the_same_lender_and_known_at_another(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        invite_staff(email="ada@example.com", name="Ada", role=StaffRole.VIEWER, language="en", actor=SYSTEM, now=NOW)
        kinds = set(User.objects.filter(email="ada@example.com").values_list("kind", flat=True))
    with in_tenant(cast.lenders.birch):
        invite_borrower(email="ada@example.com", name="Ada", language="en", actor=SYSTEM, now=NOW)

    assert kinds == {"borrower", "staff"}


def test_an_invitation_is_sent_again_and_the_earlier_mail_stays_good(cast: Cast) -> None:
    first = invite(cast)
    with in_tenant(cast.lenders.alder):
        dora = User.objects.get(email="dora@example.com")
        resend_invitation(kind=UserKind.BORROWER, user_id=dora.id, actor=SYSTEM, now=NOW)
    mail_out(NOW)
    second = secret_in(newest_mail("alder", "dora@example.com"))

    assert first != second
    assert Browser().post("invitation/accept", {"token": first, "password": CHOSEN}).status_code == 200
    assert answer(Browser().post("invitation/look", {"token": second})) == GONE


def test_nobody_is_invited_again_after_accepting(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(AlreadySetUp):
        resend_invitation(kind=UserKind.BORROWER, user_id=cast.ada.id, actor=SYSTEM, now=NOW)


def test_whoever_lost_the_invitation_gets_it_again_by_asking_for_a_password(cast: Cast) -> None:
    invite(cast)

    Browser().post("password/forgot", {"email": "dora@example.com"})

    mail_out(NOW)
    assert newest_mail("alder", "dora@example.com")["subject"] == "Your account is ready"


def test_a_support_agent_is_invited_on_the_platform_under_porticos_own_name(cast: Cast) -> None:
    with in_platform(SYSTEM, "tests"):
        create_support_agent(email="rita@portico.test", name="Rita", language="en", actor=SYSTEM, now=NOW)
    mail_out(NOW)

    mail = newest_mail("", "rita@portico.test")

    assert (mail["from_name"], "http://console.testserver/invitation#" in mail["text"]) == ("Portico", True)


def test_inviting_and_accepting_are_in_the_audit_log(cast: Cast) -> None:
    secret = invite(cast)
    Browser().post("invitation/accept", {"token": secret, "password": CHOSEN})

    with in_tenant(cast.lenders.alder):
        entries = AuditEntry.objects.filter(object_kind="user").order_by("at")
        happened = {entry.action: entry.actor_label for entry in entries}
        written = str(list(entries.values()))
    assert happened["user.invited"] == "tests"
    assert happened["user.invitation_accepted"] == "Dora Lind"
    assert secret not in written


@pytest.fixture
def invited(lenders: TwoLenders) -> Iterator[tuple[TwoLenders, str]]:
    """An invitation that is really committed, and gone afterwards."""
    with in_tenant(lenders.alder):
        dora = borrower("dora@example.com", "Dora Lind")
        User.objects.filter(id=dora.id).update(password="!")
        secret = make_link(LinkPurpose.INVITATION, dora.id, NOW)
        assert secret is not None
    yield lenders, secret
    with in_tenant(lenders.alder):
        for model in (AuthToken, MailedLink, User):
            model.objects.all().delete()
    owner = owner_connection()
    with owner.cursor() as cursor:  # the app may not empty an audit log
        cursor.execute(f'TRUNCATE "{lenders.alder.schema_name}".audit_auditentry')


def test_of_two_who_accept_one_invitation_at_once_one_gets_in(invited: tuple[TwoLenders, str]) -> None:
    lenders, secret = invited
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def accept(password: str) -> None:
        try:
            start.wait()
            with in_tenant(lenders.alder):
                outcome = accept_invitation(
                    secret=secret,
                    password=password,
                    kind=UserKind.BORROWER,
                    audience=Audience.PORTAL,
                    asker=Asker("", ""),
                    now=NOW,
                )
            outcomes.append("in" if isinstance(outcome, SignedIn) else "")
        except LinkExpired:
            outcomes.append("refused")
        finally:
            connections.close_all()

    rivals = [threading.Thread(target=accept, args=(word,)) for word in (CHOSEN, "another choice")]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()

    with in_tenant(lenders.alder):
        tokens = AuthToken.objects.count()
    connection.close()
    assert (sorted(outcomes), tokens) == (["in", "refused"], 1)
