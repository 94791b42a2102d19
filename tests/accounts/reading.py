"""A borrower's browser that only reads, and the queries that its reading asked."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal_api.identity.models import User
from portal_api.identity.states import Audience
from portal_api.identity.tokens import issue_token
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import TwoLenders
from tests.statements import statements_in


def signed_in(user: User, lenders: TwoLenders, *, at: str = "alder") -> Client:
    """A browser at one lender's host with a token of its own lender. Asks its snapshot once beforehand."""
    with in_tenant(getattr(lenders, at)):
        secret = issue_token(user=user, audience=Audience.PORTAL, address="", browser="", now=NOW)
    client = Client(headers={"host": f"{at}.testserver"})
    client.cookies["portico_portal"] = secret
    client.get("/api/v1/bootstrap")
    return client


def read(client: Client, path: str) -> Any:
    """The body of a page that must be there."""
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def status_of(client: Client, path: str) -> int:
    """The status of a page."""
    return client.get(f"/api/v1{path}").status_code


def queries_for(client: Client, path: str) -> list[str]:
    """The queries of one page, without taking the position, the epoch and the token."""
    with CaptureQueriesContext(connection) as asked:
        read(client, path)
    beside = ("set_config", "tenants_epoch", "identity_authtoken", "SAVEPOINT")
    return [each for each in statements_in(asked) if not any(word in each for word in beside)]
