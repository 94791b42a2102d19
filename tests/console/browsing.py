"""Browsers on the two consoles: signed in through the pages themselves, as people are."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.test import Client

from portal_api.identity.models import User
from tests.cast import PASSWORD

SUPPORT_HOST = settings.PORTICO_SUPPORT_HOST


def browser(lender_or_host: object) -> Client:
    """A browser on a lender's host, or on the host of that name."""
    host = lender_or_host if isinstance(lender_or_host, str) else f"{lender_or_host.slug}.testserver"  # type: ignore[attr-defined]
    return Client(headers={"host": host})


def signed_in(client: Client, user: User) -> Client:
    """The same browser after its person signed in on the console."""
    path = "/sign-in" if user.kind == "support" else "/console/sign-in"
    response = client.post(path, {"email": user.email, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    return client


def text_of(response: Any) -> str:
    """What a page says, without its markup, in single spaces."""
    body = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", body.replace("<wbr>", ""))
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'").replace("&amp;", "&")).strip()
