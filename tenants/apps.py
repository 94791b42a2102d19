"""Tenants: lenders, their hosts, and the only ways into their schemas."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Lives in public."""

    name = "tenants"

    def ready(self) -> None:
        """Connect the framework hooks: liveness at the start of a request, and the system checks."""
        from tenants import checks, hooks  # noqa: F401, PLC0415  # app ready
