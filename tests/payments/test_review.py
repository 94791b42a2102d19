"""A review: what exactly would happen, or a sentence that says why it cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from feature_flags.models import Switch
from portal_api.accounts.models import AccountSnapshot
from portal_api.eft.models import EftProfile
from portal_api.identity.models import User
from portal_api.payments.errors import AccountNotPayable, AmountRefused, MethodNotUsable
from portal_api.payments.models import Payment, Review, TermsVersion
from portal_api.payments.rail import NotReady
from portal_api.payments.states import AmountChoice
from portal_api.wallet.models import BankAccount
from portico_kernel.errors import NotFound
from portico_kernel.money import Money
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import LONG_AGO
from tests.eft.making import CUTOFF, EFFECTIVE
from tests.payments.stage import PAYOFF, Till, confirmed, custom, paid, reviewed


def refused_amount(till: Till, minor: int) -> str:
    with pytest.raises(AmountRefused) as refused:
        custom(till, minor)
    return refused.value.fields["amount"]


def test_fixes_amount_days_and_words_for_a_quarter_of_an_hour(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        made = reviewed(till)
        review = Review.objects.get()

    assert (review.amount, review.debit_on, review.submits_by) == (Money(350_00), EFFECTIVE, CUTOFF)
    assert (review.cancellable_until, review.expires_at) == (CUTOFF, NOW + timedelta(minutes=15))
    assert (list(made.overlaps), review.id) == ([], made.review.id)


def test_the_terms_say_who_debits_whom_how_much_when_and_how_to_cancel(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        text = reviewed(till).review.terms_text

    assert text == "\n\n".join(
        (
            "I authorize Alder Finance to debit my bank account Checking ••4321 (Ada Lopez) once, electronically,"
            " for $350.00.",
            "The payment is for my account A-1001, 2022 Honda Civic. The bank will be asked to debit it on"
            " Thursday, November 12, 2026.",
            "I can cancel this payment on its page in this portal, or by contacting Alder Finance, until 4:30 PM EST on"
            " Tuesday, November 10, 2026."
            " After that it is on its way to the bank and cannot be stopped here.",
            "If my bank returns the debit, the payment does not count and I owe the amount as before.",
            "I hold the bank account or may sign for it. This authorization covers this one payment only. A copy"
            " of it is sent to ada@example.com, and I can print it from the payment’s page.",
        )
    )


def test_a_spanish_speaker_agrees_to_spanish_words(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        User.objects.filter(id=till.cast.ada.id).update(language="es")
        till.cast.ada.refresh_from_db()
        review = reviewed(till).review

        assert review.terms_text.startswith("Autorizo a Alder Finance a debitar de mi cuenta bancaria")
        assert "el jueves 12 de noviembre de 2026" in review.terms_text
        assert [(row.version, row.language) for row in TermsVersion.objects.all()] == [(1, "es")]


def test_what_is_reviewed_after_the_cut_off_goes_with_the_next_file(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        review = reviewed(till, now=CUTOFF).review

    # The 11th is a holiday of the Federal Reserve.
    assert review.submits_by == datetime(2026, 11, 12, 21, 30, tzinfo=UTC)
    assert review.debit_on == date(2026, 11, 13)


@pytest.mark.parametrize("minor", [0, -1, -350_00])
def test_nothing_and_less_than_nothing_are_refused(till: Till, minor: int) -> None:
    with in_tenant(till.cast.lenders.alder):
        assert refused_amount(till, minor) == "Enter an amount above zero."


@pytest.mark.parametrize("minor", [PAYOFF.minor + 1, 10**12, 10**40])
def test_more_than_closes_the_account_is_refused_with_the_amount(till: Till, minor: int) -> None:
    with in_tenant(till.cast.lenders.alder):
        assert refused_amount(till, minor) == "That is more than what is left to pay off ($12,049.08)."


def test_exactly_what_closes_the_account_on_the_day_of_the_debit_is_fine(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        assert custom(till, PAYOFF.minor).review.amount == PAYOFF


def test_only_the_first_payment_from_a_bank_account_is_said_to_be_the_first(till: Till) -> None:
    first = "This is the first payment from this bank account. It also checks that the account can be used."
    with in_tenant(till.cast.lenders.alder):
        notes_before = reviewed(till).notes
        paid(till)
        notes_while_pending = reviewed(till).notes
        Payment.objects.update(status="settled")
        notes_once_collected = reviewed(till).notes
        Payment.objects.update(status="cancelled")

        assert [first in notes for notes in (notes_before, notes_while_pending, notes_once_collected)] == [
            True,
            False,
            False,
        ]
        assert first in reviewed(till).notes


def test_what_is_under_way_counts_against_the_payoff(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        paid(till)

        assert refused_amount(till, PAYOFF.minor - 350_00 + 1) == (
            "That is more than what is left to pay off, counting what is already under way ($11,699.08)."
        )


def test_another_currency_and_no_amount_are_refused(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        for typed, sentence in ((Money(5, "CAD"), "Enter an amount in USD."), (None, "Enter an amount.")):
            with pytest.raises(AmountRefused) as refused:
                reviewed(till, choice=AmountChoice.CUSTOM, typed=typed)
            assert refused.value.fields == {"amount": sentence}


def test_past_due_is_offered_only_where_something_is(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        with pytest.raises(AmountRefused) as refused:
            reviewed(till, choice=AmountChoice.PAST_DUE)
        AccountSnapshot.objects.filter(account=till.cast.ada_loan).update(past_due_minor=120_50)

        assert refused.value.fields == {"choice": "Nothing is past due on this account. Choose another amount."}
        assert reviewed(till, choice=AmountChoice.PAST_DUE).review.amount == Money(120_50)


@pytest.mark.parametrize("standing", ["paid_off", "charged_off"])
def test_an_account_that_takes_no_payments_says_so(till: Till, standing: str) -> None:
    with in_tenant(till.cast.lenders.alder):
        AccountSnapshot.objects.filter(account=till.cast.ada_loan).update(standing=standing)

        with pytest.raises(AccountNotPayable, match="This account"):
            reviewed(till)


def test_a_bank_account_that_failed_is_not_debited(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        BankAccount.objects.filter(id=till.adas.id).update(validation="failed")

        with pytest.raises(MethodNotUsable):
            reviewed(till)


def test_nobody_pays_for_or_from_what_is_anothers(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        for mixed in ({"account": till.cast.bob_loan}, {"method": till.bobs}):
            with pytest.raises(NotFound):
                reviewed(till, **mixed)
        with pytest.raises(NotFound):
            reviewed(till, account=till.cast.cleo_loan, method=till.cleos)
    with in_tenant(till.cast.lenders.birch), pytest.raises(NotFound):
        reviewed(till)


def test_payments_that_are_off_or_not_ready_take_no_review(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        EftProfile.objects.update(company_id="")
        with pytest.raises(NotReady):
            reviewed(till)
        Switch.objects.create(section="payments", is_on=False, changed_at=LONG_AGO)
        with pytest.raises(NotFound):
            reviewed(till)
        assert Review.objects.count() == 0


def test_points_out_what_is_under_way_whoever_pays(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        first = paid(till)
        made = reviewed(till)

        assert [payment.id for payment in made.overlaps] == [first.id]
        assert confirmed(till, made, pay_again=frozenset({first.id})).id != first.id
        assert Payment.objects.count() == 2
