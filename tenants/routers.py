"""Which app's tables stand in which schema: the public list or the lenders' list (settings)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections
from django_tenants.routers import TenantSyncRouter


class SchemaRouter(TenantSyncRouter):  # type: ignore[misc]  # django-tenants ships no types
    """Django-tenants' router, for our owner connection instead of the serving one."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Only the owner migrates, and each app only where it lives."""
        if db != "owner":
            return False
        at_public = connections[db].schema_name == "public"  # type: ignore[attr-defined]
        installed = settings.SHARED_APPS if at_public else settings.TENANT_APPS
        return None if self.app_in_list(app_label, installed) else False
