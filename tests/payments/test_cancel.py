"""Cancelling: until the cut-off that was promised, and not a moment after."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from feature_flags.operations import turn_switch
from portal_api.notices.models import Notice
from portal_api.payments.errors import TooLateToCancel
from portal_api.payments.models import Payment, PaymentEvent
from portal_api.payments.operations import cancel_for_caller, cancel_payment, claim_payment, settle_payment
from portal_api.payments.queries import payments_to_claim
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import SYSTEM
from tests.eft.making import CUTOFF, EFFECTIVE, WINDOW_ENDS
from tests.payments.stage import RAIL, Till, looking, paid

LAST_MOMENT = CUTOFF - timedelta(microseconds=1)


def cancelled(till: Till, payment: Payment, *, now: datetime = NOW) -> Payment:
    viewer = looking(till.cast.ada)
    return cancel_payment(viewer=viewer, payment_id=payment.id, actor=viewer.actor, now=now)


def test_stops_a_payment_up_to_the_last_moment(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = cancelled(till, paid(till), now=LAST_MOMENT)

        assert Payment.objects.get().status == payment.status == "cancelled"
        assert [(event.step, event.text) for event in PaymentEvent.objects.order_by("at")][1:] == [
            ("cancelled", "You canceled this payment. Nothing was debited.")
        ]
        assert AuditEntry.objects.filter(action="payment.cancelled", actor_label="Ada Lopez").count() == 1
        assert Notice.objects.filter(kind="payment_cancelled").count() == 1


def test_is_too_late_at_the_cut_off_itself(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        with pytest.raises(TooLateToCancel) as refused:
            cancelled(till, payment, now=CUTOFF)

        assert refused.value.message == (
            f"Payment {payment.reference} could be canceled until 4:30 PM EST on Tuesday, November 10, 2026."
            " It is on its way to the bank."
        )
        assert Payment.objects.get().status == "submitted"


def test_at_every_moment_a_payment_can_be_cancelled_or_claimed_but_never_both(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        for moment in (NOW, LAST_MOMENT, CUTOFF, CUTOFF + timedelta(days=1)):
            is_claimable = payments_to_claim(moment).filter(id=payment.id).exists()

            assert payment.can_be_cancelled(moment) is not is_claimable


def test_what_is_claimed_or_collected_cannot_be_cancelled(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=1, effective_on=EFFECTIVE, actor=RAIL, now=NOW)
        with pytest.raises(TooLateToCancel, match="on its way to the bank"):
            cancelled(till, payment)
        settle_payment(payment, final_on=WINDOW_ENDS, actor=RAIL, now=NOW)
        with pytest.raises(TooLateToCancel, match="can no longer be canceled: it is collected"):
            cancelled(till, payment)


def test_cancelling_twice_is_fine_and_said_once(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        cancelled(till, payment)

        assert cancelled(till, payment, now=CUTOFF).status == "cancelled"
        assert PaymentEvent.objects.filter(step="cancelled").count() == 1
        assert Notice.objects.filter(kind="payment_cancelled").count() == 1


def test_nobody_else_cancels_it(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        bob = looking(till.cast.bob)
        with pytest.raises(NotFound):
            cancel_payment(viewer=bob, payment_id=payment.id, actor=bob.actor, now=NOW)
    with in_tenant(till.cast.lenders.birch):
        cleo = looking(till.cast.cleo)
        with pytest.raises(NotFound):
            cancel_payment(viewer=cleo, payment_id=payment.id, actor=cleo.actor, now=NOW)
    with in_tenant(till.cast.lenders.alder):
        assert Payment.objects.get().status == "submitted"


def test_staff_cancel_for_a_caller_even_while_payments_are_off(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        turn_switch(
            section="payments",
            to_on=False,
            stranded_choice="drain",
            reason="Test.",
            ticket_number="1",
            intent_id=uuid4(),
            actor=SYSTEM,
            now=NOW,
        )

        done = cancel_for_caller(payment_id=payment.id, actor=SYSTEM, now=NOW)

        assert done.status == "cancelled"
        assert AuditEntry.objects.filter(action="payment.cancelled_by_staff").count() == 1


def test_staff_are_too_late_at_the_cut_off_and_reach_no_other_lenders_payment(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        with pytest.raises(TooLateToCancel):
            cancel_for_caller(payment_id=payment.id, actor=SYSTEM, now=payment.cancellable_until)
    with in_tenant(till.cast.lenders.birch), pytest.raises(NotFound):
        cancel_for_caller(payment_id=payment.id, actor=SYSTEM, now=NOW)
