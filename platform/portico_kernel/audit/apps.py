"""Audit: who did what, when, why and under which ticket. One table in each schema."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Lives in public (what support does) and in every lender's schema (what happens there)."""

    name = "portico_kernel.audit"
    label = "audit"
