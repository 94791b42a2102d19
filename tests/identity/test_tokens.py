"""Whom a token lets in, where, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal_api.identity.authentication import portal_user, staff_user, support_user
from portal_api.identity.models import AuthToken, User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token, live_token
from portico_kernel.clock import read_clock
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.statements import without_positions


def issue(user: User, audience: Audience = Audience.PORTAL) -> str:
    return issue_token(user=user, audience=audience, address="", browser="", now=NOW)


def test_a_token_is_found_by_one_query_with_its_user(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)
        issue(cast.ada)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            token = live_token(secret, Audience.PORTAL, NOW)
            name = token.user.name if token else ""

    assert name == "Ada Lopez"
    assert len(without_positions(asked)) == 1


def test_the_secret_itself_is_not_stored(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)
        row = AuthToken.objects.values().get(user_id=cast.ada.id)

    assert secret not in str(row)


def test_a_token_is_nothing_at_another_lender(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)

    with in_tenant(cast.lenders.birch):
        assert live_token(secret, Audience.PORTAL, NOW) is None


def test_a_portal_token_is_nothing_on_the_console_and_the_other_way_round(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        portal, console = issue(cast.ada), issue(cast.sam, Audience.CONSOLE)

        assert live_token(portal, Audience.CONSOLE, NOW) is None
        assert live_token(console, Audience.PORTAL, NOW) is None


def test_a_token_ends_at_its_hard_limit_however_busy_the_browser_is(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)
        end = NOW + timedelta(hours=12)
        AuthToken.objects.update(last_seen_at=end - timedelta(seconds=2))

        assert live_token(secret, Audience.PORTAL, end - timedelta(seconds=1)) is not None
        assert live_token(secret, Audience.PORTAL, end) is None


def test_a_silent_browser_is_signed_out_within_a_minute_after_the_idle_limit(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)

        assert live_token(secret, Audience.PORTAL, NOW + timedelta(minutes=16)) is None
        assert live_token(secret, Audience.PORTAL, NOW + timedelta(minutes=15, seconds=59)) is not None


def test_being_seen_is_written_at_most_once_a_minute(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)
        live_token(secret, Audience.PORTAL, NOW + timedelta(seconds=59))
        early = AuthToken.objects.get().last_seen_at
        live_token(secret, Audience.PORTAL, NOW + timedelta(seconds=60))
        later = AuthToken.objects.get().last_seen_at

    assert (early, later) == (NOW, NOW + timedelta(seconds=60))


def test_an_inactive_user_is_nobody_at_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        secret = issue(cast.ada)
        User.objects.filter(id=cast.ada.id).update(is_active=False)

        assert live_token(secret, Audience.PORTAL, NOW) is None


def test_each_console_takes_its_own_people_only(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        request = RequestFactory().get("/console/")
        request.COOKIES["portico_console"] = issue_token(
            user=cast.sam, audience=Audience.CONSOLE, address="", browser="", now=read_clock()
        )

        assert staff_user(request) == cast.sam
        assert support_user(request) is None
        assert portal_user(request) is None
