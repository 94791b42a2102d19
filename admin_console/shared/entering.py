"""Signing in and out, and choosing passwords: the same pages on both consoles, for two kinds of logins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import URLPattern, path

from portal_api.identity.asker import asker_of
from portal_api.identity.authentication import token_of
from portal_api.identity.cookies import clear_token_cookie, set_token_cookie
from portal_api.identity.devices import remember_device
from portal_api.identity.errors import LinkExpired
from portal_api.identity.flow import NextStep, SignedIn, begin_sign_in
from portal_api.identity.models import User
from portal_api.identity.operations.invitations import accept_invitation
from portal_api.identity.operations.passwords import ask_for_reset, reset_password
from portal_api.identity.operations.sessions import sign_out
from portal_api.identity.states import Audience, UserKind
from portal_api.identity.viewer import actor_of
from portico_kernel.clock import read_clock
from portico_kernel.errors import PorticoError

from .doors import View, public_page, safe_next
from .flash import leave_flash
from .forms import ConsoleForm
from .visits import render_page

IDLE = "You were logged out because nothing happened for a while. Sign in to go on where you were."
SetPassword = Callable[..., SignedIn | NextStep]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Which logins a console is for, and where it stands on its host."""

    kind: UserKind
    base_path: str
    user_of: Callable[[HttpRequest], User | None]


class SignInForm(ConsoleForm):
    """E-mail and password."""

    email = forms.CharField(
        label="Email",
        error_messages={"required": "Enter your email."},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ForgotForm(ConsoleForm):
    """Whose password is forgotten."""

    email = forms.CharField(
        label="Email",
        max_length=254,
        error_messages={"required": "Enter your email."},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class NewPasswordForm(ConsoleForm):
    """A new password, and the link's secret that the page's script puts in."""

    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    secret = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput(attrs={"data-fragment": ""}))


def sign_in_page(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Sign in, and go on to where the visitor wanted to go on this console."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    onward = safe_next(wanted, base_path=entrance.base_path)
    if request.method != "POST" and entrance.user_of(request) is not None:
        return redirect(onward)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, _sign_in(request, form, entrance), onward)
        except PorticoError as error:
            form.refuse(error)
    context = {"form": form, "next": onward}
    return render_page(request, "console/sign_in.html", context, status=form.http_status)


def _sign_in(request: HttpRequest, form: ConsoleForm, entrance: Entrance) -> SignedIn | NextStep:
    return begin_sign_in(
        email=form.cleaned_data["email"],
        password=form.cleaned_data["password"],
        kind=entrance.kind,
        audience=Audience.CONSOLE,
        asker=asker_of(request),
        now=read_clock(),
    )


def sign_out_here(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """End this browser's session when a button was pressed, or every session; or because nothing happened."""
    token = token_of(request, Audience.CONSOLE)
    was_idle = request.POST.get("ended") == "idle"
    onward = safe_next(request.POST.get("next", ""), base_path=entrance.base_path)
    sign_in = f"{entrance.base_path}sign-in"
    response = redirect(f"{sign_in}?{urlencode({'next': onward})}" if was_idle else sign_in)
    if request.method == "POST" and token is not None:
        everywhere = request.POST.get("everywhere") == "yes"
        sign_out(token=token, everywhere=everywhere, actor=actor_of(token.user), now=read_clock())
        clear_token_cookie(response, Audience.CONSOLE)
    if was_idle:
        leave_flash(response, IDLE, "warn")
    return response


def forgot_password_page(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Have a link mailed; the answer is the same whether there is such a login or not."""
    form = ForgotForm(request.POST if request.method == "POST" else None)
    asked = False
    if request.method == "POST" and form.is_valid():
        try:
            email, asker = form.cleaned_data["email"], asker_of(request)
            ask_for_reset(email=email, kind=entrance.kind, asker=asker, now=read_clock())
            asked = True
        except PorticoError as error:
            form.refuse(error)
    context = {"form": form, "asked": asked, "sign_in": f"{entrance.base_path}sign-in"}
    return render_page(request, "console/forgot.html", context, status=form.http_status)


def reset_password_page(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Choose a new password by a mailed link."""
    return _new_password(request, entrance, reset_password, "Choose a new password", "Save and sign in")


def invitation_page(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Choose the first password by an invitation."""
    return _new_password(request, entrance, accept_invitation, "Welcome. Choose a password", "Save and sign in")


def _new_password(
    request: HttpRequest, entrance: Entrance, set_password: SetPassword, title: str, label: str
) -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    expired = False
    if request.method == "POST" and form.is_valid():
        try:
            done = set_password(
                secret=form.cleaned_data["secret"],
                password=form.cleaned_data["password"],
                kind=entrance.kind,
                audience=Audience.CONSOLE,
                asker=asker_of(request),
                now=read_clock(),
            )
            return _enter(request, done, entrance.base_path)
        except LinkExpired:
            expired = True
        except PorticoError as error:
            form.refuse(error)
    context = {"form": form, "title": title, "label": label, "expired": expired, "base_path": entrance.base_path}
    return render_page(request, "console/new_password.html", context, status=410 if expired else form.http_status)


def _enter(request: HttpRequest, done: SignedIn | NextStep, onward: str) -> HttpResponse:
    # The flow has one step today; a second factor brings its page to both consoles with it.
    assert isinstance(done, SignedIn)
    rotate_token(request)
    response = redirect(onward)
    set_token_cookie(response, done.secret, Audience.CONSOLE)
    remember_device(response, asker_of(request).device, done.login)
    return response


Page = Callable[[HttpRequest, Entrance], HttpResponse]
_PAGES: dict[str, Page] = {
    "sign-in": sign_in_page,
    "sign-out": sign_out_here,
    "forgot-password": forgot_password_page,
    "reset-password": reset_password_page,
    "invitation": invitation_page,
}


def entering_urls(entrance: Entrance) -> list[URLPattern]:
    """The addresses of a console that nobody need be signed in for."""
    return [path(name, _at(entrance, page), name=name) for name, page in _PAGES.items()]


def _at(entrance: Entrance, page: Page) -> View:
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        return page(request, entrance)

    return public_page(view)
