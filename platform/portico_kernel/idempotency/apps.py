"""Idempotency keys: the same money request twice gives the same answer once."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Lives in every lender's schema."""

    name = "portico_kernel.idempotency"
    label = "idempotency"
