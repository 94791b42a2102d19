"""What can be wrong with an idempotency key."""

from __future__ import annotations

from portico_kernel.errors import Conflict, PorticoError


class KeyMissing(PorticoError):
    """A money request came without a usable key, so a retry of it could not be told from a second one."""

    code = "idempotency_key_missing"
    status = 400
    message = "This request needs an Idempotency-Key of 8 to 80 letters, digits or dashes."


class KeyReused(Conflict):
    """The key belongs to another request."""

    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request. Nothing was done; use a new key."
