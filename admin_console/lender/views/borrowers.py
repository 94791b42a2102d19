"""Borrowers: finding them, inviting them, and what each login may see."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm, mail_address
from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from portal_api.accounts.inviting import invite_to_accounts
from portal_api.accounts.models import Party
from portal_api.accounts.operations import grant_access, revoke_access
from portal_api.accounts.staff_logins import borrower_logins, party_by_id, people_without_login
from portal_api.accounts.staff_queries import access_of_user, parties_for
from portal_api.identity.operations import resend_invitation, set_active
from portal_api.identity.queries import user_of_kind
from portal_api.identity.roles import Action
from portal_api.identity.states import UserKind
from portal_api.notices.queries import notices_to
from portal_api.payments.staff_queries import payments_seen
from portico_kernel.audit.queries import audit_of
from portico_kernel.errors import NotFound, PorticoError

from ..doors import StaffVisit, staff_action, staff_page


class InviteForm(ConsoleForm):
    """Who is invited, and to which of the person's accounts."""

    name = forms.CharField(label="Name", max_length=160)
    email = forms.CharField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput,
        help_text="The invitation goes here. They sign in with it.",
    )
    language = forms.ChoiceField(label="Language of mails and pages", choices=settings.LANGUAGES)
    accounts = forms.MultipleChoiceField(label="Accounts to show", widget=forms.CheckboxSelectMultiple)

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted(party.roles.all(), key=lambda role: role.account.number)
        self.lines = [(str(role.account_id), role) for role in roles]
        field = self.fields["accounts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, role.account.number) for key, role in self.lines]
        field.error_messages["required"] = "Choose at least one account to show."

    def clean_email(self) -> str:
        """An address that mail can go to."""
        return mail_address(self.cleaned_data["email"])


@staff_page(Action.READ)
def borrowers(visit: StaffVisit) -> HttpResponse:
    """Logins by name; with words typed, people without a login too."""
    text = words_typed(visit.request)
    context = {
        "text": text,
        "page": page_of(visit.request, borrower_logins(text)),
        "people": people_without_login(text) if text else [],
        "may_invite": visit.may(Action.BORROWERS_INVITE),
    }
    return visit.page("lender/borrowers.html", context)


@staff_page(Action.BORROWERS_INVITE, writes=Action.BORROWERS_INVITE)
def invite(visit: StaffVisit) -> HttpResponse:
    """Find the person in the books first; then invite them."""
    chosen = visit.request.POST.get("party") or visit.request.GET.get("party")
    if not chosen:
        text = words_typed(visit.request)
        people = people_without_login(text) if text else []
        return visit.page("lender/invite_find.html", {"text": text, "people": people})
    party = party_by_id(_uuid(chosen))
    form = _invite_form(visit, party)
    if visit.posted and form.is_valid():
        try:
            user = invite_to_accounts(
                party_id=party.id,
                account_ids=[uuid.UUID(key) for key in form.cleaned_data["accounts"]],
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=form.cleaned_data["language"],
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done(f"An invitation is on its way to {user.email}.", "console:borrower", user.id)
        except PorticoError as error:
            form.refuse(error)
    chosen_now = form.data.getlist("accounts") if form.is_bound else [key for key, _ in form.lines]  # type: ignore[attr-defined]
    context = {"form": form, "party": party, "chosen": chosen_now}
    return visit.page("lender/invite.html", context, status=form.http_status)


def _invite_form(visit: StaffVisit, party: Party) -> InviteForm:
    if visit.posted:
        return InviteForm(party, visit.request.POST)
    return InviteForm(party, initial={"name": party.name, "email": party.email, "language": "en"})


@staff_page(Action.READ)
def borrower(visit: StaffVisit, user_id: uuid.UUID) -> HttpResponse:
    """One login: the accounts it sees, those it could see, its payments and what we wrote to it."""
    user = user_of_kind(UserKind.BORROWER, user_id)
    granted = access_of_user(user)
    seen = {access.account_id for access in granted}
    context = {
        "person": user,
        "granted": granted,
        "hidden": [role for party in parties_for(user) for role in party.roles.all() if role.account_id not in seen],
        "has_password": user.has_usable_password(),
        "payments": payments_seen(user_id=user.id)[:10],
        "notices": notices_to(user.id, most=10),
        "history": audit_of("user", user.id),
        "may_grant": visit.may(Action.ACCOUNTS_GRANT),
        "may_invite": visit.may(Action.BORROWERS_INVITE),
        "may_close": visit.may(Action.BORROWERS_CLOSE),
    }
    return visit.page("lender/borrower.html", context)


@staff_action(Action.BORROWERS_INVITE, back="console:borrower")
def resend(visit: StaffVisit, user_id: uuid.UUID) -> HttpResponse:
    """Mail the invitation again."""
    resend_invitation(kind=UserKind.BORROWER, user_id=user_id, actor=visit.actor, now=visit.now)
    return visit.done("A fresh invitation is on its way.", "console:borrower", user_id)


@staff_action(Action.ACCOUNTS_GRANT, back="console:borrower")
def grant(visit: StaffVisit, user_id: uuid.UUID) -> HttpResponse:
    """Show an account to a login."""
    account_id = _uuid(visit.request.POST.get("account", ""))
    grant_access(user_id=user_id, account_id=account_id, actor=visit.actor, now=visit.now)
    return visit.done("They see the account from their next click on.", "console:borrower", user_id)


@staff_action(Action.ACCOUNTS_GRANT, back="console:borrower")
def revoke(visit: StaffVisit, user_id: uuid.UUID) -> HttpResponse:
    """Take an account out of a login's sight."""
    account_id = _uuid(visit.request.POST.get("account", ""))
    revoke_access(user_id=user_id, account_id=account_id, actor=visit.actor, now=visit.now)
    return visit.done("They no longer see the account.", "console:borrower", user_id)


@staff_action(Action.BORROWERS_CLOSE, back="console:borrower")
def close(visit: StaffVisit, user_id: uuid.UUID) -> HttpResponse:
    """Close or open a login, as the button says."""
    active = visit.request.POST.get("to") == "open"
    user = set_active(kind=UserKind.BORROWER, user_id=user_id, active=active, actor=visit.actor, now=visit.now)
    said = f"{user.name} can sign in again." if active else f"{user.name} is signed out everywhere and cannot sign in."
    return visit.done(said, "console:borrower", user_id)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
