"""Django's own signals that tenancy needs (framework hooks only, STYLE rule 11)."""

from __future__ import annotations

from typing import Any

from django.core.signals import request_started
from django.db import connections


def expect_live_connections(**_: Any) -> None:
    """Let each open connection of this thread prove itself before it is used again, or be replaced."""
    for wrapper in connections.all(initialized_only=True):
        prove = getattr(wrapper, "prove_alive_at_next_statement", None)
        if prove is not None:
            prove()


request_started.connect(expect_live_connections, dispatch_uid="portico.tenants.alive")
