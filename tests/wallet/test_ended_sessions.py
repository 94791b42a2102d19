"""A form that a session had opened is over when its user's sessions end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal_api.identity.operations import set_active, set_password
from portal_api.identity.states import UserKind
from portal_api.wallet.models import BankAccount
from tenants.context import in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.database import SYSTEM
from tests.eft.making import profile
from tests.identity.browser import Browser
from tests.wallet.stage import SENT, Frame, begun, refusal, signed_in

LATER = NOW + timedelta(seconds=1)
NEW = "a quite different battery"


def signs_out_everywhere(cast: Cast) -> None:
    signed_in(cast.ada, cast.lenders.alder).post("sign-out", {"everywhere": True})


def changes_the_password(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("ada@example.com", PASSWORD)
    response = browser.post("password/change", {"current_password": PASSWORD, "password": NEW})
    assert response.status_code == 204


def is_given_a_password(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        set_password(kind=UserKind.BORROWER, user_id=cast.ada.id, password=NEW, actor=SYSTEM, now=LATER)


def is_closed_and_opened_again(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for active in (False, True):
            set_active(kind=UserKind.BORROWER, user_id=cast.ada.id, active=active, actor=SYSTEM, now=LATER)


@pytest.mark.parametrize(
    "ends", [signs_out_everywhere, changes_the_password, is_given_a_password, is_closed_and_opened_again]
)
def test_a_form_opened_before_is_over_when_all_sessions_end(
    cast: Cast, clock: Any, ends: Callable[[Cast], None]
) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        capture, others = begun(cast.ada), begun(cast.bob)
    clock.move_to(LATER)

    ends(cast)

    frame = Frame(capture.capture_id)
    shown, sent = frame.show(), frame.send({**SENT, "secret": capture.secret})
    assert (shown.status_code, refusal(sent)) == (410, (410, "capture_expired"))
    assert Frame(others.capture_id).send({**SENT, "secret": others.secret}).status_code == 201
    with in_tenant(cast.lenders.alder):
        assert BankAccount.objects.get().user_id == cast.bob.id


def test_a_form_opened_afterwards_is_good(cast: Cast, clock: Any) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
    signs_out_everywhere(cast)
    clock.move_to(LATER)
    with in_tenant(cast.lenders.alder):
        capture = begun(cast.ada)

    assert Frame(capture.capture_id).send({**SENT, "secret": capture.secret}).status_code == 201
