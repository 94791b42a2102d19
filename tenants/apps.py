"""Tenants: lenders, their hosts, and the only ways into their schemas."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Lives in public."""

    name = "tenants"

    def ready(self) -> None:
        """Connect the framework hooks: liveness at the start of a request, and the system checks. Name the task."""
        from portico_kernel.outbox.registry import register  # noqa: PLC0415  # app ready
        from tenants import checks, hooks  # noqa: F401, PLC0415  # app ready
        from tenants.expiry import REMOVE, remove  # noqa: PLC0415  # app ready

        register(REMOVE, remove)
