"""Every address of both consoles, found by walking the URL lists, against everybody who might knock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from feature_flags.tickets.models import Ticket
from feature_flags.tickets.operations import open_ticket
from portal_api.eft.models import ReturnFile
from portal_api.identity.models import User
from portal_api.identity.roles import Action, may
from portal_api.identity.states import Audience, StaffRole, UserKind
from portal_api.identity.tokens import issue_token
from tenants.context import in_platform, in_tenant
from tests.cast import NOW, PASSWORD, Cast, staff
from tests.console.browsing import browser
from tests.database import LONG_AGO, SYSTEM
from tests.eft.making import generated
from tests.isolation.conftest import scene
from tests.isolation.routes import routes_of
from tests.isolation.scene import Scene
from tests.isolation.test_api import ALDER, BIRCH, counts

__all__ = ["scene"]

SUPPORT = settings.PORTICO_SUPPORT_HOST
CALLS = ("get", "post")
# Backwards, so that of two routes at one address the first stands here, as it answers there.
LENDERS = {
    route.pattern: route.view
    for route in reversed(routes_of("portico.urls.lender"))
    if route.pattern.startswith("console/")
}
SUPPORTS = {
    route.pattern: route.view
    for route in reversed(routes_of("portico.urls.support"))
    if not route.pattern.startswith("demo/")
}
# Answers everybody with the way to the tickets, whose own door then asks who is there.
GREETING = ""
CLOSED = [pattern for pattern, view in LENDERS.items() if not getattr(view, "public", False)]
CLOSED_SUPPORTS = [
    pattern for pattern, view in SUPPORTS.items() if not getattr(view, "public", False) and pattern != GREETING
]


@dataclass(frozen=True)
class Desk:
    """The scene with what only consoles show, and where each of it is found."""

    scene: Scene
    agent: User
    rita: User
    places: dict[str, str]

    def address(self, pattern: str) -> str:
        """The address of a pattern with the scene's own things in it."""
        path = f"/{pattern}"
        for blank, named in self.places.items():
            path = path.replace(blank, named)
        assert "<" not in path, f"name a thing of the scene for {pattern}"
        return path


@pytest.fixture
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Objects and keys of one test."""
    monkeypatch.setattr(settings, "PORTICO_VAR", tmp_path)
    return tmp_path


@pytest.fixture
def desk(own_var: Path, scene: Scene) -> Desk:
    """A bank file, a file of returns and a ticket of alder's, an agent there, and somebody at support."""
    cast = scene.cast
    with in_tenant(cast.lenders.alder):
        agent = staff("ana@alder.test", "Ana Keller", StaffRole.AGENT)
        file = generated()
        returns = ReturnFile.objects.create(
            content_hash="0" * 64, file_name="returns.txt", storage_key="none", read_at=NOW, read_by="tests"
        )
        ticket = asked(cast)
    with in_platform(SYSTEM, "cast"):
        rita = User.objects.create(
            kind=UserKind.SUPPORT,
            email="rita@portico.test",
            name="Rita Moss",
            created_at=LONG_AGO,
            password=make_password(PASSWORD),
        )
    places = {
        "<uuid:user_id>": str(cast.ada.id),
        "<uuid:account_id>": str(cast.ada_loan.id),
        "<uuid:payment_id>": str(scene.payment.id),
        "<uuid:file_id>": str(returns.id),
        "<uuid:lender_id>": str(cast.lenders.alder.id),
        "files/<int:number>": f"files/{file.number}",
        "tickets/<int:number>": f"tickets/{ticket.number}",
        "<slug:key>/ask": "payments/ask",
        "<slug:key>/turn": "amortization/turn",
    }
    return Desk(scene, agent, rita, places)


def asked(cast: Cast) -> Ticket:
    """Sam's ticket, inside alder."""
    return open_ticket(
        lender_id=cast.lenders.alder.id,
        section="payments",
        wants_on=False,
        message="Please.",
        opener_email=cast.sam.email,
        actor=SYSTEM,
        now=NOW,
    )


def with_token(user: User, cast: Cast, *, audience: Audience, at: str) -> Client:
    """A browser at a host with somebody's token in both cookies, wherever it was issued."""
    home = cast.lenders.birch if user == cast.tom else cast.lenders.alder
    with in_platform(SYSTEM, "cast") if user.kind == UserKind.SUPPORT else in_tenant(home):
        secret = issue_token(user=user, audience=audience, address="", browser="", now=NOW)
    client = browser(at)
    client.cookies["portico_portal"] = client.cookies["portico_console"] = secret
    return client


STRANGERS: dict[str, Callable[[Desk, str], Client]] = {
    "nobody": lambda _, at: browser(at),
    "a borrower": lambda desk, at: with_token(desk.scene.cast.ada, desk.scene.cast, audience=Audience.PORTAL, at=at),
    "another lender's admin": lambda desk, at: with_token(
        desk.scene.cast.tom, desk.scene.cast, audience=Audience.CONSOLE, at=at
    ),
    "staff with a portal token": lambda desk, at: with_token(
        desk.scene.cast.sam, desk.scene.cast, audience=Audience.PORTAL, at=at
    ),
}
STAFF: dict[str, Callable[[Desk], User]] = {
    StaffRole.VIEWER: lambda desk: desk.scene.cast.vera,
    StaffRole.AGENT: lambda desk: desk.agent,
    StaffRole.ADMIN: lambda desk: desk.scene.cast.sam,
}


def call(client: Client, method: str, path: str) -> Any:
    return client.get(path) if method == "get" else client.post(path, {})


def is_admitted(view: Any, role: str, method: str) -> bool:
    """Whether a role includes what the door of a view says that it needs."""
    action, writes = view.needs
    needed: list[Action] = [action, *([writes] if method == "post" and writes else [])]
    return all(may(role, each) for each in needed)


@pytest.mark.parametrize(("pattern", "view"), [*LENDERS.items(), *SUPPORTS.items()])
def test_every_route_says_what_it_needs_or_that_it_is_public(pattern: str, view: Any) -> None:
    assert hasattr(view, "needs") != getattr(view, "public", False) or pattern == GREETING


@pytest.mark.parametrize("who", [*STRANGERS, "support"])
def test_strangers_at_a_lenders_console_are_sent_to_sign_in_and_change_nothing(desk: Desk, who: str) -> None:
    knock = STRANGERS.get(who) or (
        lambda desk, at: with_token(desk.rita, desk.scene.cast, audience=Audience.CONSOLE, at=at)
    )
    client, before = knock(desk, ALDER), counts(desk.scene)

    answers = {(method, pattern): call(client, method, desk.address(pattern)) for pattern in CLOSED for method in CALLS}

    assert not_sent_to("/console/sign-in", answers) == {}
    assert counts(desk.scene) == before


@pytest.mark.parametrize("who", [*STRANGERS, "a lender's admin"])
def test_strangers_at_supports_console_are_sent_to_sign_in_and_change_nothing(desk: Desk, who: str) -> None:
    knock = STRANGERS.get(who) or (
        lambda desk, at: with_token(desk.scene.cast.sam, desk.scene.cast, audience=Audience.CONSOLE, at=at)
    )
    client, before = knock(desk, SUPPORT), counts(desk.scene)

    answers = {
        (method, pattern): call(client, method, desk.address(pattern))
        for pattern in CLOSED_SUPPORTS
        for method in CALLS
    }

    assert not_sent_to("/sign-in", answers) == {}
    assert counts(desk.scene) == before


def not_sent_to(sign_in: str, answers: dict[tuple[str, str], Any]) -> dict[tuple[str, str], int]:
    """The answers that are anything else than the way to the sign-in page."""
    return {
        key: answer.status_code
        for key, answer in answers.items()
        if (answer.status_code, answer.headers.get("Location", "").split("?")[0]) != (302, sign_in)
    }


@pytest.mark.parametrize("role", STAFF)
def test_a_role_reads_what_it_includes_and_no_more(desk: Desk, role: str) -> None:
    client = with_token(STAFF[role](desk), desk.scene.cast, audience=Audience.CONSOLE, at=ALDER)

    got = {pattern: call(client, "get", desk.address(pattern)).status_code for pattern in CLOSED}

    wanted = {pattern: status_of_reading(LENDERS[pattern], role) for pattern in CLOSED}
    assert got == wanted


def status_of_reading(view: Any, role: str) -> int:
    """What a GET by a role has to answer."""
    if "GET" not in view.methods:
        return 405
    return 200 if is_admitted(view, role, "get") else 403


@pytest.mark.parametrize("role", STAFF)
def test_a_form_beyond_ones_role_is_refused_and_changes_nothing(desk: Desk, role: str) -> None:
    client = with_token(STAFF[role](desk), desk.scene.cast, audience=Audience.CONSOLE, at=ALDER)
    beyond = [pattern for pattern in CLOSED if not is_admitted(LENDERS[pattern], role, "post")]
    wanted = {pattern: 403 if "POST" in LENDERS[pattern].methods else 405 for pattern in beyond}
    before = counts(desk.scene)

    got = {pattern: call(client, "post", desk.address(pattern)).status_code for pattern in beyond}

    assert got == wanted
    assert counts(desk.scene) == before


WITHIN = [
    (role, pattern)
    for pattern in CLOSED
    for role in STAFF
    if "POST" in LENDERS[pattern].methods and is_admitted(LENDERS[pattern], role, "post")
]


@pytest.mark.parametrize(("role", "pattern"), WITHIN)
def test_a_form_within_ones_role_gets_past_the_door(desk: Desk, role: str, pattern: str) -> None:
    client = with_token(STAFF[role](desk), desk.scene.cast, audience=Audience.CONSOLE, at=ALDER)

    answer = call(client, "post", desk.address(pattern))

    assert answer.status_code in {200, 204, 302, 400, 404, 409, 422}
    assert not answer.headers.get("Location", "").startswith("/console/sign-in")


def test_another_lenders_admin_finds_nothing_of_ours_at_home(desk: Desk) -> None:
    client = with_token(desk.scene.cast.tom, desk.scene.cast, audience=Audience.CONSOLE, at=BIRCH)
    naming = [pattern for pattern in CLOSED if "<uuid" in pattern or "<int" in pattern]
    calls = [(method, pattern) for pattern in naming for method in CALLS if method.upper() in LENDERS[pattern].methods]
    before = counts(desk.scene)

    got = {(method, pattern): call(client, method, desk.address(pattern)).status_code for method, pattern in calls}

    assert got == dict.fromkeys(calls, 404)
    assert counts(desk.scene) == before


def test_support_reads_every_page_of_its_own_console(desk: Desk) -> None:
    client = with_token(desk.rita, desk.scene.cast, audience=Audience.CONSOLE, at=SUPPORT)

    got = {pattern: call(client, "get", desk.address(pattern)).status_code for pattern in CLOSED_SUPPORTS}

    assert got == {pattern: 200 if "GET" in SUPPORTS[pattern].methods else 405 for pattern in CLOSED_SUPPORTS}
