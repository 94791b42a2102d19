"""Every write of the lender's console by everybody who could send it: who may, who may not, and who is nobody."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern

from admin_console.lender import urls
from feature_flags.models import SwitchChange
from portal_api.accounts.models import Access
from portal_api.identity.models import User
from tenants.context import in_tenant
from tests.cast import Cast
from tests.console.conftest import Desks

ADMIN, AGENT, ANYBODY = {"admin"}, {"admin", "agent"}, {"admin", "agent", "viewer"}
NONE = uuid.UUID(int=0)


@dataclass(frozen=True)
class Write:
    """One form: its URL's name, where it goes, what it carries and which roles may send it."""

    name: str
    path: Callable[[Cast], str]
    form: Callable[[Cast], dict[str, str]]
    roles: set[str]


def at(path: str) -> Callable[[Cast], str]:
    return lambda _: path


def ada(action: str) -> Callable[[Cast], str]:
    return lambda cast: f"/console/borrowers/{cast.ada.id}/{action}"


WRITES = [
    Write("password", at("/console/password"), lambda c: {}, ANYBODY),
    Write("session", at("/console/session"), lambda c: {}, ANYBODY),
    Write("invite", at("/console/borrowers/invite/"), lambda c: {"party": str(NONE)}, AGENT),
    Write("borrower-invitation", ada("invitation"), lambda c: {}, AGENT),
    Write("borrower-grant", ada("grant"), lambda c: {"account": str(c.ada_loan.id)}, AGENT),
    Write("borrower-revoke", ada("revoke"), lambda c: {"account": str(c.ada_loan.id)}, AGENT),
    Write("borrower-close", ada("close"), lambda c: {"to": "closed"}, AGENT),
    Write(
        "account",
        lambda c: f"/console/accounts/{c.ada_loan.id}/",
        lambda c: {"email": "bob@example.com", "party": "x"},
        AGENT,
    ),
    Write(
        "account-revoke",
        lambda c: f"/console/accounts/{c.ada_loan.id}/revoke",
        lambda c: {"user": str(c.ada.id)},
        AGENT,
    ),
    Write(
        "payment-cancel",
        lambda c: "/console/payments/00000000-0000-4000-8000-000000000000/cancel",
        lambda c: {},
        AGENT,
    ),
    Write("read-returns", at("/console/files/returns"), lambda c: {}, ADMIN),
    Write("returns-looked-at", at(f"/console/files/returns/{NONE}/looked-at"), lambda c: {}, AGENT),
    Write("file-sent", at("/console/files/1/sent"), lambda c: {}, AGENT),
    Write("file-accept", at("/console/files/1/accept"), lambda c: {}, ADMIN),
    Write("file-reject", at("/console/files/1/reject"), lambda c: {"reason": "x"}, ADMIN),
    Write("file-download", at("/console/files/1/download"), lambda c: {"reason": "x"}, ADMIN),
    Write("bank", at("/console/bank/"), lambda c: {}, ADMIN),
    Write("ask", at("/console/sections/payments/ask"), lambda c: {"message": "Please."}, ADMIN),
    Write(
        "turn",
        at("/console/sections/amortization/turn"),
        lambda c: {"to": "off", "reason": "Simpler.", "intent": str(uuid.uuid4())},
        ADMIN,
    ),
    Write("brand", at("/console/brand/"), lambda c: {}, ADMIN),
    Write("staff", at("/console/staff/"), lambda c: {"name": "", "email": "", "role": ""}, ADMIN),
    Write("staff-role", at("/console/staff/role"), lambda c: {"user": str(c.vera.id), "role": "agent"}, ADMIN),
    Write("staff-close", at("/console/staff/close"), lambda c: {"user": str(c.vera.id), "to": "closed"}, ADMIN),
    Write("staff-invitation", at("/console/staff/invitation"), lambda c: {"user": str(c.vera.id)}, ADMIN),
]
BY_NAME = [pytest.param(write, id=write.name) for write in WRITES]


@pytest.mark.parametrize("write", BY_NAME)
def test_only_the_roles_that_may_get_past_the_door(desks: Desks, write: Write) -> None:
    for role in ("viewer", "agent"):
        client: Client = getattr(desks, role)
        answer = client.post(write.path(desks.cast), write.form(desks.cast))
        assert (answer.status_code == 403) is (role not in write.roles), role


@pytest.mark.parametrize("write", BY_NAME)
def test_somebody_who_is_signed_out_is_sent_to_sign_in(desks: Desks, write: Write) -> None:
    answer = desks.nobody.post(write.path(desks.cast), write.form(desks.cast))

    assert (answer.status_code, answer["Location"]) == (302, "/console/sign-in")


@pytest.mark.parametrize("write", BY_NAME)
def test_no_refusal_changes_anything(desks: Desks, write: Write) -> None:
    before = everything(desks)

    desks.viewer.post(write.path(desks.cast), write.form(desks.cast))
    desks.nobody.post(write.path(desks.cast), write.form(desks.cast))

    assert everything(desks) == before


def everything(desks: Desks) -> tuple[object, ...]:
    """What the writes above could have changed at alder."""
    with in_tenant(desks.cast.lenders.alder):
        return (
            list(User.objects.order_by("id").values_list("id", "role", "is_active")),
            list(Access.objects.order_by("id").values_list("id", "revoked_at")),
            SwitchChange.objects.count(),
        )


@pytest.mark.parametrize(
    "write",
    [w for w in BY_NAME if w.id.startswith(("borrower-", "account"))],  # type: ignore[union-attr]
)
def test_another_lenders_admin_finds_nothing_of_ours_to_change(desks: Desks, write: Write) -> None:
    before = everything(desks)

    answer = desks.other_admin.post(write.path(desks.cast), write.form(desks.cast))

    assert answer.status_code == 404
    assert everything(desks) == before


def test_every_form_of_the_console_stands_in_the_table() -> None:
    open_to_all = {"sign-in", "sign-out", "forgot-password", "reset-password", "invitation"}
    writing = {
        pattern.name
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern) and getattr(pattern.callback, "needs", (None, None))[1] is not None
    }

    assert writing | open_to_all == {write.name for write in WRITES} | open_to_all


def test_every_page_of_the_console_is_closed_to_strangers(desks: Desks) -> None:
    names = ["", "borrowers/", "borrowers/invite/", "accounts/", "payments/", "files/", "bank/", "sections/"]
    names += ["tickets/", "brand/", "staff/", "audit/"]

    answers = [desks.nobody.get(f"/console/{name}") for name in names]

    assert {a.status_code for a in answers} == {302}
    assert {a["Location"].split("?")[0] for a in answers} == {"/console/sign-in"}


def test_a_wrong_role_is_told_so_in_words(desks: Desks) -> None:
    page = desks.viewer.get("/console/audit/")

    assert page.status_code == 403
    assert "You are not allowed to do that. Ask an administrator" in page.content.decode()
