"""Somebody's own login, on either console: changing the password, and keeping the session while they type."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse

from portal_api.identity.asker import asker_of
from portal_api.identity.authentication import token_of
from portal_api.identity.operations.passwords import change_password
from portal_api.identity.states import Audience
from portico_kernel.errors import NotFound, PorticoError

from .forms import ConsoleForm
from .visits import Visit


class OwnPasswordForm(ConsoleForm):
    """The password of today, and the new one."""

    current_password = forms.CharField(
        label="Current password",
        strip=False,
        error_messages={"required": "Enter your current password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. A few unrelated words are easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def own_password_page(visit: Visit) -> HttpResponse:
    """Change one's own password; every other session of the login ends."""
    form = OwnPasswordForm(visit.request.POST if visit.posted else None)
    if visit.posted and form.is_valid():
        token = token_of(visit.request, Audience.CONSOLE)
        if token is None:
            raise NotFound
        try:
            change_password(
                token=token,
                current=form.cleaned_data["current_password"],
                password=form.cleaned_data["password"],
                asker=asker_of(visit.request),
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done("Your password is changed. Other devices were logged out.", visit.request.path)
        except PorticoError as error:
            form.refuse(error)
    return visit.page("console/own_password.html", {"form": form}, status=form.http_status)


def keep_session(visit: Visit) -> HttpResponse:
    """Nothing more: that the browser was seen, its door has noted."""
    return HttpResponse(status=204)
