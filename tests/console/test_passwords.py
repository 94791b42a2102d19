"""Invitations and forgotten passwords: a secret behind the "#", good once, for one kind of login."""

from __future__ import annotations

from portal_api.identity.operations import create_support_agent
from portal_api.identity.operations.mailed_links import make_link
from portal_api.notices.models import Notice
from portico_kernel.clock import read_clock
from tenants.context import in_platform, in_tenant
from tenants.outbox import run_due
from tests.cast import NOW
from tests.console.browsing import SUPPORT_HOST, browser, text_of
from tests.console.conftest import Desks
from tests.database import SYSTEM

GOOD = "a long new password"


def reset_secret(desks: Desks) -> str:
    with in_tenant(desks.cast.lenders.alder):
        secret = make_link("reset", desks.cast.vera.id, read_clock())
    assert secret is not None
    return secret


def test_a_forgotten_password_says_the_same_for_everybody(desks: Desks) -> None:
    known = desks.nobody.post("/console/forgot-password", {"email": "vera@alder.test"})
    unknown = desks.nobody.post("/console/forgot-password", {"email": "nobody@alder.test"})

    assert text_of(known) == text_of(unknown)
    run_due(now=read_clock())
    with in_tenant(desks.cast.lenders.alder):
        notice = Notice.objects.get(kind="password_reset")
    assert (notice.to_email, notice.action_path) == ("vera@alder.test", "/console/reset-password")


def test_a_support_agents_link_is_asked_for_on_the_platform(desks: Desks) -> None:
    browser(SUPPORT_HOST).post("/forgot-password", {"email": "Rita@portico.test"})
    run_due(now=read_clock())

    with in_platform(SYSTEM, "look"):
        notice = Notice.objects.get(kind="password_reset")
    assert (notice.to_email, notice.action_path) == ("rita@portico.test", "/reset-password")


def test_a_reset_link_sets_the_password_once_and_signs_in(desks: Desks) -> None:
    secret = reset_secret(desks)

    first = desks.nobody.post("/console/reset-password", {"password": GOOD, "secret": secret})
    again = browser(desks.cast.lenders.alder).post("/console/reset-password", {"password": GOOD, "secret": secret})

    assert (first.status_code, first["Location"]) == (302, "/console/")
    assert desks.nobody.get("/console/").status_code == 200
    assert again.status_code == 410
    assert "This link does not work any more" in text_of(again)


def test_a_weak_password_is_named_and_the_link_stays_good(desks: Desks) -> None:
    secret = reset_secret(desks)

    weak = desks.nobody.post("/console/reset-password", {"password": "short", "secret": secret})
    good = desks.nobody.post("/console/reset-password", {"password": GOOD, "secret": secret})

    assert weak.status_code == 422
    assert f'value="{secret}"' in weak.content.decode()
    assert good.status_code == 302


def test_a_link_of_one_lender_is_nothing_at_another(desks: Desks) -> None:
    secret = reset_secret(desks)

    answer = browser(desks.cast.lenders.birch).post("/console/reset-password", {"password": GOOD, "secret": secret})

    assert answer.status_code == 410


def test_a_support_agent_comes_in_by_invitation(desks: Desks) -> None:
    with in_platform(SYSTEM, "invite"):
        agent = create_support_agent(email="max@portico.test", name="Max", language="en", actor=SYSTEM, now=NOW)
        secret = make_link("invitation", agent.id, read_clock())
    stranger = browser(SUPPORT_HOST)

    answer = stranger.post("/invitation", {"password": GOOD, "secret": secret})

    assert answer["Location"] == "/"
    assert stranger.get("/tickets/").status_code == 200
