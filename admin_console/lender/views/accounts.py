"""Accounts: their figures, the people on them, and who may see them."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from portal_api.accounts.inviting import share_account
from portal_api.accounts.models import Account
from portal_api.accounts.operations import revoke_access
from portal_api.accounts.staff_queries import access_of_account, account_by_id, accounts_page, search_accounts
from portal_api.accounts.states import Standing
from portal_api.identity.roles import Action
from portal_api.payments.staff_queries import payments_seen
from portal_api.servicing.queries import transactions_of
from portico_kernel.errors import NotFound, PorticoError
from portico_kernel.money import Money

from ..doors import StaffVisit, staff_action, staff_page

TONES = {
    Standing.CURRENT: "good",
    Standing.DUE: "warn",
    Standing.PAST_DUE: "bad",
    Standing.DEFAULT: "bad",
    Standing.CHARGED_OFF: "bad",
}


class ShareForm(ConsoleForm):
    """Whose login shall see the account, and for which of its people it acts."""

    email = forms.CharField(
        label="Their email",
        max_length=254,
        widget=forms.EmailInput,
        help_text="Of a login that exists already.",
        error_messages={"required": "Enter their email."},
    )
    party = forms.ChoiceField(label="They act for", error_messages={"required": "Choose whom they act for."})

    def offer(self, account: Account) -> ShareForm:
        """Let the choice be among the account's people."""
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(role.party_id), role.party.name) for role in account.roles.all()]
        return self


@staff_page(Action.READ)
def accounts(visit: StaffVisit) -> HttpResponse:
    """Every account by number, by standing, or as the words find them."""
    text = words_typed(visit.request)
    asked = visit.request.GET.get("standing", "")
    standing = Standing(asked) if asked in Standing.values else None
    rows = search_accounts(text) if text else accounts_page(standing=standing)
    page = page_of(visit.request, rows)
    context = {
        "text": text,
        "standing": standing,
        "standings": Standing.choices,
        "page": page,
        "rows": [(account, tone_of(account)) for account in page],
    }
    return visit.page("lender/accounts.html", context)


@staff_page(Action.READ, writes=Action.ACCOUNTS_GRANT)
def account(visit: StaffVisit, account_id: uuid.UUID) -> HttpResponse:
    """One account; its form lets a login that exists see it."""
    found = account_by_id(account_id)
    form = ShareForm(visit.request.POST if visit.posted else None).offer(found)
    if visit.posted and form.is_valid():
        try:
            share_account(
                email=form.cleaned_data["email"],
                party_id=uuid.UUID(form.cleaned_data["party"]),
                account_id=found.id,
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done("They see the account from their next click on.", "console:account", found.id)
        except PorticoError as error:
            form.refuse(error)
    return visit.page("lender/account.html", _account_context(visit, found, form), status=form.http_status)


def _account_context(visit: StaffVisit, found: Account, form: ConsoleForm) -> dict[str, object]:
    snapshot, currency = found.snapshot, found.currency
    return {
        "account": found,
        "tone": tone_of(found),
        "balance": Money(snapshot.principal_minor + snapshot.interest_due_minor + snapshot.fees_due_minor, currency),
        "people": found.roles.all(),
        "access": access_of_account(found),
        "payments": payments_seen(account_id=found.id)[:10],
        "transactions": transactions_of(found, size=10).items,
        "may_grant": visit.may(Action.ACCOUNTS_GRANT),
        "may_invite": visit.may(Action.BORROWERS_INVITE),
        "form": form,
    }


@staff_action(Action.ACCOUNTS_GRANT, back="console:account")
def revoke(visit: StaffVisit, account_id: uuid.UUID) -> HttpResponse:
    """Take the account out of a login's sight."""
    try:
        user_id = uuid.UUID(visit.request.POST.get("user", ""))
    except ValueError:
        raise NotFound from None
    revoke_access(user_id=user_id, account_id=account_id, actor=visit.actor, now=visit.now)
    return visit.done("They no longer see the account.", "console:account", account_id)


def tone_of(found: Account) -> str:
    """The badge's tone of an account's standing."""
    return TONES.get(Standing(found.snapshot.standing), "")
