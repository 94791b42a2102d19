"""The outbox: work accepted in a transaction and done after it, whether or not Redis is there."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Lives in public: one tick reads one table, not a thousand schemas."""

    name = "portico_kernel.outbox"
    label = "outbox"
