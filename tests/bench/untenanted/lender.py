"""The one lender that views of the product ask for, made up once and looked up nowhere."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse

from feature_flags.sections import PART, SectionsInForce
from tenants import context
from tenants.snapshot import LenderSnapshot

_SOME_ID = uuid.UUID(int=1)
THE_ONE = LenderSnapshot(
    id=_SOME_ID,
    vault_id=_SOME_ID,
    slug="the-one",
    name="The one lender",
    schema_name=os.environ["BENCH_SCHEMA"],
    db_role=os.environ["BENCH_ROLE"],
    time_zone="America/New_York",
    country="US",
    currency="USD",
    is_live=True,
    site_id=_SOME_ID,
    host="the-one.test",
    epoch=1,
    parts=MappingProxyType({PART: SectionsInForce(frozenset({"payments", "amortization"}), frozenset())}),
)


class OneLenderMiddleware:
    """Gives every request the one lender."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lender = THE_ONE  # type: ignore[attr-defined]
        context._current.set(THE_ONE)
        return self.get_response(request)
