"""Payments are switched off while somebody pays, over HTTP and on committed rows: never accepted after."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.db import connections, transaction
from django.test import override_settings

from feature_flags.operations import turn_switch
from portal_api.payments.models import Payment
from portal_api.payments.rail import Window, next_window
from portico_kernel.actor import Actor
from tenants.context import in_tenant
from tenants.snapshot import forget_snapshots
from tests.cast import NOW, assemble
from tests.database import TwoLenders
from tests.eft.conftest import empty
from tests.isolation.scene import Scene, browser_of, send, set_scene
from tests.payments.stage import at_once

RITA = Actor("support", "rita", "Rita Moss")
ROUNDS = 6
SECONDS = 30


@pytest.fixture
def scene(lenders: TwoLenders, tmp_path: Path) -> Iterator[Scene]:
    """The scene with its rows committed, so that every thread sees them; emptied afterwards."""
    with override_settings(PORTICO_VAR=tmp_path), time_machine.travel(NOW, tick=False):
        forget_snapshots()
        try:
            yield set_scene(assemble(lenders))
        finally:
            empty(lenders)
            forget_snapshots()


def pay(scene: Scene) -> tuple[int, str]:
    """Ada's browser confirms her open review; returns the status and the payment's id or the refusal's code."""
    client = browser_of(scene.cast.ada, scene.cast.lenders.alder, at="alder.testserver")
    body = {
        "review_id": str(scene.review.id),
        "accept_terms": True,
        "terms_hash": scene.review.terms_hash,
        "pay_again": [str(scene.payment.id)],
    }
    answer = send(client, "post", "/api/v1/payments", body)
    return answer.status_code, answer.json().get("id") or answer.json()["code"]


def switch_off(scene: Scene, choice: str) -> dict[str, int]:
    """Support turns payments off at alder; returns what became of those under way."""
    with in_tenant(scene.cast.lenders.alder):
        outcome: dict[str, int] = turn_switch(
            section="payments",
            to_on=False,
            stranded_choice=choice,
            reason="They asked.",
            ticket_number="7",
            intent_id=uuid.uuid4(),
            actor=RITA,
            now=NOW,
        ).outcome
    return outcome


def statuses(scene: Scene) -> dict[str, str]:
    """Every payment of alder and how it stands."""
    with in_tenant(scene.cast.lenders.alder):
        return {str(id): status for id, status in Payment.objects.values_list("id", "status")}


def expected_of(scene: Scene, accepted: str | None, choice: str) -> tuple[dict[str, int], dict[str, str]]:
    """What the switch must report, and how the payments must stand: the scene's own, and the accepted one."""
    payments = [str(scene.payment.id), *([accepted] if accepted else [])]
    if choice == "cancel":
        return {"canceled": len(payments), "left to finish": 0}, dict.fromkeys(payments, "cancelled")
    return {"canceled": 0, "left to finish": len(payments)}, dict.fromkeys(payments, "submitted")


@pytest.mark.parametrize("choice", ["drain", "cancel"])
@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_payment_is_accepted_before_and_counted_or_refused_as_unknown(scene: Scene, choice: str, _: int) -> None:
    (status, told), outcome = at_once(scene.cast.lenders.alder, lambda: pay(scene), lambda: switch_off(scene, choice))

    assert (status, told) == (404, "not_found") or status == 201
    assert (outcome, statuses(scene)) == expected_of(scene, told if status == 201 else None, choice)


@pytest.mark.parametrize("choice", ["drain", "cancel"])
def test_a_switch_waits_for_a_payment_that_was_let_in_and_counts_it(
    scene: Scene, choice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rival at the exact line: the payment has seen the switch on, and is not yet written."""
    let_in = threading.Event()

    def while_the_switch_waits(now: datetime) -> Window:
        let_in.set()
        wait_for_a_waiting_lock()
        return next_window(now)

    monkeypatch.setattr("portal_api.payments.operations.confirm.next_window", while_the_switch_waits)
    (status, told), outcome = at_once(
        scene.cast.lenders.alder, lambda: pay(scene), lambda: let_in.wait(SECONDS) and switch_off(scene, choice)
    )

    assert status == 201, told
    assert (outcome, statuses(scene)) == expected_of(scene, told, choice)


@pytest.mark.parametrize("choice", ["drain", "cancel"])
def test_a_payment_waits_for_a_switch_that_is_turning_and_is_refused(scene: Scene, choice: str) -> None:
    """The rival at the exact line: the switch is off and not yet committed when the payment asks."""
    turned = threading.Event()

    def turn_and_hold() -> dict[str, int]:
        with transaction.atomic():
            outcome = switch_off(scene, choice)
            turned.set()
            wait_for_a_waiting_lock()
        return outcome

    answer, outcome = at_once(scene.cast.lenders.alder, lambda: turned.wait(SECONDS) and pay(scene), turn_and_hold)

    assert answer == (404, "not_found")
    assert (outcome, statuses(scene)) == expected_of(scene, None, choice)


def wait_for_a_waiting_lock() -> None:
    """Return once somebody in this database waits for an advisory lock, as the rival must."""
    owner = connections["owner"].settings_dict
    with psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"], dbname=owner["NAME"]
    ) as looking:
        for _ in range(SECONDS * 50):
            waiting = looking.execute(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            ).fetchone()
            if waiting:
                return
            time.sleep(0.02)
    raise AssertionError("the rival never waited")
