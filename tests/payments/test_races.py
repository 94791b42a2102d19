"""Races run on purpose: real threads, real connections, committed rows. Exactly one of the rivals wins."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from feature_flags.operations import turn_switch
from portal_api.eft.models import EftEntry
from portal_api.eft.operations import generate_file
from portal_api.notices.models import Notice
from portal_api.payments.errors import Overlap, ReviewSpent, TooLateToCancel
from portal_api.payments.models import Instruction, Payment, PaymentEvent
from portal_api.payments.operations import MadeReview, cancel_payment, claim_payment
from portal_api.payments.queries import timeline_of
from portal_api.wallet.errors import MethodInUse
from portal_api.wallet.operations import remove_method
from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from portico_kernel.idempotency.models import StoredAnswer
from portico_kernel.idempotency.operations import Answer, KeyedRequest, answer_once
from tenants.context import in_tenant
from tests.cast import NOW
from tests.eft.making import CUTOFF, EFFECTIVE, generated
from tests.faults.test_switch_races import wait_for_a_waiting_lock
from tests.payments.stage import RAIL, Till, at_once, confirmed, looking, paid, reviewed

ROUNDS = 5
RITA = Actor("support", "rita", "Rita Moss")


def kinds(results: list[object]) -> list[str]:
    """The classes of what came out, by name."""
    return sorted(type(result).__name__ for result in results)


def rows() -> tuple[int, int, int, int]:
    """Payments, instructions, first steps and receipts, in the lender that is entered."""
    return (
        Payment.objects.count(),
        Instruction.objects.count(),
        PaymentEvent.objects.filter(step="submitted").count(),
        Notice.objects.filter(kind="payment_received").count(),
    )


def test_a_double_click_makes_one_payment(committed: Till) -> None:
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        made = reviewed(committed)
    click: Callable[[], Payment] = lambda: confirmed(committed, made)  # noqa: E731
    results = at_once(alder, *[click] * 4)

    assert kinds(results) == ["Payment", "ReviewSpent", "ReviewSpent", "ReviewSpent"]
    payment = next(result for result in results if isinstance(result, Payment))
    spent = [result.details for result in results if isinstance(result, ReviewSpent)]
    assert spent == [{"payment_id": str(payment.id)}] * 3
    with in_tenant(alder):
        assert rows() == (1, 1, 1, 1)


def test_a_retry_with_the_same_key_gets_the_same_answer(committed: Till) -> None:
    alder, ada = committed.cast.lenders.alder, committed.cast.ada
    with in_tenant(alder):
        made = reviewed(committed)
    request = KeyedRequest(ada.id, "a-key-of-the-browser", "payments_create", {"review_id": str(made.review.id)})

    def send() -> Answer:
        work = lambda: (201, {"id": str(confirmed(committed, made).id)})  # noqa: E731
        return answer_once(request, work, now=NOW)

    answers = at_once(alder, *[send] * 4)

    assert sorted(answer.is_replay for answer in answers) == [False, True, True, True]
    assert len({answer.body["id"] for answer in answers}) == 1
    with in_tenant(alder):
        assert (rows(), StoredAnswer.objects.count()) == ((1, 1, 1, 1), 1)


def test_two_tabs_with_two_reviews_make_one_payment(committed: Till) -> None:
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        tabs = [reviewed(committed), reviewed(committed)]
    press: Callable[[MadeReview], Callable[[], Payment]] = lambda made: lambda: confirmed(committed, made)  # noqa: E731
    results = at_once(alder, *[press(made) for made in tabs])

    assert kinds(results) == ["Overlap", "Payment"]
    payment = next(result for result in results if isinstance(result, Payment))
    overlap = next(result for result in results if isinstance(result, Overlap))
    assert [card["id"] for card in overlap.details["payments"]] == [str(payment.id)]
    with in_tenant(alder):
        assert rows() == (1, 1, 1, 1)


def test_two_payments_on_top_of_the_same_one_do_not_both_pass(committed: Till) -> None:
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        first = paid(committed)
        tabs = [reviewed(committed), reviewed(committed)]
    press: Callable[[MadeReview], Callable[[], Payment]] = lambda made: (  # noqa: E731
        lambda: confirmed(committed, made, pay_again=frozenset({first.id}))
    )
    results = at_once(alder, *[press(made) for made in tabs])

    assert kinds(results) == ["Overlap", "Payment"]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_cancelling_and_claiming_race_for_one_row(committed: Till, _: int) -> None:
    alder, viewer = committed.cast.lenders.alder, looking(committed.cast.ada)
    with in_tenant(alder):
        payment = paid(committed)

    def claim() -> str:
        with transaction.atomic():
            row = Payment.objects.select_for_update().filter(status="submitted").first()
            if row is None:
                return "nothing to claim"
            claim_payment(row, file_number=1, effective_on=EFFECTIVE, actor=RAIL, now=NOW)
            return "claimed"

    def cancel() -> str:
        return cancel_payment(viewer=viewer, payment_id=payment.id, actor=viewer.actor, now=NOW).status

    claimed, cancelled = at_once(alder, claim, cancel)
    with in_tenant(alder):
        status = Payment.objects.get().status
        steps = sorted(PaymentEvent.objects.exclude(step="submitted").values_list("step", flat=True))

    assert steps == [status]
    if status == "claimed":
        assert (claimed, type(cancelled)) == ("claimed", TooLateToCancel)
    else:
        assert (claimed, cancelled, status) == ("nothing to claim", "cancelled", "cancelled")


def test_a_generation_at_the_cut_off_and_a_cancel_of_the_last_moment(committed: Till) -> None:
    alder, viewer = committed.cast.lenders.alder, looking(committed.cast.ada)
    with in_tenant(alder):
        payment = paid(committed)
    last_moment = CUTOFF - timedelta(microseconds=1)
    at_once(
        alder,
        lambda: cancel_payment(viewer=viewer, payment_id=payment.id, actor=viewer.actor, now=last_moment),
        lambda: generate_file(cutoff_at=CUTOFF, actor=RAIL, now=CUTOFF),
    )

    with in_tenant(alder):
        status, entries = Payment.objects.get().status, EftEntry.objects.count()
    assert (status, entries) in {("cancelled", 0), ("claimed", 1)}


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_switch_that_turns_off_and_a_confirmation(committed: Till, _: int) -> None:
    """Either the payment was accepted first and the switch cancelled it, or it was not accepted at all."""
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        made = reviewed(committed)

    def switch_off() -> dict[str, int]:
        outcome: dict[str, int] = turn_switch(
            section="payments",
            to_on=False,
            stranded_choice="cancel",
            reason="They asked.",
            ticket_number="7",
            intent_id=uuid.uuid4(),
            actor=RITA,
            now=NOW,
        ).outcome
        return outcome

    outcome, result = at_once(alder, switch_off, lambda: confirmed(committed, made))
    with in_tenant(alder):
        states = list(Payment.objects.values_list("status", flat=True))

    if isinstance(result, NotFound):
        assert (outcome, states) == ({"canceled": 0, "left to finish": 0}, [])
    else:
        assert (outcome, states) == ({"canceled": 1, "left to finish": 0}, ["cancelled"])


def test_a_confirmation_waits_for_a_switch_that_is_turning(committed: Till) -> None:
    """The rival at the exact line: the switch is turned but not committed when the confirmation asks."""
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        made = reviewed(committed)
    turned, waiting = threading.Event(), threading.Event()

    def switch_off() -> None:
        with transaction.atomic():
            turn_switch(
                section="payments",
                to_on=False,
                stranded_choice="drain",
                reason="They asked.",
                ticket_number="7",
                intent_id=uuid.uuid4(),
                actor=RITA,
                now=NOW,
            )
            turned.set()
            waiting.wait(1)

    def confirm() -> Payment:
        turned.wait(10)
        return confirmed(committed, made)

    _, result = at_once(alder, switch_off, confirm)

    assert isinstance(result, NotFound)
    with in_tenant(alder):
        assert rows() == (0, 0, 0, 0)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_removing_a_bank_account_and_paying_from_it(committed: Till, _: int) -> None:
    alder, viewer = committed.cast.lenders.alder, looking(committed.cast.ada)
    with in_tenant(alder):
        made = reviewed(committed)
    removed, result = at_once(
        alder,
        lambda: remove_method(viewer=viewer, method_id=committed.adas.id, actor=viewer.actor, now=NOW),
        lambda: confirmed(committed, made),
    )

    if isinstance(result, Payment):
        assert isinstance(removed, MethodInUse)
    else:
        assert (removed, type(result)) == (None, NotFound)


def test_a_confirmation_before_the_cut_off_that_is_still_being_written_is_in_the_file_of_that_cut_off(
    committed: Till,
) -> None:
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        made = reviewed(committed, now=CUTOFF - timedelta(seconds=2))
    maker = threading.Thread(target=lambda: at_once(alder, generated))

    def clock() -> datetime:
        maker.start()
        maker.join(1)  # it waits for this confirmation, which is in time
        return CUTOFF - timedelta(seconds=1)

    with in_tenant(alder):
        payment = confirmed(committed, made, clock=clock)
        maker.join(60)
        payment.refresh_from_db()

        assert (payment.status, payment.debit_on) == ("claimed", made.review.debit_on)


def test_a_payment_confirmed_while_a_cancel_ticket_waits_is_confirmed_before_it_is_canceled(committed: Till) -> None:
    """The switch has read its clock, then waits for a confirmation that reads its own later."""
    alder = committed.cast.lenders.alder
    with in_tenant(alder):
        made = reviewed(committed)
    confirming = threading.Event()

    def clock() -> datetime:
        confirming.set()
        wait_for_a_waiting_lock()
        return NOW + timedelta(seconds=2)

    def switch_off() -> None:
        confirming.wait(10)
        turn_switch(
            section="payments",
            to_on=False,
            stranded_choice="cancel",
            reason="They asked.",
            ticket_number="7",
            intent_id=uuid.uuid4(),
            actor=RITA,
            now=NOW,
        )

    at_once(alder, lambda: confirmed(committed, made, clock=clock), switch_off)
    with in_tenant(alder):
        steps = [(event.step, event.at) for event in timeline_of(Payment.objects.get())]
        rows_of_it = AuditEntry.objects.filter(action__startswith="payment.").order_by("at")
        audited = list(rows_of_it.values_list("action", "at"))

    confirmed_at = NOW + timedelta(seconds=2)
    cancelled_at = confirmed_at + timedelta(microseconds=1)
    assert steps == [("submitted", confirmed_at), ("cancelled", cancelled_at)]
    assert audited == [(f"payment.{step}", at) for step, at in steps]
