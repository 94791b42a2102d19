"""The lender's own people: inviting them, their roles, and closing their logins."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm, mail_address
from portal_api.identity.operations import change_role, invite_staff, resend_invitation, set_active
from portal_api.identity.queries import users_of_kind
from portal_api.identity.roles import Action
from portal_api.identity.states import StaffRole, UserKind
from portico_kernel.errors import InvalidInput, PorticoError

from ..doors import StaffVisit, staff_action, staff_page

MEANS = (
    (StaffRole.ADMIN, "Everything: staff, brand, bank profile, sections, tickets, and what agents do."),
    (StaffRole.AGENT, "Invites borrowers, grants accounts, looks at payments and marks bank files as sent."),
    (StaffRole.VIEWER, "Looks at borrowers, accounts and payments. Changes nothing."),
)


class InviteForm(ConsoleForm):
    """Who joins, and as what."""

    name = forms.CharField(label="Name", max_length=160)
    email = forms.CharField(label="Email", max_length=254, widget=forms.EmailInput)
    role = forms.ChoiceField(label="Role", choices=StaffRole.choices, initial=StaffRole.AGENT)

    def clean_email(self) -> str:
        """An address that mail can go to."""
        return mail_address(self.cleaned_data["email"])


@staff_page(Action.READ, writes=Action.STAFF_MANAGE)
def staff(visit: StaffVisit) -> HttpResponse:
    """Everybody who works here; administrators invite from this page."""
    form = InviteForm(visit.request.POST if visit.posted else None)
    if visit.posted and form.is_valid():
        try:
            user = invite_staff(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=StaffRole(form.cleaned_data["role"]),
                language="en",
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done(f"An invitation is on its way to {user.email}.", "console:staff")
        except PorticoError as error:
            form.refuse(error)
    people = [(user, user.has_usable_password()) for user in users_of_kind(UserKind.STAFF)]
    context = {
        "form": form,
        "people": people,
        "roles": StaffRole.choices,
        "means": [(StaffRole(role).label, text) for role, text in MEANS],
        "may_manage": visit.may(Action.STAFF_MANAGE),
    }
    return visit.page("lender/staff.html", context, status=form.http_status)


@staff_action(Action.STAFF_MANAGE, back="console:staff")
def role(visit: StaffVisit) -> HttpResponse:
    """Give somebody another role."""
    asked = visit.request.POST.get("role", "")
    if asked not in StaffRole.values:
        raise InvalidInput("Choose one of the roles.")
    user = change_role(user_id=_user_id(visit), role=StaffRole(asked), actor=visit.actor, now=visit.now)
    return visit.done(f"{user.name} is now {StaffRole(user.role).label.lower()}.", "console:staff")


@staff_action(Action.STAFF_MANAGE, back="console:staff")
def close(visit: StaffVisit) -> HttpResponse:
    """Close or open a login, as the button says. Never the last administrator's."""
    active = visit.request.POST.get("to") == "open"
    user = set_active(kind=UserKind.STAFF, user_id=_user_id(visit), active=active, actor=visit.actor, now=visit.now)
    said = f"{user.name} can sign in again." if active else f"{user.name} is signed out everywhere and cannot sign in."
    return visit.done(said, "console:staff")


@staff_action(Action.STAFF_MANAGE, back="console:staff")
def resend(visit: StaffVisit) -> HttpResponse:
    """Mail the invitation again."""
    resend_invitation(kind=UserKind.STAFF, user_id=_user_id(visit), actor=visit.actor, now=visit.now)
    return visit.done("A fresh invitation is on its way.", "console:staff")


def _user_id(visit: StaffVisit) -> uuid.UUID:
    try:
        return uuid.UUID(visit.request.POST.get("user", ""))
    except ValueError:
        raise InvalidInput("Choose somebody from the list.") from None
