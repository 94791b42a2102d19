"""An account whose payments came back stays out of this lender's portal, however it is typed in again."""

from __future__ import annotations

import pytest

from portal_api.identity.models import User
from portal_api.wallet.errors import AccountBlocked
from portal_api.wallet.models import BankAccount, Capture
from portal_api.wallet.operations import begin_capture, note_validation, remove_method
from portal_api.wallet.queries import methods_of
from portal_api.wallet.states import Validation
from portico_kernel.audit.models import AuditEntry
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.eft.making import profile
from tests.wallet.stage import NUMBER, SENT, Frame, captured, told, viewer

SENTENCE = (
    "Payments from this bank account were returned by the bank, so it can't be used here. Use another account,"
    " or contact Alder Finance."
)
SPANISH = (
    "El banco devolvió pagos hechos desde esta cuenta bancaria, así que no se puede usar aquí. Use otra cuenta"
    " o comuníquese con Alder Finance."
)


def blocked(user: User) -> BankAccount:
    """An account of NUMBER that a return has blocked, inside the lender that is entered."""
    method = captured(user)
    note_validation(method=method, validation=Validation.FAILED, reason="R02: Account closed.", actor=SYSTEM, now=NOW)
    return method


def removed(user: User, method: BankAccount) -> None:
    looking = viewer(user)
    remove_method(viewer=looking, method_id=method.id, actor=looking.actor, now=NOW)


def sentence_for(user: User) -> str:
    with pytest.raises(AccountBlocked) as refused:
        captured(user)
    assert refused.value.fields == {"account_number": refused.value.message}
    return refused.value.message


def test_removing_a_blocked_account_and_typing_it_again_is_refused(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        removed(cast.ada, blocked(cast.ada))

        assert sentence_for(cast.ada) == SENTENCE
        assert (methods_of(viewer(cast.ada)), BankAccount.objects.count()) == ([], 1)


def test_typing_a_blocked_account_again_without_removing_it_is_refused(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        blocked(cast.ada)

        assert sentence_for(cast.ada) == SENTENCE
        assert BankAccount.objects.count() == 1


@pytest.mark.parametrize("is_removed", [False, True])
def test_another_borrower_is_refused_in_the_very_same_words(cast: Cast, is_removed: bool) -> None:
    with in_tenant(cast.lenders.alder):
        adas = blocked(cast.ada)
        if is_removed:
            removed(cast.ada, adas)

        assert sentence_for(cast.bob) == SENTENCE
        assert methods_of(viewer(cast.bob)) == []


def test_changing_the_kind_or_the_holder_does_not_help(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        blocked(cast.ada)
        for change in ({"account_type": "savings"}, {"holder_type": "business"}, {"holder_name": "Someone Else"}):
            with pytest.raises(AccountBlocked):
                captured(cast.ada, **change)


def test_a_spanish_borrower_reads_it_in_spanish(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        blocked(cast.ada)
        User.objects.filter(id=cast.bob.id).update(language="es")

        assert sentence_for(cast.bob) == SPANISH


def test_what_is_blocked_at_one_lender_is_fine_at_the_other(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        blocked(cast.ada)
    with in_tenant(cast.lenders.birch):
        assert captured(cast.cleo).is_usable
        assert AuditEntry.objects.filter(action="bank_account.refused").count() == 0
    with in_tenant(cast.lenders.alder):
        assert sentence_for(cast.bob) == SENTENCE


def test_staff_read_who_typed_it_and_whose_it_was_and_no_number(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        adas = blocked(cast.ada)
        sentence_for(cast.bob)
        row = AuditEntry.objects.get(action="bank_account.refused")

        assert (row.actor_label, row.object_kind, row.object_id) == ("Bob Stein", "bank_account", str(adas.id))
        assert row.summary == (
            "Refused to add the bank account ••6789: payments from it were returned (Checking ••6789 of Ada Lopez)."
        )
        assert NUMBER not in str(list(AuditEntry.objects.values()))


def test_the_frame_says_so_and_takes_another_account_after_it(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        adas = blocked(cast.ada)
        bob = viewer(cast.bob)
        begun = begin_capture(viewer=bob, parent_origin="http://alder.testserver", actor=bob.actor, now=NOW)
    frame, body = Frame(begun.capture_id), {**SENT, "secret": begun.secret}
    refused = frame.send(body)
    other = frame.send({**body, "account_number": "111122", "account_number_again": "111122"})

    answer = told(refused)
    answer.pop("request_id")
    assert (refused.status_code, answer) == (
        422,
        {"code": "bank_account_blocked", "message": SENTENCE, "fields": {"account_number": SENTENCE}},
    )
    assert not any(word in refused.content.decode() for word in ("Ada", str(adas.id)))
    assert (other.status_code, told(other)["last4"]) == (201, "1122")
    with in_tenant(cast.lenders.alder):
        assert Capture.objects.get(id=begun.capture.id).bank_account_id != adas.id


def test_an_account_is_blocked_wherever_it_stands_at_this_lender_and_not_at_the_other(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        cleos = captured(cast.cleo)
    with in_tenant(cast.lenders.alder):
        bobs, first = captured(cast.bob), captured(cast.ada)
        removed(cast.ada, first)
        again = captured(cast.ada)
        note_validation(
            method=first, validation=Validation.FAILED, reason="R10: Not authorized.", actor=SYSTEM, now=NOW
        )

        standings = BankAccount.objects.filter(id__in=[bobs.id, first.id, again.id]).values_list(
            "validation", flat=True
        )
        assert set(standings) == {Validation.FAILED}
        assert AuditEntry.objects.filter(action="bank_account.validation").count() == 3
    with in_tenant(cast.lenders.birch):
        assert BankAccount.objects.get(id=cleos.id).is_usable
