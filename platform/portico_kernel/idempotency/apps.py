"""Idempotency keys: the same money request twice gives the same answer once."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portico_kernel.idempotency"
    label = "idempotency"

    def ready(self) -> None:
        """Name what expires here: an answer is asked for again within minutes, if ever."""
        from portico_kernel.expiry import Expiring, expired_by, register_expiring  # noqa: PLC0415  # app ready

        from .models import StoredAnswer  # noqa: PLC0415  # app ready

        register_expiring(Expiring("stored answers", expired_by(StoredAnswer, "created_at")))
