"""Django's own signals that tenancy needs (framework hooks only, STYLE rule 11)."""

from __future__ import annotations

from typing import Any

from django.core.signals import request_started
from django.db import connections


def _expect_a_live_connection(**_: Any) -> None:
    for wrapper in connections.all(initialized_only=True):
        prove = getattr(wrapper, "prove_alive_at_next_statement", None)
        if prove is not None:
            prove()


request_started.connect(_expect_a_live_connection, dispatch_uid="portico.tenants.alive")
