"""Closing logins, roles, and the last administrator."""

from __future__ import annotations

import uuid

import pytest

from portal_api.identity.errors import LastAdmin
from portal_api.identity.models import User
from portal_api.identity.operations.people import change_role, set_active, set_password
from portal_api.identity.roles import MAY, Action, may, require
from portal_api.identity.states import StaffRole, UserKind
from portico_kernel.audit.models import AuditEntry
from portico_kernel.errors import InvalidInput, NotAllowed, NotFound
from tenants.context import in_tenant
from tests.cast import NOW, PASSWORD, Cast
from tests.database import SYSTEM
from tests.identity.browser import Browser


def test_the_last_administrator_cannot_be_closed(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(LastAdmin):
            set_active(kind=UserKind.STAFF, user_id=cast.sam.id, active=False, actor=SYSTEM, now=NOW)

        assert User.objects.get(id=cast.sam.id).is_active


def test_the_last_administrator_cannot_step_down(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(LastAdmin):
            change_role(user_id=cast.sam.id, role=StaffRole.AGENT, actor=SYSTEM, now=NOW)

        assert User.objects.get(id=cast.sam.id).role == "admin"


def test_an_administrator_may_go_once_another_one_is_active(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        change_role(user_id=cast.vera.id, role=StaffRole.ADMIN, actor=SYSTEM, now=NOW)

        sam = change_role(user_id=cast.sam.id, role=StaffRole.VIEWER, actor=SYSTEM, now=NOW)

        assert sam.role == "viewer"
        with pytest.raises(LastAdmin):
            set_active(kind=UserKind.STAFF, user_id=cast.vera.id, active=False, actor=SYSTEM, now=NOW)


def test_a_closed_administrator_does_not_count(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        change_role(user_id=cast.vera.id, role=StaffRole.ADMIN, actor=SYSTEM, now=NOW)
        set_active(kind=UserKind.STAFF, user_id=cast.vera.id, active=False, actor=SYSTEM, now=NOW)

        with pytest.raises(LastAdmin):
            set_active(kind=UserKind.STAFF, user_id=cast.sam.id, active=False, actor=SYSTEM, now=NOW)


def test_people_are_found_by_kind_and_at_their_own_lender_only(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for kind, user_id in (
            (UserKind.STAFF, cast.ada.id),
            (UserKind.BORROWER, cast.cleo.id),
            (UserKind.BORROWER, uuid.uuid4()),
        ):
            with pytest.raises(NotFound):
                set_active(kind=kind, user_id=user_id, active=False, actor=SYSTEM, now=NOW)


def test_closing_twice_is_written_down_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for _ in range(2):
            set_active(kind=UserKind.BORROWER, user_id=cast.ada.id, active=False, actor=SYSTEM, now=NOW)

        assert AuditEntry.objects.filter(action="user.closed").count() == 1


def test_a_login_that_is_opened_again_signs_in(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        for active in (False, True):
            set_active(kind=UserKind.BORROWER, user_id=cast.ada.id, active=active, actor=SYSTEM, now=NOW)

    assert Browser().sign_in("ada@example.com", PASSWORD).status_code == 200


def test_a_password_set_by_command_obeys_the_rules(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(InvalidInput):
        set_password(kind=UserKind.BORROWER, user_id=cast.ada.id, password="short", actor=SYSTEM, now=NOW)


def test_an_administrator_may_do_everything_and_a_viewer_may_read() -> None:
    assert MAY[StaffRole.ADMIN] == frozenset(Action)
    assert MAY[StaffRole.VIEWER] == frozenset({Action.READ})


def test_an_agent_serves_borrowers_and_files_and_changes_no_rules() -> None:
    assert MAY[StaffRole.AGENT] == frozenset(
        {
            Action.READ,
            Action.BORROWERS_INVITE,
            Action.BORROWERS_CLOSE,
            Action.ACCOUNTS_LINK,
            Action.ACCOUNTS_GRANT,
            Action.PAYMENTS_CANCEL,
            Action.FILES_VIEW,
            Action.FILES_MARK_SENT,
        }
    )


@pytest.mark.parametrize("role", ["", "owner", "ADMIN"])
def test_a_role_that_nobody_knows_may_do_nothing(role: str) -> None:
    assert not may(role, Action.READ)
    with pytest.raises(NotAllowed):
        require(role, Action.READ)
