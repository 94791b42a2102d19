"""Posting payments and taking them back, on the ledger and on the figures that borrowers read."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from portal_api.accounts.models import Account, AccountSnapshot
from portal_api.accounts.queries import account_for
from portal_api.accounts.states import Source, Standing
from portal_api.identity.viewer import viewer_for
from portal_api.servicing.builtin.waterfall import AbovePayoff, NotAPayment
from portal_api.servicing.errors import AccountClosed, NothingPosted
from portal_api.servicing.models import LedgerLine, LedgerOpening, LedgerTransaction
from portal_api.servicing.nightly import Mismatch, verify_ledger
from portal_api.servicing.operations import post_payment, reverse_payment
from portal_api.servicing.queries import AmountsPayable, amounts_payable, payoff_of
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import NotFound
from portico_kernel.money import CurrencyMismatch, Money
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.database import SYSTEM

TODAY = date(2026, 11, 10)
FIGURES = (
    "principal_minor",
    "past_due_minor",
    "amount_due_minor",
    "next_due_on",
    "instalments_met",
    "credit_to_next_minor",
    "remaining_payments",
    "projected_payoff_on",
    "paid_principal_minor",
    "paid_interest_minor",
    "paid_fees_minor",
    "standing",
)


def post(account: Account, minor: int, payment_id: UUID | None = None, on: date = TODAY) -> LedgerTransaction:
    return post_payment(
        account_id=account.id,
        payment_id=payment_id or uuid4(),
        amount=Money(minor),
        effective_on=on,
        description="Payment P-1, bank debit",
        actor=SYSTEM,
        now=NOW,
    )


def take_back(payment_id: UUID, on: date = date(2026, 11, 12)) -> LedgerTransaction:
    return reverse_payment(payment_id=payment_id, effective_on=on, description="Returned (R01)", actor=SYSTEM, now=NOW)


def figures(account: Account) -> dict[str, object]:
    snapshot = AccountSnapshot.objects.get(account=account)
    return {name: getattr(snapshot, name) for name in FIGURES}


def lines_of(row: LedgerTransaction) -> dict[str, int]:
    return dict(LedgerLine.objects.filter(transaction=row).values_list("bucket", "amount_minor"))


def test_a_payment_is_split_and_every_figure_moves_with_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        row = post(cast.ada_loan, 350_00)

        assert lines_of(row) == {"interest": -44_81, "principal": -305_19}
        assert (row.kind, row.principal_after_minor, row.sequence) == ("payment", 11_694_81, 2)
        assert figures(cast.ada_loan) == {
            "principal_minor": 11_694_81,
            "past_due_minor": 0,
            "amount_due_minor": 350_00,
            "next_due_on": date(2026, 12, 20),
            "instalments_met": 17,
            "credit_to_next_minor": 0,
            "remaining_payments": 31,
            "projected_payoff_on": date(2029, 6, 20),
            "paid_principal_minor": 3_305_19,
            "paid_interest_minor": 44_81,
            "paid_fees_minor": 0,
            "standing": "current",
        }
        snapshot = AccountSnapshot.objects.get(account=cast.ada_loan)
        assert (snapshot.source, snapshot.as_of) == (Source.LEDGER, NOW)
        assert snapshot.interest_paid_through_on == TODAY


def test_open_fees_are_paid_first(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.ada_loan).update(fees_due_minor=25_00)

        row = post(cast.ada_loan, 350_00)

        assert lines_of(row) == {"fee": -25_00, "interest": -44_81, "principal": -280_19}
        assert figures(cast.ada_loan)["credit_to_next_minor"] == 325_00


def test_the_same_payment_posted_twice_stands_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id = uuid4()

        first, second = post(cast.ada_loan, 350_00, payment_id), post(cast.ada_loan, 350_00, payment_id)

        assert first == second
        assert LedgerTransaction.objects.filter(kind="payment").count() == 1
        assert figures(cast.ada_loan)["principal_minor"] == 11_694_81


def test_a_payment_taken_back_restores_the_figures_by_a_line_of_its_own(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id = uuid4()
        before = figures(cast.ada_loan)
        posted = post(cast.ada_loan, 1_000_00, payment_id)

        reversal = take_back(payment_id)

        assert (reversal.reverses, reversal.kind, reversal.payment_id) == (posted, "reversal", payment_id)
        assert lines_of(reversal) == {bucket: -minor for bucket, minor in lines_of(posted).items()}
        assert figures(cast.ada_loan) == before
        assert verify_ledger() == []


def test_a_payment_taken_back_twice_is_taken_back_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id = uuid4()
        post(cast.ada_loan, 350_00, payment_id)

        assert take_back(payment_id) == take_back(payment_id)
        assert LedgerTransaction.objects.filter(kind="reversal").count() == 1


def test_taking_back_the_closing_payment_opens_the_loan_again(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id, before = uuid4(), figures(cast.ada_loan)
        post(cast.ada_loan, 12_044_81, payment_id)
        closed = figures(cast.ada_loan)

        take_back(payment_id)

        assert (closed["standing"], closed["principal_minor"]) == (Standing.PAID_OFF, 0)
        assert (closed["next_due_on"], closed["instalments_met"]) == (None, 48)
        assert figures(cast.ada_loan) == before


@pytest.mark.parametrize(("minor", "error"), [(12_044_82, AbovePayoff), (0, NotAPayment), (-5, NotAPayment)])
def test_an_amount_that_cannot_be_posted_changes_nothing(cast: Cast, minor: int, error: type[Exception]) -> None:
    with in_tenant(cast.lenders.alder):
        before = figures(cast.ada_loan)

        with pytest.raises(error):
            post(cast.ada_loan, minor)

        assert figures(cast.ada_loan) == before
        assert LedgerTransaction.objects.count() == 0
        assert LedgerOpening.objects.count() == 0


def test_another_currency_is_refused(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(CurrencyMismatch):
        post_payment(
            account_id=cast.ada_loan.id,
            payment_id=uuid4(),
            amount=Money(350_00, "CAD"),
            effective_on=TODAY,
            description="",
            actor=SYSTEM,
            now=NOW,
        )


def test_a_charged_off_account_takes_no_payment(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        AccountSnapshot.objects.filter(account=cast.ada_loan).update(standing=Standing.CHARGED_OFF)

        with pytest.raises(AccountClosed):
            post(cast.ada_loan, 350_00)


def test_another_lenders_account_and_payment_do_not_exist_here(cast: Cast) -> None:
    payment_id = uuid4()
    with in_tenant(cast.lenders.birch):
        post(cast.cleo_loan, 350_00, payment_id)
    with in_tenant(cast.lenders.alder):
        with pytest.raises(NotFound):
            post(cast.cleo_loan, 350_00)
        with pytest.raises(NothingPosted):
            take_back(payment_id)

    with in_tenant(cast.lenders.birch):
        assert figures(cast.cleo_loan)["principal_minor"] == 11_694_81


def test_posting_and_taking_back_are_audited_with_who_did_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        payment_id = uuid4()
        post(cast.ada_loan, 350_00, payment_id)
        take_back(payment_id)

        rows = AuditEntry.objects.filter(object_id=str(cast.ada_loan.id)).values_list(
            "action", "summary", "actor_label"
        )
        assert set(rows) == {
            ("ledger.payment", "Posted $350.00: Payment P-1, bank debit", "tests"),
            ("ledger.reversal", "Took back $350.00: Returned (R01)", "tests"),
        }


def test_the_lenders_role_cannot_change_a_posted_line(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        post(cast.ada_loan, 350_00)

        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LedgerLine.objects.update(amount_minor=0)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LedgerTransaction.objects.all().delete()


def test_the_books_tell_a_figure_that_its_lines_do_not_bear_out(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        post(cast.ada_loan, 350_00)
        AccountSnapshot.objects.filter(account=cast.ada_loan).update(principal_minor=1, paid_fees_minor=7)

        found = verify_ledger()

    ada = (cast.ada_loan.id, "A-1001")
    assert found == [
        Mismatch(*ada, figure="principal", shown_minor=1, ledger_minor=11_694_81),
        Mismatch(*ada, figure="paid_fees", shown_minor=7, ledger_minor=0),
    ]


def test_what_a_payoff_promises_is_what_a_payment_may_be(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        account = account_for(viewer_for(cast.ada, site_id=None), cast.ada_loan.id)
        on = date(2026, 12, 3)
        promised = payoff_of(account, on).amount

        with pytest.raises(AbovePayoff):
            post(cast.ada_loan, promised.minor + 1, on=on)
        post(cast.ada_loan, promised.minor, on=on)

        assert figures(cast.ada_loan)["standing"] == Standing.PAID_OFF


def test_the_amounts_offered_are_what_is_due_and_what_is_late(cast: Cast) -> None:
    account = replace_snapshot(cast.ada_loan, amount_due_minor=700_00, past_due_minor=350_00)

    assert amounts_payable(account) == AmountsPayable(Money(700_00), Money(350_00))


def test_the_last_payment_offered_is_exactly_the_payoff_of_the_day_it_counts(cast: Cast) -> None:
    account = replace_snapshot(cast.ada_loan, principal_minor=300_00, remaining_payments=1)

    on = date(2026, 11, 12)
    assert amounts_payable(account, on=on) == AmountsPayable(payoff_of(account, on).amount, None)


def test_a_closed_account_is_offered_nothing(cast: Cast) -> None:
    account = replace_snapshot(cast.ada_loan, standing=Standing.CHARGED_OFF)

    assert amounts_payable(account) == AmountsPayable(None, None)
    assert payoff_of(account, TODAY).amount == Money(0)


def replace_snapshot(account: Account, **figures: object) -> Account:
    for name, value in figures.items():
        setattr(account.snapshot, name, value)
    return account
