"""Borrowers and staff: found, invited, shown their accounts, closed."""

from __future__ import annotations

from portal_api.accounts.models import Access, AccountParty, Party
from portal_api.accounts.states import PartyKind, PartyRole
from portal_api.identity.models import User
from portal_api.notices.models import Notice
from tenants.context import in_tenant
from tests.console.browsing import text_of
from tests.console.conftest import Desks


def add_person(desks: Desks) -> Party:
    """A co-borrower of Ada's loan who has no login."""
    with in_tenant(desks.cast.lenders.alder):
        party = Party.objects.create(
            kind=PartyKind.PERSON, name="Grace Hall", email="grace@example.com", external_id="P-9"
        )
        AccountParty.objects.create(account=desks.cast.ada_loan, party=party, role=PartyRole.CO_BORROWER)
    return party


def test_a_borrower_is_found_by_name_email_and_account_number(desks: Desks) -> None:
    for words in ("Lopez", "ada@", "A-1001"):
        said = text_of(desks.viewer.get("/console/borrowers/", {"words": words}))
        assert "Ada Lopez" in said
        assert "Bob Stein" not in said


def test_the_invitation_is_filled_in_from_the_books(desks: Desks) -> None:
    party = add_person(desks)

    page = desks.agent.get("/console/borrowers/invite/", {"party": str(party.id)}).content.decode()

    assert 'value="Grace Hall"' in page
    assert 'value="grace@example.com"' in page
    assert f'value="{desks.cast.ada_loan.id}" checked' in page


def test_a_field_left_empty_is_asked_for_in_a_whole_sentence(desks: Desks) -> None:
    party = add_person(desks)
    said = text_of(desks.agent.post("/console/borrowers/invite/", {"party": party.id}))

    for sentence in ("Enter a name.", "Enter an email.", "Choose one of these.", "Choose at least one account"):
        assert sentence in said
    assert "Enter your email." in text_of(desks.nobody.post("/console/sign-in", {"password": "x"}))


def test_a_choice_that_is_not_offered_is_refused_without_the_id_that_was_sent(desks: Desks) -> None:
    party = add_person(desks)
    form = {"party": party.id, "name": "Grace Hall", "email": "grace@example.com", "language": "es"}
    share = {"email": "bob@example.com", "party": str(desks.cast.cleo_loan.id)}

    pages = [
        desks.agent.post("/console/borrowers/invite/", {**form, "accounts": [str(desks.cast.cleo_loan.id)]}),
        desks.agent.post(f"/console/accounts/{desks.cast.ada_loan.id}/", share),
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert ["That choice is not offered any more. Choose again." in text_of(page) for page in pages] == [True, True]
    assert [str(desks.cast.cleo_loan.id) in page.content.decode() for page in pages] == [False, False]


def test_inviting_makes_the_login_the_link_the_grant_and_the_mail(desks: Desks) -> None:
    party = add_person(desks)
    form = {"party": party.id, "name": "Grace Hall", "email": "grace@example.com", "language": "es"}

    answer = desks.agent.post("/console/borrowers/invite/", {**form, "accounts": [str(desks.cast.ada_loan.id)]})

    assert answer.status_code == 302
    with in_tenant(desks.cast.lenders.alder):
        grace = User.objects.get(email="grace@example.com")
        assert list(Access.objects.filter(user=grace).values_list("account__number", "granted_by")) == [
            ("A-1001", "Ana Keller")
        ]
        assert list(Notice.objects.filter(user_id=grace.id).values_list("kind", "language")) == [("invitation", "es")]


def test_an_account_that_is_not_theirs_cannot_be_slipped_in(desks: Desks) -> None:
    party = add_person(desks)
    form = {"party": party.id, "name": "Grace Hall", "email": "grace@example.com", "language": "en"}

    answer = desks.agent.post("/console/borrowers/invite/", {**form, "accounts": [str(desks.cast.bob_loan.id)]})

    assert answer.status_code == 422
    with in_tenant(desks.cast.lenders.alder):
        assert not User.objects.filter(email="grace@example.com").exists()


def test_an_email_that_is_taken_keeps_what_was_typed(desks: Desks) -> None:
    party = add_person(desks)
    form = {"party": party.id, "name": "Grace H.", "email": "ada@example.com", "language": "en"}

    page = desks.agent.post("/console/borrowers/invite/", {**form, "accounts": [str(desks.cast.ada_loan.id)]})

    assert page.status_code == 409
    assert "There is already a login with this email." in text_of(page)
    assert 'value="Grace H."' in page.content.decode()


def test_taking_an_account_out_of_sight_and_back(desks: Desks) -> None:
    base, form = f"/console/borrowers/{desks.cast.ada.id}", {"account": str(desks.cast.ada_loan.id)}

    desks.agent.post(f"{base}/revoke", form)
    hidden = text_of(desks.agent.get(f"{base}/"))
    desks.agent.post(f"{base}/grant", form)

    assert "Accounts that are theirs but not shown" in hidden
    assert "Accounts that are theirs but not shown" not in text_of(desks.agent.get(f"{base}/"))


def test_granting_an_account_of_somebody_else_is_refused_in_words(desks: Desks) -> None:
    base = f"/console/borrowers/{desks.cast.ada.id}"

    answer = desks.agent.post(f"{base}/grant", {"account": str(desks.cast.bob_loan.id)}, follow=True)

    assert "This login acts for nobody on this account." in text_of(answer)


def test_closing_a_login_ends_it_and_opening_it_brings_it_back(desks: Desks) -> None:
    base = f"/console/borrowers/{desks.cast.ada.id}"

    closed = desks.agent.post(f"{base}/close", {"to": "closed"}, follow=True)
    opened = desks.agent.post(f"{base}/close", {"to": "open"}, follow=True)

    assert "is signed out everywhere and cannot sign in" in text_of(closed)
    assert "Ada Lopez can sign in again." in text_of(opened)


def test_the_last_administrator_stays(desks: Desks) -> None:
    sam = str(desks.cast.sam.id)

    closed = desks.admin.post("/console/staff/close", {"user": sam, "to": "closed"}, follow=True)
    lowered = desks.admin.post("/console/staff/role", {"user": sam, "role": "viewer"}, follow=True)

    for page in (closed, lowered):
        assert "This is the only active administrator." in text_of(page)
    with in_tenant(desks.cast.lenders.alder):
        assert User.objects.filter(id=sam, role="admin", is_active=True).count() == 1


def test_a_role_is_in_force_at_the_next_click(desks: Desks) -> None:
    desks.admin.post("/console/staff/role", {"user": str(desks.cast.vera.id), "role": "agent"})

    assert desks.viewer.get("/console/borrowers/invite/").status_code == 200


def test_inviting_staff_mails_them(desks: Desks) -> None:
    form = {"name": "Max Hill", "email": "max@alder.test", "role": "agent"}

    page = desks.admin.post("/console/staff/", form, follow=True)

    assert "An invitation is on its way to max@alder.test." in text_of(page)
    with in_tenant(desks.cast.lenders.alder):
        assert Notice.objects.filter(to_email="max@alder.test", kind="invitation").count() == 1
    with in_tenant(desks.cast.lenders.birch):
        assert not User.objects.filter(email="max@alder.test").exists()


def test_people_in_the_books_without_a_login_are_found_by_name(desks: Desks) -> None:
    add_person(desks)

    found = text_of(desks.agent.get("/console/borrowers/invite/", {"words": "Grace"}))
    elsewhere = text_of(desks.other_admin.get("/console/borrowers/invite/", {"words": "Grace"}))

    assert "Grace Hall grace@example.com" in found
    assert "Grace Hall" not in elsewhere


def test_another_lenders_people_and_accounts_are_not_found(desks: Desks) -> None:
    paths = [
        f"/console/borrowers/{desks.cast.ada.id}/",
        f"/console/accounts/{desks.cast.ada_loan.id}/",
    ]

    assert [desks.other_admin.get(path).status_code for path in paths] == [404, 404]
    assert [desks.admin.get(path).status_code for path in paths] == [200, 200]
