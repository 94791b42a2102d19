"""Notices: stored with the news, mailed once, in the sender's look, without a secret left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from portal_api.identity.models import MailedLink, User
from portal_api.identity.states import LinkPurpose
from portal_api.notices.models import Notice
from portal_api.notices.operations import CLAIM_LASTS, BeingSent, deliver_notice, send_notice
from portal_api.notices.queries import notices_about, notices_to
from portico_kernel.mail import Mail, MailRefused, MailUnavailable, mails_in_folder
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tenants.outbox import Round, run_due
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.identity.browser import newest_mail, secret_in

HERE = "tests.notices.test_delivery"
tried: list[Mail] = []


class DownMail:
    """A mail server that does not answer."""

    def deliver(self, mail: Mail) -> None:
        tried.append(mail)
        raise MailUnavailable


class RefusingMail:
    """A mail server that knows no such address."""

    def deliver(self, mail: Mail) -> None:
        raise MailRefused


def say(user: User, *, link_purpose: str = "") -> Notice:
    """A notice to a user of the lender that is entered."""
    return send_notice(
        kind="tests",
        to_email=user.email,
        to_name=user.name,
        user_id=user.id,
        language="en",
        subject="We received your payment",
        paragraphs=["Thank you, <Ada>."],
        facts=[("Amount", "$350.00")],
        action_label="See it",
        action_path="/reset-password" if link_purpose else "/payments",
        link_purpose=link_purpose,
        about_kind="payment",
        about_id="P-1",
        actor=SYSTEM,
        now=NOW,
    )


def test_a_notice_is_mailed_in_the_lenders_name_with_a_link_to_its_own_host(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada)

    run_due(now=NOW)

    mail = newest_mail("alder", "ada@example.com")
    assert (mail["subject"], mail["from_name"], mail["to_name"]) == (
        "We received your payment",
        "Alder Finance",
        "Ada Lopez",
    )
    assert "See it:\nhttp://alder.testserver/payments\n" in mail["text"]
    assert "Amount: $350.00" in mail["text"]
    assert "Thank you, &lt;Ada&gt;." in mail["html"]


@override_settings(PORTICO_SCHEME="https", PORTICO_PORT_SUFFIX=":8443")
def test_links_have_the_deployments_scheme_and_port(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada)

    run_due(now=NOW)

    assert "https://alder.testserver:8443/payments" in newest_mail("alder", "ada@example.com")["text"]


def test_each_lender_mails_its_own_people_under_its_own_name(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada)
    with in_tenant(cast.lenders.birch):
        say(cast.cleo)

    run_due(now=NOW)

    assert [(m["to"], m["from_name"]) for m in mails_in_folder("alder")] == [("ada@example.com", "Alder Finance")]
    assert [(m["to"], m["from_name"]) for m in mails_in_folder("birch")] == [("cleo@example.com", "Birch Finance")]


def test_the_secret_of_a_link_is_in_the_mail_and_nowhere_in_the_database(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        notice = say(cast.ada, link_purpose=LinkPurpose.RESET)
        before = MailedLink.objects.count()

    run_due(now=NOW)

    secret = secret_in(newest_mail("alder", "ada@example.com"))
    with in_tenant(cast.lenders.alder):
        stored = str(list(Notice.objects.filter(id=notice.id).values())) + str(list(MailedLink.objects.values()))
        assert (before, MailedLink.objects.count()) == (0, 1)
    with in_platform(SYSTEM, "tests"):
        stored += str(list(OutboxEntry.objects.values()))
    assert secret not in stored


def test_delivering_again_sends_nothing(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        notice = say(cast.ada)
        for _ in range(2):
            deliver_notice(notice_id=notice.id, now=NOW)

        assert (len(mails_in_folder("alder")), Notice.objects.get().sent_at) == (1, NOW)


def test_a_mail_server_that_is_down_is_tried_again_later(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada)
    with override_settings(PORTICO_MAIL_ADAPTER=f"{HERE}.DownMail"):
        assert run_due(now=NOW) == Round(done=0, failed=1)
    with in_tenant(cast.lenders.alder):
        assert Notice.objects.get().last_error == "Not sent yet: MailUnavailable"

    assert run_due(now=NOW + timedelta(minutes=1)) == Round(done=1, failed=0)

    with in_tenant(cast.lenders.alder):
        notice = Notice.objects.get()
        assert (notice.sent_at, notice.last_error) == (NOW + timedelta(minutes=1), "")


def test_an_address_that_is_refused_is_not_tried_again(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada)
    with override_settings(PORTICO_MAIL_ADAPTER=f"{HERE}.RefusingMail"):
        run_due(now=NOW)

    assert run_due(now=NOW + timedelta(hours=1)) == Round(done=0, failed=0)

    with in_tenant(cast.lenders.alder):
        notice = Notice.objects.get()
        assert (notice.sent_at, notice.last_error) == (
            None,
            "The mail server does not accept mail for this address.",
        )


def test_a_notice_in_another_workers_hands_is_left_until_that_worker_must_be_dead(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        notice = say(cast.ada)
        Notice.objects.update(claimed_at=NOW)
        with pytest.raises(BeingSent):
            deliver_notice(notice_id=notice.id, now=NOW + CLAIM_LASTS)

        deliver_notice(notice_id=notice.id, now=NOW + CLAIM_LASTS + timedelta(seconds=1))

        assert len(mails_in_folder("alder")) == 1


def test_a_link_for_a_login_that_was_closed_meanwhile_is_not_sent(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        say(cast.ada, link_purpose=LinkPurpose.RESET)
        User.objects.filter(id=cast.ada.id).update(is_active=False)

    run_due(now=NOW)

    with in_tenant(cast.lenders.alder):
        notice = Notice.objects.get()
        assert (notice.sent_at, notice.last_error, MailedLink.objects.count()) == (
            None,
            "Not sent: this link is no longer due.",
            0,
        )
    assert mails_in_folder("alder") == []


def test_a_notice_to_support_wears_porticos_name_and_leads_to_the_console(cast: Cast) -> None:
    with in_platform(SYSTEM, "tests"):
        send_notice(
            kind="ticket_opened",
            to_email="rita@portico.test",
            to_name="Rita",
            user_id=None,
            language="en",
            subject="Ticket 7 was opened",
            paragraphs=["Alder asks to deactivate payments."],
            action_label="Open it",
            action_path="/tickets/7",
            actor=SYSTEM,
            now=NOW,
        )

    run_due(now=NOW)

    mail = newest_mail("", "rita@portico.test")
    assert (mail["from_name"], "http://console.testserver/tickets/7" in mail["text"]) == ("Portico", True)


def test_what_was_said_can_be_found_by_person_and_by_thing(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        notice = say(cast.ada)

        assert notices_to(cast.ada.id) == [notice]
        assert notices_about("payment", "P-1") == [notice]
        assert notices_to(cast.bob.id) == []


def test_the_secret_of_a_mail_that_could_not_leave_is_stored_nowhere_either(cast: Cast) -> None:
    tried.clear()
    with in_tenant(cast.lenders.alder):
        say(cast.ada, link_purpose=LinkPurpose.RESET)
    with override_settings(PORTICO_MAIL_ADAPTER=f"{HERE}.DownMail"):
        run_due(now=NOW)

    with in_tenant(cast.lenders.alder):
        stored = str(list(MailedLink.objects.values())) + str(list(Notice.objects.values()))
    assert tried[0].text.split("#", 1)[1].split()[0] not in stored
