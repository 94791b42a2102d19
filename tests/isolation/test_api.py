"""Every route of the borrower's API against everybody who must not get through, and the one who must."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from feature_flags.operations import turn_switch
from portal_api.identity.states import Audience
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tests.cast import NOW
from tests.database import SYSTEM
from tests.isolation.routes import routes_of
from tests.isolation.scene import Scene, browser_of, send
from tests.isolation.table import TABLE, Case

PREFIX = "api/v1/"
ALDER, BIRCH = "alder.testserver", "birch.testserver"
FOUND = {
    f"{route.method.upper()} {route.pattern.removeprefix(PREFIX)}": route.view
    for route in routes_of("portico.urls.lender")
    if route.pattern.startswith(PREFIX) and isinstance(route.view, type)
}
EVERY = [pytest.param(key, case, id=key) for key, case in TABLE.items()]
SIGNED_IN = [pytest.param(key, case, id=key) for key, case in TABLE.items() if not case.public]
NAMING = [pytest.param(key, case, id=key) for key, case in TABLE.items() if case.names_a_thing]
SECTIONED = [pytest.param(key, case, id=key) for key, case in TABLE.items() if case.section]


def call(scene: Scene, client: Client, key: str, case: Case) -> Any:
    return send(client, key.split()[0].lower(), case.path(scene), case.body(scene))


def counts(scene: Scene) -> dict[str, int]:
    """How many rows every table of both lenders holds, and how much work is waiting."""
    found: dict[str, int] = {}
    for lender in (scene.cast.lenders.alder, scene.cast.lenders.birch):
        with in_tenant(lender), connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
            )
            for (table,) in cursor.fetchall():
                if table not in {"django_migrations", "identity_signinfailure"}:
                    cursor.execute(f'SELECT count(*) FROM "{table}"')
                    found[f"{lender.slug}.{table}"] = cursor.fetchone()[0]
    with in_platform(SYSTEM, "count"):
        found["outbox"] = OutboxEntry.objects.count()
    return found


def test_the_table_names_every_route_and_no_other() -> None:
    assert set(TABLE) == set(FOUND)


def test_the_table_says_the_same_section_and_openness_as_the_code() -> None:
    said = {key: (case.section, case.public) for key, case in TABLE.items()}
    coded = {key: (getattr(view, "section", "unsaid"), getattr(view, "public", False)) for key, view in FOUND.items()}

    assert said == coded


@pytest.mark.parametrize(("key", "case"), EVERY)
def test_the_right_person_gets_through(scene: Scene, key: str, case: Case) -> None:
    client = browser_of(scene.cast.ada, scene.cast.lenders.alder, at=ALDER)

    assert call(scene, client, key, case).status_code == case.right


@pytest.mark.parametrize(("key", "case"), SIGNED_IN)
def test_nobody_gets_through_unknown(scene: Scene, key: str, case: Case) -> None:
    before = counts(scene)

    refused = call(scene, browser_of(None, scene.cast.lenders.alder, at=ALDER), key, case)

    assert (refused.status_code, refused.json()["code"]) == (401, "signed_out")
    assert counts(scene) == before


@pytest.mark.parametrize(("key", "case"), SIGNED_IN)
def test_another_lenders_borrower_is_nobody_here(scene: Scene, key: str, case: Case) -> None:
    client = browser_of(scene.cast.cleo, scene.cast.lenders.birch, at=ALDER)
    before = counts(scene)

    refused = call(scene, client, key, case)

    assert (refused.status_code, refused.json()["code"]) == (401, "signed_out")
    assert counts(scene) == before


@pytest.mark.parametrize(("key", "case"), SIGNED_IN)
@pytest.mark.parametrize("audience", [Audience.PORTAL, Audience.CONSOLE])
def test_staff_are_no_borrowers(scene: Scene, key: str, case: Case, audience: Audience) -> None:
    client = browser_of(scene.cast.sam, scene.cast.lenders.alder, at=ALDER, audience=audience)

    assert call(scene, client, key, case).status_code == 401


@pytest.mark.parametrize(("key", "case"), NAMING)
def test_another_borrower_gets_what_an_absent_thing_gets_and_changes_nothing(
    scene: Scene, key: str, case: Case
) -> None:
    client = browser_of(scene.cast.bob, scene.cast.lenders.alder, at=ALDER)
    before = counts(scene)

    refused = call(scene, client, key, case)

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert counts(scene) == before


@pytest.mark.parametrize(("key", "case"), NAMING)
def test_ones_own_host_does_not_reach_into_another_lender(scene: Scene, key: str, case: Case) -> None:
    client = browser_of(scene.cast.cleo, scene.cast.lenders.birch, at=BIRCH)
    before = counts(scene)

    refused = call(scene, client, key, case)

    assert refused.status_code == 404
    assert counts(scene) == before


@pytest.mark.parametrize(("key", "case"), SECTIONED)
@pytest.mark.parametrize("who", ["ada", None])
def test_a_section_that_is_off_equals_an_unknown_path_for_anyone(
    scene: Scene, key: str, case: Case, who: str | None
) -> None:
    with in_tenant(scene.cast.lenders.alder):
        turn_switch(
            section=str(case.section),
            to_on=False,
            stranded_choice="drain",
            reason="Test.",
            ticket_number="",
            intent_id=uuid4(),
            actor=SYSTEM,
            now=NOW,
        )
    client = browser_of(scene.cast.ada if who else None, scene.cast.lenders.alder, at=ALDER)
    method = key.split()[0].lower()

    off, unknown = call(scene, client, key, case), send(client, method, "/api/v1/no-such-thing", case.body(scene))

    assert off.status_code == unknown.status_code == 404
    assert dict(off.headers) == dict(unknown.headers)
    assert without_request_id(off) == without_request_id(unknown)


@pytest.mark.parametrize(("key", "case"), SECTIONED)
def test_the_other_lender_notices_nothing_of_a_section_that_is_off(scene: Scene, key: str, case: Case) -> None:
    with in_tenant(scene.cast.lenders.birch):
        turn_switch(
            section=str(case.section),
            to_on=False,
            stranded_choice="drain",
            reason="Test.",
            ticket_number="",
            intent_id=uuid4(),
            actor=SYSTEM,
            now=NOW,
        )
    client = browser_of(scene.cast.ada, scene.cast.lenders.alder, at=ALDER)

    assert call(scene, client, key, case).status_code == case.right


@pytest.mark.parametrize("key", [key for key in TABLE if not key.startswith("GET")])
def test_another_lenders_page_cannot_write_in_a_borrowers_name(scene: Scene, key: str) -> None:
    client = browser_of(scene.cast.ada, scene.cast.lenders.alder, at=ALDER)
    before = counts(scene)

    refused = client.generic(
        key.split()[0],
        TABLE[key].path(scene),
        json.dumps(TABLE[key].body(scene)),
        content_type="application/json",
        HTTP_ORIGIN="http://birch.testserver",
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "bad_origin")
    assert counts(scene) == before


def without_request_id(response: Any) -> dict[str, Any]:
    return {name: value for name, value in response.json().items() if name != "request_id"}
