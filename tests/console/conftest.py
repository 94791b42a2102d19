"""Everybody who works at a console: staff with three roles at alder, staff at birch, and support."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from portal_api.identity.models import User
from portal_api.identity.states import StaffRole, UserKind
from tenants.context import in_platform, in_tenant
from tests.cast import PASSWORD, Cast, staff
from tests.console.browsing import SUPPORT_HOST, browser, signed_in
from tests.database import LONG_AGO, SYSTEM


@dataclass(frozen=True)
class Desks:
    """A signed-in browser for each kind of person, and one for nobody."""

    cast: Cast
    admin: Client
    agent: Client
    viewer: Client
    other_admin: Client
    support: Client
    nobody: Client


@pytest.fixture
def desks(cast: Cast) -> Desks:
    """Sam (admin), Ana (agent) and Vera (viewer) at alder, Tom (admin) at birch, Rita at support."""
    alder, birch = cast.lenders.alder, cast.lenders.birch
    with in_tenant(alder):
        ana = staff("ana@alder.test", "Ana Keller", StaffRole.AGENT)
    with in_platform(SYSTEM, "cast"):
        rita = User.objects.create(
            kind=UserKind.SUPPORT,
            email="rita@portico.test",
            name="Rita Moss",
            created_at=LONG_AGO,
            password=make_password(PASSWORD),
        )
    return Desks(
        cast=cast,
        admin=signed_in(browser(alder), cast.sam),
        agent=signed_in(browser(alder), ana),
        viewer=signed_in(browser(alder), cast.vera),
        other_admin=signed_in(browser(birch), cast.tom),
        support=signed_in(browser(SUPPORT_HOST), rita),
        nobody=browser(alder),
    )
