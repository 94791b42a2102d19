"""What the rail does to payments: the steps in plain words, the moves that are allowed, and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from portal_api.notices.models import Notice
from portal_api.payments.models import Payment
from portal_api.payments.operations import (
    cancel_for_lender,
    claim_payment,
    fail_payment,
    finish_payment,
    give_back_payment,
    hold_payment,
    mark_sent,
    return_payment,
    settle_payment,
)
from portal_api.payments.queries import timeline_of
from portal_api.payments.states import IN_FLIGHT, PAYMENT_LIFE, TERMINAL, PaymentStatus
from portico_kernel.actor import Actor
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import MoveNotAllowed
from tenants.context import in_tenant
from tests.cast import NOW
from tests.eft.making import CUTOFF, EFFECTIVE, NEXT_CUTOFF, WINDOW_ENDS
from tests.payments.stage import RAIL, Till, paid

S = PaymentStatus
NO_MONEY = "Your bank did not pay because there was not enough money available in the account."

MOVES: dict[PaymentStatus, Callable[[Payment], object]] = {
    S.CLAIMED: lambda p: claim_payment(p, file_number=7, effective_on=EFFECTIVE, actor=RAIL, now=NOW),
    S.SUBMITTED: lambda p: give_back_payment(p, actor=RAIL, now=NOW),
    S.SETTLED: lambda p: settle_payment(p, final_on=WINDOW_ENDS, actor=RAIL, now=NOW),
    S.HELD: lambda p: hold_payment(p, reason="$1.00 closes this account.", actor=RAIL, now=NOW),
    S.FINAL: lambda p: finish_payment(p, actor=RAIL, now=NOW),
    S.RETURNED: lambda p: return_payment(
        p, code="R01", reason_text=NO_MONEY, bank_meaning="Insufficient funds", actor=RAIL, now=NOW
    ),
    S.FAILED: lambda p: fail_payment(p, reason_text="No such account.", actor=RAIL, now=NOW),
    S.CANCELLED: lambda p: cancel_for_lender(p, because="Switched off.", actor=RAIL, now=NOW),
}


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_every_pair_of_states_moves_as_the_table_says(till: Till, before: S, after: S) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        Payment.objects.update(status=before)
        payment.refresh_from_db()
        if PAYMENT_LIFE.allows(from_=before, to=after):
            MOVES[after](payment)
            assert Payment.objects.get().status == after
        else:
            with pytest.raises(MoveNotAllowed):
                MOVES[after](payment)
            assert Payment.objects.get().status == before


def test_what_has_ended_goes_nowhere_and_what_is_under_way_can_end() -> None:
    assert [PAYMENT_LIFE.moves[status] for status in TERMINAL] == [frozenset()] * len(TERMINAL)
    assert all(PAYMENT_LIFE.allows(from_=status, to=S.FAILED) for status in IN_FLIGHT)


def test_the_timeline_tells_each_step_from_click_to_finality(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        steps: tuple[Callable[[datetime], object], ...] = (
            lambda at: claim_payment(payment, file_number=7, effective_on=EFFECTIVE, actor=RAIL, now=at),
            lambda at: mark_sent(payment, file_number=7, actor=RAIL, now=at),
            lambda at: settle_payment(payment, final_on=WINDOW_ENDS, actor=RAIL, now=at),
            lambda at: finish_payment(payment, actor=RAIL, now=at),
        )
        for hours, step in enumerate(steps):
            step(CUTOFF + timedelta(hours=hours))
        told = [(event.step, event.text) for event in timeline_of(payment)][1:]

    assert told == [
        ("claimed", "In bank file 7. The bank is asked to debit your account on Thursday, November 12, 2026."),
        ("sent", "We sent bank file 7 to the bank."),
        (
            "settled",
            "Debited and posted to your account. Your bank can still return it, ordinarily until Monday,"
            " November 16, 2026.",
        ),
        ("final", "Complete: the time in which banks ordinarily return a debit is over."),
    ]


def test_staff_read_the_same_steps_about_the_borrower_and_who_sent_the_file(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=7, effective_on=EFFECTIVE, actor=RAIL, now=CUTOFF)
        mark_sent(payment, file_number=7, actor=Actor("staff", "s1", "Sam Ortiz"), now=CUTOFF + timedelta(hours=1))
        return_payment(
            payment,
            code="R01",
            reason_text=NO_MONEY,
            bank_meaning="Insufficient funds",
            actor=RAIL,
            now=CUTOFF + timedelta(hours=2),
        )
        told = [event.text_for_staff for event in timeline_of(payment)]
        audit = AuditEntry.objects.filter(action="payment.sent").values_list("summary", flat=True)

        assert list(audit) == [f"{payment.reference}: Sam Ortiz marked bank file 7 as sent to the bank."]
    assert told[0].startswith("Ada Lopez confirmed this payment of $350.00. ")
    assert told[1:] == [
        "In bank file 7. The bank is asked to debit Checking ••4321 on Thursday, November 12, 2026.",
        "Sam Ortiz marked bank file 7 as sent to the bank.",
        "The borrower's bank returned this payment (R01): Insufficient funds.",
    ]


def test_a_settled_payment_knows_when_its_window_closes(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        MOVES[S.CLAIMED](payment)
        MOVES[S.SETTLED](payment)
        row = Payment.objects.get()

    assert (row.settled_at, row.final_on) == (NOW, WINDOW_ENDS)


def test_a_return_says_why_in_plain_words_to_the_borrower(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        MOVES[S.CLAIMED](payment)
        MOVES[S.RETURNED](payment)
        row, notice = Payment.objects.get(), Notice.objects.get(kind="payment_returned")

        assert (row.return_code, row.return_text) == ("R01", NO_MONEY)
        texts = [event.text for event in timeline_of(payment) if event.step == "returned"]
        assert texts == [f"Your bank returned this payment (R01). {NO_MONEY}"]
        assert notice.paragraphs == [
            f"Your bank returned the payment of $350.00. {NO_MONEY}",
            "The payment does not count: what it had paid is owed again.",
        ]


def test_a_debit_on_a_later_day_than_agreed_is_told_to_the_borrower(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=7, effective_on=date(2026, 11, 17), actor=RAIL, now=CUTOFF)

        assert {(event.step, event.text) for event in timeline_of(payment) if event.step != "submitted"} == {
            ("claimed", "In bank file 7. The bank is asked to debit your account on Tuesday, November 17, 2026."),
            (
                "delayed",
                "The bank file was made late: the debit comes later than Thursday, November 12, 2026, the day agreed.",
            ),
        }
        assert Notice.objects.get(kind="payment_delayed").paragraphs == [
            "The bank file with your payment of $350.00 was made later than planned.",
            "Checking ••4321 will be debited on Tuesday, November 17, 2026, not on Thursday, November 12, 2026 as"
            " agreed. Please keep the money there until then.",
            "If the later day does not suit you, please contact us.",
        ]


def test_a_debit_on_the_day_agreed_is_no_news(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=7, effective_on=EFFECTIVE, actor=RAIL, now=CUTOFF)

        assert list(Notice.objects.values_list("kind", flat=True)) == ["payment_received"]


def test_a_payment_given_back_waits_for_the_next_file_and_can_be_cancelled_again(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        claim_payment(payment, file_number=7, effective_on=EFFECTIVE, actor=RAIL, now=CUTOFF)
        give_back_payment(payment, actor=RAIL, now=CUTOFF + timedelta(hours=1))
        row = Payment.objects.get()

        assert (row.status, row.cancellable_until) == ("submitted", NEXT_CUTOFF)
        assert row.debit_on.isoformat() == "2026-11-13"
        assert row.can_be_cancelled(CUTOFF + timedelta(hours=2)) is True
        assert Notice.objects.get(kind="payment_delayed").paragraphs[1] == (
            "The payment goes into the next file; your account will be debited on Friday, November 13, 2026."
        )


def test_how_to_cancel_is_said_so_that_it_holds_with_payments_off_as_well(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        MOVES[S.CLAIMED](payment)
        give_back_payment(payment, actor=RAIL, now=CUTOFF + timedelta(hours=1))
        notice = Notice.objects.get(kind="payment_delayed")

    assert notice.paragraphs[2] == (
        "You can cancel it until 4:30 PM EST on Thursday, November 12, 2026. If you cannot do so in the portal,"
        " contact us before then."
    )
