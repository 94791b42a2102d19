"""The demo's mail page: what would be in people's inboxes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .mailbox import DemoMail, mail_named, mails_of


def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail of this host's lender, newest first."""
    return render(request, "demo/mailbox.html", {"mails": mails_of(_lender(request))})


def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text, its links to be clicked."""
    return render(request, "demo/mail.html", {"mail": _found(request, name)})


def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as a mail program shows it."""
    response = HttpResponse(_found(request, name).html)
    # Mail is written for mail programs: its styles stand in the markup. Only this page may have them.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'"
    )
    return response


def _found(request: HttpRequest, name: str) -> DemoMail:
    found = mail_named(_lender(request), name)
    if found is None:
        raise Http404
    return found


def _lender(request: HttpRequest) -> str:
    lender = getattr(request, "lender", None)
    return lender.slug if lender else ""
