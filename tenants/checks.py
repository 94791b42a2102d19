"""System checks that hold the tenancy rules (STYLE rules 22 to 24)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register

# In public for support's people and the platform's own log, in each lender's schema for theirs.
IN_BOTH = {"portal_api.identity", "portico_kernel.audit", "portal_api.notices"}


@register()
def each_app_lives_in_one_schema(**_: Any) -> list[Error]:
    """Refuse an app with tables that is on neither list, or on both without standing on the allow-list."""
    shared, tenant = set(settings.SHARED_APPS), set(settings.TENANT_APPS)
    errors = [
        Error(f"{name} is in SHARED_APPS and TENANT_APPS; IN_BOTH does not list it", id="tenants.E001")
        for name in sorted((shared & tenant) - IN_BOTH)
    ]
    for config in apps.get_app_configs():
        if list(config.get_models()) and config.name not in shared | tenant:
            errors.append(Error(f"{config.name} has tables but lives in no schema", id="tenants.E002"))
    return errors
