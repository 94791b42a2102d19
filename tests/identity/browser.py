"""A browser at a lender's host, and the mailbox of everyone the suite writes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

from portico_kernel.mail import mail_folder, mails_in_folder
from tenants.outbox import run_due

HOME = "198.51.100.7"
ELSEWHERE = "203.0.113.9"


class Browser:
    """Speaks to the borrower's API as the web app does; keeps its cookies."""

    def __init__(self, host: str = "alder.testserver", address: str = HOME) -> None:
        self.client = Client(HTTP_HOST=host, REMOTE_ADDR=address, HTTP_X_PORTICO="1")

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> HttpResponse:
        content = json.dumps(body or {})
        return cast(HttpResponse, self.client.post(f"/api/v1/{path}", content, content_type="application/json"))

    def sign_in(self, email: str, password: str) -> HttpResponse:
        return self.post("sign-in", {"email": email, "password": password})

    def is_signed_in(self) -> bool:
        return self.post("session/touch").status_code == 204


def answer(response: HttpResponse) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return response.status_code, json.loads(response.content)["code"]


def mail_out(now: datetime) -> None:
    """Let the outbox do what is due, and what becomes due by that."""
    while (done := run_due(now=now)).done:
        assert done.failed == 0
    assert done.failed == 0


def newest_mail(lender: str, to: str) -> dict[str, Any]:
    """The newest mail to an address, by the disk's own clock: the test's stands still."""
    written = {path.stem: path.stat().st_mtime_ns for path in mail_folder().glob("*.json")}
    mails = [mail for mail in mails_in_folder(lender) if mail["to"] == to]
    return max(mails, key=lambda mail: written[mail["id"]])


def secret_in(mail: Mapping[str, Any]) -> str:
    """The secret of the link in a mail's plain text."""
    return str(mail["text"]).split("#", 1)[1].split()[0]
