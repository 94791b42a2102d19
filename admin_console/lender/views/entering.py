"""Signing in to a lender's console."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from admin_console.shared import entering
from admin_console.shared.doors import public_page
from admin_console.shared.errors import not_found

from ..doors import ENTRANCE


@public_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Email and password."""
    return entering.sign_in_page(request, ENTRANCE)


@public_page
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    return entering.sign_out_here(request, ENTRANCE)


@public_page
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Have a link mailed."""
    return entering.forgot_password_page(request, ENTRANCE)


@public_page
def reset_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password by a mailed link."""
    return entering.reset_password_page(request, ENTRANCE)


@public_page
def invitation(request: HttpRequest) -> HttpResponse:
    """Choose the first password."""
    return entering.invitation_page(request, ENTRANCE)


@public_page
def nothing(request: HttpRequest) -> HttpResponse:
    """An address that the console does not have."""
    return not_found(request)
