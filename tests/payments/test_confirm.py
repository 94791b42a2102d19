"""Confirming: the review is spent once, and everything it promised is looked at again."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from feature_flags.models import Switch
from portal_api.accounts.models import Access, AccountSnapshot
from portal_api.eft.models import EftProfile
from portal_api.notices.models import Notice
from portal_api.payments.errors import (
    AccountNotPayable,
    AmountRefused,
    MethodNotUsable,
    Overlap,
    ReviewExpired,
    ReviewSpent,
    TermsChanged,
    TermsNotAccepted,
)
from portal_api.payments.models import Instruction, Payment, PaymentEvent
from portal_api.wallet.models import BankAccount
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import LONG_AGO
from tests.eft.making import CUTOFF, EFFECTIVE
from tests.payments.stage import PAYOFF, Till, confirmed, custom, paid, reviewed


def nothing_happened() -> bool:
    """Whether no payment, evidence or message came of it, in the lender that is entered."""
    return not (Payment.objects.exists() or Instruction.objects.exists() or Notice.objects.exists())


def test_makes_one_pending_payment_with_its_evidence(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        payment = Payment.objects.select_related("instruction").get(id=confirmed(till, made).id)

    evidence = payment.instruction
    assert (payment.status, payment.amount, payment.user_id) == ("submitted", made.review.amount, till.cast.ada.id)
    assert (payment.cancellable_until, payment.debit_on, payment.created_at) == (CUTOFF, EFFECTIVE, NOW)
    assert re.fullmatch("P-[0-9A-HJKMNP-TV-Z]{6}", payment.reference)
    assert (evidence.terms_text, evidence.terms_hash) == (made.review.terms_text, made.review.terms_hash)
    assert (evidence.address, evidence.browser, evidence.payment_type) == ("198.51.100.7", "Test 1.0", "S")
    assert (evidence.confirmed_at, evidence.terms_version) == (NOW, 1)


def test_says_so_on_the_timeline_in_the_audit_log_and_by_mail(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        payment = paid(till)
        event, notice = PaymentEvent.objects.get(), Notice.objects.get()
        text = (
            "You confirmed this payment of $350.00. It can be canceled until 4:30 PM EST on Tuesday,"
            " November 10, 2026; the debit is planned for Thursday, November 12, 2026."
        )

        assert (event.step, event.text, event.actor_label) == ("submitted", text, "Ada Lopez")
        audit = AuditEntry.objects.get(action="payment.submitted")
        assert audit.summary == f"{payment.reference}: {text.replace('You', 'Ada Lopez')}"
        assert (notice.kind, notice.to_email) == ("payment_received", "ada@example.com")
        assert notice.paragraphs[2:] == [
            "A copy of your authorization:",
            *payment.instruction.terms_text.split("\n\n"),
        ]
        keys = OutboxEntry.objects.filter(task="notices.deliver").values_list("key", flat=True)
        assert list(keys) == [f"notice {notice.id}"]


def test_who_waited_past_the_cut_off_for_the_lock_is_asked_to_review_again(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till, now=CUTOFF - timedelta(seconds=2))
        with pytest.raises(ReviewExpired):
            confirmed(till, made, clock=lambda: CUTOFF)

        assert nothing_happened()


def test_a_review_makes_a_payment_once(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        first = confirmed(till, made)
        with pytest.raises(ReviewSpent) as refused:
            confirmed(till, made, pay_again=frozenset({first.id}))

        assert refused.value.details == {"payment_id": str(first.id)}
        assert Payment.objects.count() == 1


def test_a_payment_under_way_must_be_named_to_pay_again(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        first = paid(till)
        for named in (frozenset[uuid.UUID](), frozenset({uuid.uuid4()}), frozenset({first.id, uuid.uuid4()})):
            with pytest.raises(Overlap) as refused:
                confirmed(till, reviewed(till), pay_again=named)
            assert [card["id"] for card in refused.value.details["payments"]] == [str(first.id)]

        assert Payment.objects.count() == 1


def test_naming_a_payment_that_has_moved_on_is_asked_again(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        first = paid(till)
        Payment.objects.update(status="cancelled")

        with pytest.raises(Overlap, match="has moved on"):
            confirmed(till, reviewed(till), pay_again=frozenset({first.id}))
        assert confirmed(till, reviewed(till)).status == "submitted"


def test_another_borrowers_payment_is_no_overlap(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        paid(till, user=None)
        made = reviewed(till, user=till.cast.bob, account=till.cast.bob_loan, method=till.bobs)

        assert confirmed(till, made, user=till.cast.bob).user_id == till.cast.bob.id


def test_the_box_must_be_ticked_for_these_very_words(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        with pytest.raises(TermsNotAccepted):
            confirmed(till, made, is_ticked=False)
        with pytest.raises(TermsChanged):
            confirmed(till, made, terms_hash="0" * 64)

        assert nothing_happened()


def test_a_review_runs_out(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        with pytest.raises(ReviewExpired):
            confirmed(till, made, now=NOW + timedelta(minutes=15))

        assert nothing_happened()
        assert confirmed(till, made, now=NOW + timedelta(minutes=14, seconds=59)).status == "submitted"


def test_a_cut_off_that_passes_between_review_and_confirmation_is_not_passed_over(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till, now=CUTOFF - timedelta(minutes=1))
        with pytest.raises(ReviewExpired):
            confirmed(till, made, now=CUTOFF)

        assert nothing_happened()


def test_a_cut_off_that_the_lender_moved_is_not_promised_any_more(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        EftProfile.objects.update(cutoffs=["12:00"])

        with pytest.raises(ReviewExpired):
            confirmed(till, made)


def test_an_account_bank_account_or_access_that_changed_is_noticed(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        BankAccount.objects.filter(id=till.adas.id).update(validation="failed")
        with pytest.raises(MethodNotUsable):
            confirmed(till, made)
        BankAccount.objects.filter(id=till.adas.id).update(removed_at=NOW)
        with pytest.raises(NotFound):
            confirmed(till, made)
        AccountSnapshot.objects.update(standing="charged_off")
        with pytest.raises(AccountNotPayable):
            confirmed(till, made)
        Access.objects.update(revoked_at=NOW)
        with pytest.raises(NotFound):
            confirmed(till, made)

        assert nothing_happened()


def test_a_payoff_that_fell_below_the_amount_is_noticed(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = custom(till, PAYOFF.minor)
        AccountSnapshot.objects.filter(account=till.cast.ada_loan).update(principal_minor=5_000_00)

        with pytest.raises(AmountRefused, match=r"\$5,020.45"):
            confirmed(till, made)
        assert nothing_happened()


def test_a_section_switched_off_after_the_review_takes_no_money(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        Switch.objects.create(section="payments", is_on=False, changed_at=LONG_AGO)

        with pytest.raises(NotFound):
            confirmed(till, made)
        assert nothing_happened()


def test_nobody_else_confirms_a_review(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        with pytest.raises(NotFound):
            confirmed(till, made, user=till.cast.bob)
    with in_tenant(till.cast.lenders.birch), pytest.raises(NotFound):
        confirmed(till, made, user=till.cast.cleo)
    with in_tenant(till.cast.lenders.alder):
        assert nothing_happened()
