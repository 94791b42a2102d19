"""What switching payments off would strand, and what each choice does about it, at this lender only."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from branding.published.models import BrandVersion
from feature_flags.operations import turn_switch
from feature_flags.stranded import Impact, impact_of
from portal_api.notices.models import Notice
from portal_api.payments.models import Payment
from portal_api.payments.operations import claim_payment
from portico_kernel.actor import Actor
from tenants.context import in_tenant
from tenants.models import Lender, Site
from tests.cast import NOW
from tests.eft.making import CUTOFF, EFFECTIVE
from tests.payments.stage import RAIL, Till, confirmed, paid, reviewed

RITA = Actor("support", "rita", "Rita Moss")


@pytest.fixture
def busy(till: Till) -> Till:
    """Ada's payment is claimed, Bob's waits; Cleo's waits at the other lender."""
    with in_tenant(till.cast.lenders.alder):
        claim_payment(paid(till), file_number=1, effective_on=EFFECTIVE, actor=RAIL, now=NOW)
        bobs = reviewed(till, user=till.cast.bob, account=till.cast.bob_loan, method=till.bobs)
        confirmed(till, bobs, user=till.cast.bob)
    with in_tenant(till.cast.lenders.birch):
        cleos = reviewed(till, user=till.cast.cleo, account=till.cast.cleo_loan, method=till.cleos)
        confirmed(till, cleos, user=till.cast.cleo)
    return till


def switch_off(choice: str, *, now: datetime = NOW) -> dict[str, int]:
    change = turn_switch(
        section="payments",
        to_on=False,
        stranded_choice=choice,
        reason="They asked.",
        ticket_number="7",
        intent_id=uuid.uuid4(),
        actor=RITA,
        now=now,
    )
    outcome: dict[str, int] = change.outcome
    return outcome


def test_the_impact_is_told_before(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        assert impact_of("payments") == [
            Impact("Payments that can still be canceled", 1, "$350.00"),
            Impact("Payments on their way to the bank", 1, "$350.00"),
            Impact("Bank accounts on file", 2),
        ]


def test_cancel_stops_what_no_file_has_and_tells_its_borrower(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        outcome = switch_off("cancel")
        states = dict(Payment.objects.values_list("user__email", "status"))
        notice = Notice.objects.get(kind="payment_cancelled")

    assert outcome == {"canceled": 1, "left to finish": 1}
    assert states == {"ada@example.com": "claimed", "bob@example.com": "cancelled"}
    assert (notice.to_email, notice.paragraphs[0]) == (
        "bob@example.com",
        "Online payments were switched off, so this payment was canceled.",
    )


def test_drain_lets_everything_finish(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        assert switch_off("drain") == {"canceled": 0, "left to finish": 2}
        assert sorted(Payment.objects.values_list("status", flat=True)) == ["claimed", "submitted"]


def reachable(lender: Lender) -> None:
    """Publish words with a telephone number and an address, as the lender's brand."""
    site = Site.objects.get(lender_id=lender.id)
    words = {"en": {"support_phone": "555-0142", "support_email": "help@alder.example"}}
    BrandVersion.objects.create(
        lender_id=lender.id,
        site_id=site.id,
        version=1,
        inputs={},
        words=words,
        css_hash="0" * 16,
        css="",
        published_at=NOW,
        published_by="tests",
    )


def test_drain_tells_each_borrower_who_can_still_cancel_how_to(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        reachable(busy.cast.lenders.alder)
        switch_off("drain")
        payment = Payment.objects.get(status="submitted")
        notice = Notice.objects.get(kind="payments_drained")

    assert (notice.to_email, notice.subject) == (
        "bob@example.com",
        f"Payment {payment.reference} of $350.00 goes on as planned",
    )
    assert notice.paragraphs == [
        "Online payments were switched off. Your payment that is under way goes on as planned.",
        f"Payment {payment.reference} of $350.00: Checking ••4321 is debited on Thursday, November 12, 2026."
        " It can be canceled until 4:30 PM EST on Tuesday, November 10, 2026.",
        "To cancel, contact Alder Finance at 555-0142 or help@alder.example before then.",
    ]
    assert (notice.action_label, notice.action_path) == ("", "")


def test_drain_tells_of_several_payments_in_one_notice(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        first = paid(till)
        second = confirmed(till, reviewed(till), pay_again=frozenset({first.id}), now=NOW + timedelta(minutes=1))
        switch_off("drain")
        notice = Notice.objects.get(kind="payments_drained")

    assert notice.subject == "Your 2 payments go on as planned"
    assert [line.split(":")[0] for line in notice.paragraphs[1:3]] == [
        f"Payment {payment.reference} of $350.00" for payment in (first, second)
    ]
    assert notice.paragraphs[3] == "To cancel, contact Alder Finance before then."


def test_drain_tells_nobody_at_the_other_lender_nor_who_is_past_the_cut_off(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        switch_off("drain", now=CUTOFF)
        assert Notice.objects.filter(kind="payments_drained").count() == 0
    with in_tenant(busy.cast.lenders.birch):
        assert Notice.objects.filter(kind="payments_drained").count() == 0
        switch_off("drain")
        assert Notice.objects.get(kind="payments_drained").to_email == "cleo@example.com"


def test_the_other_lender_notices_nothing(busy: Till) -> None:
    with in_tenant(busy.cast.lenders.alder):
        switch_off("cancel")

    with in_tenant(busy.cast.lenders.birch):
        assert Payment.objects.get().status == "submitted"
        assert impact_of("payments")[0] == Impact("Payments that can still be canceled", 1, "$350.00")
